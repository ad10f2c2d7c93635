import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import influxdb from '../cradle-influxdb/index.ts';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import history from './index.ts';

/** Nobody listens there. */
const NOWHERE = { id: 'db', type: 'cradle-influxdb', host: '127.0.0.1', port: '9' };
const CRADLE = 'cradle-a';
const HOUR = 3_600_000;

let node: RunningNode;
beforeEach(async () => {
  const config = { server: 'db', alertAfter: '60', queueMegabytes: '0.05' };
  node = await runNode(history, 'cradle-history', config, 3, [{ register: influxdb, node: NOWHERE }]);
});
afterEach(() => node.end());

interface Alert {
  topic: string;
  payload: { state: string; value: number; message: string };
}

const alerts = (type: string) =>
  (node.outputs[0] as Alert[]).filter(({ topic }) => topic === `cradle/${CRADLE}/alert/${type}`);

/** Lets seconds pass until something is so; the disk takes real time. */
async function until(isSo: () => boolean): Promise<void> {
  const limit = process.uptime() + 20;
  while (!isSo() && process.uptime() < limit) await node.pass(1000);
  expect(isSo()).toBe(true);
}

test('history that is lost is told for a day, also after a restart, and then it is over', async () => {
  await node.receive({ kind: 'crying', cradle: CRADLE, topic: '', payload: { status: 'Silent' } } as never);
  await until(() => alerts('history_lost').at(-1)?.payload.state === 'idle');
  // More than the queue holds, while the database is away.
  for (let index = 0; index < 1500; index++) {
    const payload = {
      measurement: 'reading',
      tags: { cradle: CRADLE },
      fields: { crying: 0 },
      time: index * 1000,
    };
    await node.receive({ kind: 'history_point', cradle: CRADLE, payload } as never);
  }
  await until(() => alerts('history_lost').at(-1)?.payload.state === 'active');
  const [first] = alerts('history_lost').slice(-1);
  expect(first?.payload.value).toBeGreaterThan(0);
  expect(first?.payload.message).toContain(`${first?.payload.value} entries of the history are lost`);
  await node.restart();
  await node.receive({ kind: 'crying', cradle: CRADLE, topic: '', payload: { status: 'Silent' } } as never);
  await node.pass(5000);
  expect(alerts('history_lost').at(-1)?.payload.state).toBe('active');
  vi.setSystemTime(Date.now() + 25 * HOUR);
  await until(() => alerts('history_lost').at(-1)?.payload.state === 'resolved');
}, 60_000);
