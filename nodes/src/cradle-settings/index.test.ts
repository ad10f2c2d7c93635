import type { NodeMessage } from 'node-red';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const cradle = 'cradle-abc-123';
const about = { topic: '', cradle, received: 0 };
const reading = { ...about, kind: 'temperature', payload: { temperature: 36.5 } };
const set = (setting: string, payload: string) => ({ ...about, kind: 'settingSet', setting, payload });
const command = (payload: object) => ({ ...about, kind: 'command', payload });
const bed = (payload: string) => ({ ...about, kind: 'occupied', payload });

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-settings', {}, 3);
});
afterEach(() => node.end());

/** What stands on a retained topic now. */
const standing = (topic: string) =>
  node.outputs[1]
    ?.flatMap((out) => ('topic' in out && out.topic === `cradle/${cradle}/${topic}` ? [out] : []))
    .map((out) => ('payload' in out ? out.payload : undefined))
    .at(-1);
const monitoring = () => JSON.parse(String(standing('monitoring'))) as { state: string; by: string | null };
const announced = (kind: string) => node.outputs[0]?.filter((out) => 'kind' in out && out.kind === kind);
async function every(seconds: number, message: NodeMessage): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await node.receive(message);
    await node.pass(1000);
  }
}

describe('settings', () => {
  test('stand at their defaults from the first reading on, for the broker and the rules', async () => {
    await node.receive(reading);
    expect(standing('settings/max_temperature')).toBe('38');
    expect(announced('settings')).toMatchObject([{ payload: { crying_gap: 5 } }]);
    expect(monitoring()).toMatchObject({ state: 'on' });
  });

  test('that change are told at once and survive a restart', async () => {
    await node.receive(reading);
    await node.receive(set('crying_duration_threshold', '20'));
    expect(announced('settings')?.at(-1)).toMatchObject({ payload: { crying_duration_threshold: 20 } });
    await node.restart();
    await node.receive(set('max_temperature', '38.5'));
    expect(announced('settings')?.at(-1)).toMatchObject({
      payload: { crying_duration_threshold: 20, max_temperature: 38.5 },
    });
  });

  test.each([
    ['crying_duration_threshold', '-3'],
    ['crying_duration_threshold', ''],
    ['max_temperature', 'hot'],
    ['no_such_thing', '1'],
  ])('a wrong %s = %j is refused by name, and the old one stands again', async (name, value) => {
    await node.receive(reading);
    const before = standing(`settings/${name}`);
    await node.receive(set(name, value));
    expect(standing(`settings/${name}`)).toBe(before);
    expect(JSON.parse(String(standing('settings/error')))).toMatchObject({
      setting: name,
      reason: expect.stringContaining(name),
    });
  });

  test('of a cradle that is forgotten are cleared from the broker', async () => {
    await node.receive(reading);
    await node.receive(command({ action: 'forget' }));
    for (const topic of ['settings/max_temperature', 'monitoring', 'alert/crying', 'pairing', 'self_check']) {
      expect(standing(topic), topic).toBe('');
    }
  });
});

describe('"I have the baby"', () => {
  beforeEach(async () => {
    await node.receive(reading);
    await node.receive(command({ action: 'pause', minutes: 30, by: 'Mina' }));
  });

  test('pauses by name, and ends when its time is up, also over a restart', async () => {
    expect(monitoring()).toMatchObject({ state: 'paused', by: 'Mina' });
    await node.pass(29 * 60_000);
    await node.restart();
    expect(monitoring()).toMatchObject({ state: 'paused' });
    await node.pass(61_000);
    expect(monitoring()).toMatchObject({ state: 'on' });
  });

  test('ends when the baby has been back for a minute', async () => {
    await every(20, bed('OFF'));
    await every(59, bed('ON'));
    expect(monitoring()).toMatchObject({ state: 'paused' });
    await every(3, bed('ON'));
    expect(monitoring()).toMatchObject({ state: 'on' });
    expect(announced('monitoring')?.at(-1)).toMatchObject({ payload: { state: 'on' } });
  });

  test('does not end while the baby still lies where it lay', async () => {
    await every(120, bed('ON'));
    expect(monitoring()).toMatchObject({ state: 'paused' });
  });

  test('does not end while nobody knows, and a short visit begins the minute anew', async () => {
    await every(5, bed('OFF'));
    await every(40, bed('ON'));
    await every(5, bed('OFF'));
    await every(40, bed('ON'));
    await every(80, bed('unknown'));
    expect(monitoring()).toMatchObject({ state: 'paused' });
  });

  test('is shown under the node', () => {
    expect(node.status()).toMatchObject({ fill: 'yellow' });
  });
});

test('a test alarm is an event that nothing stands behind', async () => {
  await node.receive(reading);
  await node.receive(command({ action: 'test_alarm', by: 'Mina' }));
  expect(node.outputs[1]?.at(-1)).toMatchObject({
    kind: 'event',
    payload: { event_type: 'test', by: 'Mina' },
  });
});
