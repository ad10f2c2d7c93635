import { expect, it } from 'vitest';
import { influxConfig } from './influxdb.ts';

it('configures a database that asks for a login, reports to nobody, and listens on this machine alone', () => {
  const lines = influxConfig('/tmp/요람 "data"', 4, 5)
    .split('\n')
    .map((line) => line.trim());
  expect(lines).toContain('auth-enabled = true');
  expect(lines).toContain('reporting-disabled = true');
  expect(lines.filter((line) => line.startsWith('bind-address'))).toEqual([
    'bind-address = "127.0.0.1:5"',
    'bind-address = "127.0.0.1:4"',
  ]);
  // A path is a TOML string, whatever stands in it.
  expect(lines).toContain('dir = "/tmp/요람 \\"data\\"/meta"');
});
