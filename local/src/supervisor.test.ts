import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProcessFolder, isAlive, type ProcessRecord, readRecord } from './processes.ts';
import { type Program, Supervisor } from './supervisor.ts';
import { untilTrue } from './waiting.ts';

const SECRET = 'p@ss/word+with=signs';
let folder: string;
let supervisor: Supervisor;
let said: string[];
let guarded: Set<number>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-supervisor-'));
  said = [];
  guarded = new Set();
  supervisor = new Supervisor({
    logs: join(folder, 'logs'),
    processes: createProcessFolder(join(folder, 'processes')),
    guard: {
      watch: (pid) => void guarded.add(pid),
      forget: (pid) => void guarded.delete(pid),
      release: () => undefined,
    },
    secrets: () => [SECRET],
    say: (title, text) => said.push(`${title}: ${text}`),
    aliveEvery: 20,
  });
});

afterEach(async () => {
  supervisor.killAll();
  await supervisor.stopAll([]);
  rmSync(folder, { recursive: true });
});

const recordOf = (part: string) => readRecord(join(folder, 'processes', `${part}.json`));

function running(part: string): ProcessRecord {
  const record = recordOf(part);
  if (!record) throw new Error(`${part} does not run`);
  return record;
}

/** A shell script that is ready when it has made a file, which each start finds gone. */
function script(part: string, text: string, more: Partial<Program> = {}): Program {
  const ready = join(folder, `${part}.ready`);
  return {
    part,
    title: part,
    command: 'sh',
    args: ['-c', `rm -f "$READY"\n${text}`],
    environment: { READY: ready },
    ready: (ended) => untilTrue(async () => existsSync(ready), ended),
    readyLimit: 20_000,
    stopLimit: 5000,
    ...more,
  };
}

const LASTING = 'touch "$READY"; exec sleep 600';
const until = (ask: () => boolean) => untilTrue(async () => ask(), AbortSignal.timeout(15_000));
const logOf = (part: string) => readFileSync(join(folder, 'logs', `${part}.log`), 'utf8');

it('resolves when the program is ready, and notes its process until it is stopped', async () => {
  await supervisor.start(script('part', LASTING));
  const record = running('part');
  expect(isAlive(record)).toBe(true);
  expect(guarded).toContain(record.pid);
  await supervisor.stop('part');
  expect(isAlive(record)).toBe(false);
  expect(guarded).not.toContain(record.pid);
  expect(recordOf('part')).toBeUndefined();
});

it('tells the last words of a program that ends before it is ready, and does not start it again', async () => {
  const start = supervisor.start(script('part', 'echo "the disk is on fire" >&2; exit 3'));
  await expect(start).rejects.toThrow(/part ended with code 3; see .*part\.log\n {4}the disk is on fire/);
  expect(recordOf('part')).toBeUndefined();
  expect(said).toEqual([]);
});

it('says when there is no such program', async () => {
  const start = supervisor.start(script('part', '', { command: '/no/such/program' }));
  await expect(start).rejects.toThrow(/part could not be started: .*ENOENT/);
});

it('gives up on a program that does not get ready, and ends it', async () => {
  const start = supervisor.start(script('part', 'exec sleep 600', { readyLimit: 300 }));
  const { pid, started } = running('part');
  await expect(start).rejects.toThrow('part was not ready within 0.3 s');
  expect(isAlive({ pid, started })).toBe(false);
});

it('starts a program again after a kill -9, with what it had started itself gone', async () => {
  await supervisor.start(
    script('part', `sleep 600 & echo $! > "${join(folder, 'child')}"; touch "$READY"; wait`),
  );
  const first = running('part');
  const child = Number(readFileSync(join(folder, 'child'), 'utf8'));
  process.kill(first.pid, 'SIGKILL');
  await until(() => said.some((text) => text.includes('is back')));
  expect(said[0]).toBe('part: ended (SIGKILL); it is started again');
  expect(running('part').pid).not.toBe(first.pid);
  expect(isAlive(running('part'))).toBe(true);
  expect(existsSync(`/proc/${child}/cmdline`) && readFileSync(`/proc/${child}/cmdline`, 'utf8')).toBeFalsy();
});

it('kills a program that runs and does nothing any more, and starts it again', async () => {
  let alive = true;
  await supervisor.start(script('part', LASTING, { alive: async () => alive }));
  const first = running('part');
  process.kill(first.pid, 'SIGSTOP');
  alive = false;
  await until(() => said.length > 0);
  alive = true;
  await until(() => said.some((text) => text.includes('is back')));
  expect(said[0]).toMatch(/part: has not answered for [\d.]+ s and is killed/);
  expect(isAlive(first)).toBe(false);
  expect(isAlive(running('part'))).toBe(true);
});

it('does not start again what was stopped', async () => {
  await supervisor.start(script('part', LASTING));
  const record = running('part');
  process.kill(record.pid, 'SIGKILL');
  await supervisor.stop('part');
  expect(recordOf('part')).toBeUndefined();
  expect(said.join()).not.toContain('is back');
});

it('kills what does not stop, children included, and says so', async () => {
  const stubborn = `trap '' TERM; touch "$READY"; while true; do sleep 1; done`;
  await supervisor.start(script('part', stubborn, { stopLimit: 200 }));
  const record = running('part');
  await supervisor.stop('part');
  expect(isAlive(record)).toBe(false);
  expect(said).toEqual(['part: did not stop within 0.2 s and was killed']);
});

it('stops in the given order, one after the other, and starts nothing afterwards', async () => {
  const note = (part: string) =>
    `trap 'echo ${part} >> "${join(folder, 'order')}"; exit 0' TERM; touch "$READY"; while true; do sleep 0.1; done`;
  for (const part of ['one', 'two', 'three']) await supervisor.start(script(part, note(part)));
  await supervisor.stopAll(['three', 'two']);
  expect(readFileSync(join(folder, 'order'), 'utf8').trim().split('\n')).toEqual(['three', 'two', 'one']);
  await expect(supervisor.start(script('four', LASTING))).rejects.toThrow('four is not started');
});

it('keeps secrets out of the log and out of the last words', async () => {
  const start = supervisor.start(script('part', `echo "login with ${SECRET} refused"; exit 1`));
  const error = await start.catch((reason: Error) => reason.message);
  expect(error).toContain('login with … refused');
  expect(error).not.toContain(SECRET);
  expect(logOf('part')).toBe('login with … refused\n');
});
