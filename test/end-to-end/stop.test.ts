import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import { expect, inject, test } from 'vitest';

const start = inject('start');

/** Whether a process of that id is there. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('no secret stands in a log', () => {
  const secrets = [
    start.mqtt.password,
    start.homeAssistant.password,
    start.homeAssistant.token,
    start.nodeRed.password,
    start.influx.password,
  ];
  const logs = join(start.data, 'logs');
  for (const name of readdirSync(logs)) {
    const text = readFileSync(join(logs, name), 'utf8');
    for (const secret of secrets) expect(text.includes(secret), name).toBe(false);
  }
});

test('entity ids are English and start with the cradle', () => {
  expect(entityIdPrefix(start.uuid)).toMatch(/^[a-z0-9_]+$/);
});

test('stopped, it leaves no process behind', async () => {
  const processes = join(start.data, 'processes');
  const pids = readdirSync(processes).map(
    (name) => (JSON.parse(readFileSync(join(processes, name), 'utf8')) as { pid: number }).pid,
  );
  expect(pids.length).toBeGreaterThan(4);
  const launcher = inject('launcher');
  process.kill(launcher, 'SIGINT');
  await expect.poll(() => [launcher, ...pids].filter(lives), { timeout: 60_000 }).toEqual([]);
});
