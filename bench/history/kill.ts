/**
 * kill -9 of the database, of what writes, or of both, at random moments: afterwards every row that was acknowledged is
 * there, once.
 *
 *     npm run history-kill -w bench -- [--rows 3600] [--seed 1]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startInfluxServer } from '../../nodes/src/testing/influx-server.ts';
import { seeded } from '../../nodes/src/testing/simulated-baby.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '3600' }, seed: { type: 'string', default: '1' } },
});
const wanted = Number(values.rows);
const random = seeded(Number(values.seed));
const base = Math.floor(Date.now() / 1000) * 1000 - wanted * 2000;
const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-kill-'));
const server = await startInfluxServer();

const acknowledged = new Set<number>();
let next = 0;
let child: ChildProcess;

function startRecorder(): void {
  child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'recorder-main.ts'),
      folder,
      String(server.address.port),
      String(next),
      String(base),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (!child.stdout) throw new Error('the recorder has no standard output');
  createInterface({ input: child.stdout }).on('line', (line) => {
    acknowledged.add(Number(line));
    next = Math.max(next, Number(line) + 1);
  });
}

function killRecorder(): Promise<void> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null) return reject(new Error(`the writer ended by itself: ${child.exitCode}`));
    // All that it has printed is read before it counts as gone.
    child.once('close', () => resolve());
    child.kill('SIGKILL');
  });
}

const kills = { recorder: 0, database: 0, both: 0 };
startRecorder();
while (acknowledged.size < wanted) {
  await delay(300 + random() * 2000);
  const which = (['recorder', 'database', 'both'] as const)[Math.floor(random() * 3)] ?? 'both';
  kills[which] += 1;
  const recorder = which === 'database' ? undefined : killRecorder();
  const database = which === 'recorder' ? undefined : server.kill();
  await Promise.all([recorder, database]);
  if (database) {
    await delay(random() * 1500);
    await server.start();
  }
  if (recorder) startRecorder();
}

// Recovery: the last recorder goes on until everything that was acknowledged by now is written.
const all = [...acknowledged];
let missing = all;
let rows: { time: { getTime(): number } }[] = [];
for (let tries = 0; tries < 60 && missing.length > 0; tries++) {
  await delay(500);
  rows = await server.client
    .query<{ time: { getTime(): number } }>('SELECT "crying" FROM "readings"."reading"', { precision: 'ms' })
    .catch(() => []);
  const there = new Set(rows.map(({ time }) => (time.getTime() - base) / 1000));
  missing = all.filter((second) => !there.has(second));
}
const times = rows.map(({ time }) => time.getTime());
await killRecorder();
await server.end();
rmSync(folder, { recursive: true });
console.log(
  `kill -9: ${kills.recorder} × writer, ${kills.database} × database, ${kills.both} × both; acknowledged ${all.length}, missing ${missing.length}, doubled ${times.length - new Set(times).size}`,
);
process.exitCode = missing.length > 0 || times.length !== new Set(times).size ? 1 : 0;
