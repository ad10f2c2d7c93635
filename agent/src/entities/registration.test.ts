import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Registration } from './registration.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const newFile = () => join(mkdtempSync(join(tmpdir(), 'smart-cradle-')), 'data', 'registration.json');

it('remembers the first time, over restarts', async () => {
  const file = newFile();
  const first = '2026-01-01T00:00:00.000Z';
  expect(await new Registration(file, log).read(new Date(first))).toBe(first);
  expect(await new Registration(file, log).read(new Date('2026-05-05T00:00:00Z'))).toBe(first);
});

it('waits until the clock is set', async () => {
  const registration = new Registration(newFile(), log);
  expect(await registration.read(new Date('1970-01-01T00:00:10Z'))).toBeNull();
  expect(await registration.read(new Date('2026-01-01T00:00:00Z'))).toBe('2026-01-01T00:00:00.000Z');
});

it('does not fail with a broken file or a disk that takes nothing', async () => {
  const broken = join(mkdtempSync(join(tmpdir(), 'smart-cradle-')), 'registration.json');
  writeFileSync(broken, '{');
  expect(await new Registration(broken, log).read(new Date('2026-01-01T00:00:00Z'))).not.toBeNull();
  expect(await new Registration(join(broken, 'registration.json'), log).read(new Date())).toBeNull();
});
