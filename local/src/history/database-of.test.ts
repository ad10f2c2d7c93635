import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { databaseOf } from './database-of.ts';

test('another server by INFLUX_URL, with its login', () => {
  const INFLUX_URL = 'http://baby:p%40ss@10.0.0.5';
  expect(databaseOf('/nowhere', undefined, { INFLUX_URL })).toEqual({
    host: '10.0.0.5',
    port: 8086,
    database: 'smart_cradle',
    username: 'baby',
    password: 'p@ss',
  });
});

test.each([
  ['no address', 'influx'],
  ['another protocol', 'https://baby:secret@10.0.0.5'],
])('%s is refused, and no password is shown', (_name, INFLUX_URL) => {
  expect(() => databaseOf('/nowhere', undefined, { INFLUX_URL })).toThrow(/^INFLUX_URL(?!.*secret)/);
});

test('the database of a data folder; a folder that is none is named', () => {
  expect(() => databaseOf('/nowhere', undefined, {})).toThrow('--data (/nowhere)');
  const data = mkdtempSync(join(tmpdir(), 'smart-cradle-data-'));
  mkdirSync(join(data, 'influxdb'));
  writeFileSync(join(data, 'credentials.json'), JSON.stringify({ influx: { admin: 'a' } }));
  writeFileSync(join(data, 'influxdb', 'influxdb.conf'), '[http]\n  bind-address = "127.0.0.1:28217"\n');
  expect(databaseOf(data, undefined, {})).toMatchObject({ port: 28217, username: 'rules', password: 'a' });
  rmSync(data, { recursive: true });
});
