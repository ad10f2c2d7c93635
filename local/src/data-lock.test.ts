import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockData } from './data-lock.ts';
import { recordOf } from './processes.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'smart-cradle-lock-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const lock = () => join(data, 'launcher.json');

it('refuses a second launcher in one sentence with the way out, and lets it in after the first has ended', () => {
  const release = lockData(data);
  expect(() => lockData(data)).toThrow(
    new RegExp(`already runs with the data folder ${data} \\(process ${process.pid}\\): .*Ctrl-C.*--data`),
  );
  release();
  expect(existsSync(lock())).toBe(false);
  lockData(data)();
});

it('takes over the lock of a launcher that was killed', async () => {
  const child = spawn('sleep', ['600']);
  await once(child, 'spawn');
  writeFileSync(lock(), JSON.stringify(recordOf(child.pid ?? 0)));
  expect(() => lockData(data)).toThrow(`process ${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockData(data);
  expect(JSON.parse(readFileSync(lock(), 'utf8'))).toEqual(recordOf(process.pid));
});

it('takes over a lock whose id another program has now, or that is broken', () => {
  writeFileSync(lock(), JSON.stringify({ pid: process.pid, started: 'before the last boot' }));
  lockData(data)();
  writeFileSync(lock(), '{"pid":');
  lockData(data)();
});

it('does not take the lock away from the one who took it over, and ends well without its folder', () => {
  const release = lockData(data);
  writeFileSync(lock(), JSON.stringify({ pid: 1, started: 'another' }));
  release();
  expect(existsSync(lock())).toBe(true);
  rmSync(data, { recursive: true });
  release();
});
