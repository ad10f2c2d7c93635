import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rights = (path: string) => statSync(path).mode & 0o777;

it('makes a folder for its owner alone, and leaves nothing in it', () => {
  const data = join(folder, '요람 data', 'deep');
  prepareDataFolder(data);
  expect(rights(data)).toBe(0o700);
  expect(readdirSync(data)).toEqual([]);
});

it('closes an empty folder, and leaves the rights of one that holds other things', () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty, { mode: 0o755 });
  prepareDataFolder(empty);
  expect(rights(empty)).toBe(0o700);
  const shared = join(folder, 'shared');
  mkdirSync(shared, { mode: 0o755 });
  writeFileSync(join(shared, 'photo.jpg'), '');
  prepareDataFolder(shared);
  expect(rights(shared)).toBe(0o755);
});

it('refuses a file, and what is below one', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const data of [file, join(file, 'data')]) {
    expect(() => prepareDataFolder(data)).toThrow(
      `The data folder ${data} cannot be used, since there is a file in its place: name a folder with --data.`,
    );
  }
});
