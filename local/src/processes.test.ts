import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProcessFolder, isAlive, recordOf, startOf } from './processes.ts';

let folder: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-processes-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(folder, { recursive: true });
});

async function run(script: string): Promise<{ child: ChildProcess; pid: number }> {
  const child = spawn('sh', ['-c', `${script}`], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Error('sh cannot be started');
  return { child, pid: child.pid };
}

it('ends what an earlier launcher left behind, and says what it was', async () => {
  const { child, pid } = await run('echo up; exec sleep 600');
  const ended = once(child, 'exit');
  createProcessFolder(folder).note('agent', pid);
  expect(await createProcessFolder(folder).endLeftBehind(10_000)).toEqual(['agent']);
  expect(await ended).toEqual([null, 'SIGTERM']);
  expect(existsSync(join(folder, 'agent.json'))).toBe(false);
  expect(await createProcessFolder(folder).endLeftBehind(10_000)).toEqual([]);
});

it('kills what does not end within the limit', async () => {
  const { child, pid } = await run(`trap '' TERM; echo up; while true; do sleep 1; done`);
  const ended = once(child, 'exit');
  createProcessFolder(folder).note('broker', pid);
  await createProcessFolder(folder).endLeftBehind(100);
  expect(await ended).toEqual([null, 'SIGKILL']);
});

it('does not touch another process that has the same id now', async () => {
  const { child, pid } = await run('echo up; exec sleep 600');
  const processes = createProcessFolder(folder);
  processes.note('agent', pid);
  const file = join(folder, 'agent.json');
  const record = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; started: string };
  writeFileSync(file, JSON.stringify({ ...record, started: `${record.started}0` }));
  expect(await processes.endLeftBehind(10_000)).toEqual([]);
  expect(child.exitCode).toBeNull();
  expect(child.signalCode).toBeNull();
  expect(startOf(pid)).toBe(record.started);
});

it('passes over a note that is broken', async () => {
  writeFileSync(join(folder, 'agent.json'), '{"pid":');
  expect(await createProcessFolder(folder).endLeftBehind(1000)).toEqual([]);
});

it('knows a process by its start', async () => {
  expect(isAlive(recordOf(process.pid))).toBe(true);
  const { child, pid } = await run('echo up; exec sleep 600');
  const record = recordOf(pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(record)).toBe(false);
  expect(isAlive({ pid, started: '' })).toBe(false);
});
