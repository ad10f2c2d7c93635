import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprintOf, makeOnce } from './installed.ts';

let root: string;
let made: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'smart-cradle-installed-'));
  made = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

const make = (fingerprint: string) =>
  makeOnce(join(root, 'venv'), fingerprint, join(root, 'venv', 'python'), async () => {
    expect(existsSync(join(root, 'venv'))).toBe(false);
    mkdirSync(join(root, 'venv'));
    writeFileSync(join(root, 'venv', 'python'), '');
    made += 1;
    return `version ${made}`;
  });

it('makes it once, and again when what it is made from changes or a needed file is gone', async () => {
  expect(await make('a')).toBe('version 1');
  expect(await make('a')).toBe('version 1');
  expect(await make('b')).toBe('version 2');
  rmSync(join(root, 'venv', 'python'));
  expect(await make('b')).toBe('version 3');
});

it('never takes for finished what was interrupted', async () => {
  await make('a');
  const broken = makeOnce(join(root, 'venv'), 'b', join(root, 'venv', 'python'), async () => {
    mkdirSync(join(root, 'venv'));
    writeFileSync(join(root, 'venv', 'python'), '');
    throw new Error('the plug was pulled');
  });
  await expect(broken).rejects.toThrow('plug');
  expect(await make('b')).toBe('version 2');
  expect(await make('a')).toBe('version 3');
});

it('tells apart parts that read the same when put together', () => {
  expect(fingerprintOf(['ab', 'c'])).not.toBe(fingerprintOf(['a', 'bc']));
});
