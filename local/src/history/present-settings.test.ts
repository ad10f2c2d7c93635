import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '@smart-cradle/protocol/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { presentSettings } from './present-settings.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'smart-cradle-settings-'));
});
afterEach(() => rmSync(data, { recursive: true }));

function keep(content: string): void {
  mkdirSync(join(data, 'node-red', 'smart-cradle'), { recursive: true });
  writeFileSync(join(data, 'node-red', 'smart-cradle', 'sc-rules-settings.json'), content);
}

test('what the parents have set, and the default of what they have not', () => {
  keep(JSON.stringify({ 'cradle-a': { values: { max_temperature: 37.4 }, pause: null } }));
  const reports: string[] = [];
  expect(presentSettings(data, 'cradle-a', (reason) => reports.push(reason))).toEqual({
    ...defaultSettings(),
    max_temperature: 37.4,
  });
  expect(presentSettings(data, 'cradle-b', (reason) => reports.push(reason))).toBeUndefined();
  expect(reports).toEqual([]);
});

test('a file that cannot be read is said', () => {
  keep('{"cradle-a"');
  const reports: string[] = [];
  expect(presentSettings(data, 'cradle-a', (reason) => reports.push(reason))).toBeUndefined();
  expect(reports).toEqual([expect.stringContaining('sc-rules-settings.json')]);
});
