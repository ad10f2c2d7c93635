import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { CONFIG_KEYS } from '../src/config/keys.ts';
import { parseConfig } from '../src/config/load.ts';

const run = promisify(execFile);
const path = (name: string) => new URL(name, import.meta.url).pathname;

it.each(['install.sh', 'uninstall.sh'])(
  '%s is a shell script that explains itself and refuses what it does not know',
  async (name) => {
    await run('sh', ['-n', path(name)]);
    const { stdout } = await run(path(name), ['--help']);
    expect(stdout).toMatch(/^usage: sudo agent\/deploy/);
    await expect(run(path(name), ['--unknown'])).rejects.toMatchObject({ code: 2 });
  },
);

it('the configuration to begin with is right, and names only keys that exist', () => {
  const text = readFileSync(path('agent.yaml'), 'utf8');
  expect(parseConfig(text, 'agent.yaml', {}).serial).toEqual({});
});

it('the service sets only variables that exist, and has the watchdog wait longer than a beat may take', () => {
  const unit = readFileSync(path('smart-cradle-agent.service'), 'utf8');
  const known = new Set([...CONFIG_KEYS.map(({ variable }) => variable), 'SMART_CRADLE_CONFIG']);
  const used = [...unit.matchAll(/^Environment=(SMART_CRADLE_\w+)=/gm)].map(([, name]) => name ?? '');
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
  expect(Number(/^WatchdogSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(30);
});
