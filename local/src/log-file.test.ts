import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-log-'));
  path = join(folder, 'logs', 'part.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readFileSync(name, 'utf8');

it('goes on in a new file at the limit, and keeps one old file', () => {
  const log = openLogFile(path, () => [], 100);
  for (let line = 0; line < 50; line += 1) log.write(`line ${line} of fifty`);
  log.close();
  expect(statSync(path).size).toBeLessThanOrEqual(100);
  expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(100);
  expect(read(path)).toMatch(/line 49 of fifty\n$/);
  expect(existsSync(`${path}.2`)).toBe(false);
  const lines = (read(`${path}.1`) + read(path)).trimEnd().split('\n');
  expect(lines).toEqual(lines.map((_, place) => `line ${50 - lines.length + place} of fifty`));
});

it('goes on where an earlier start ended, for its owner alone', () => {
  openLogFile(path, () => []).write('before');
  openLogFile(path, () => []).write('after');
  expect(read(path)).toBe('before\nafter\n');
  expect(statSync(path).mode & 0o077).toBe(0);
});

it('takes secrets out that became known after it was opened', () => {
  const secrets: string[] = [];
  const log = openLogFile(path, () => secrets);
  secrets.push('a+b(c)');
  log.write('twice a+b(c) and a+b(c)');
  expect(read(path)).toBe('twice … and …\n');
  expect(log.tail()).toEqual(['twice … and …']);
});

it('has the last twenty lines at hand', () => {
  const log = openLogFile(path, () => []);
  for (let line = 0; line < 30; line += 1) log.write(String(line));
  expect(log.tail()).toEqual(Array.from({ length: 20 }, (_, place) => String(place + 10)));
});

it('survives that the old file cannot be put aside, and says later how much was lost', () => {
  const log = openLogFile(path, () => [], 20);
  log.write('0123456789');
  mkdirSync(`${path}.1`);
  log.write('lost because of it');
  log.write('lost as well, really');
  rmdirSync(`${path}.1`);
  log.write('back');
  expect(read(`${path}.1`)).toBe('0123456789\n');
  expect(read(path)).toBe('(2 lines could not be written)\nback\n');
});
