import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Configuration, withSecrets, writeConfiguration } from './configuration.ts';
import { countryOf, historyUrl } from './home-assistant.ts';
import { httpStorage } from './storage.ts';

let root: string;
let configuration: Configuration;
const path = (...names: string[]) => join(configuration.directory, ...names);
const read = (...names: string[]) => readFileSync(path(...names), 'utf8');
const storage = (key: string) => JSON.parse(read('.storage', key)) as { data: Record<string, unknown> };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'smart-cradle-요람 '));
  mkdirSync(join(root, 'cards'));
  writeFileSync(join(root, 'cards', 'entry.js'), 'one');
  writeFileSync(join(root, 'package.yaml'), 'rest_command: {}\n');
  configuration = {
    directory: join(root, 'home assistant'),
    packageFile: join(root, 'package.yaml'),
    cardsDirectory: join(root, 'cards'),
    port: 8123,
    lan: false,
    timeZone: 'Asia/Seoul',
    language: 'ko',
    country: 'KR',
    secrets: { smart_cradle_url: 'http://127.0.0.1/?a={{ b }}' },
  };
});
afterEach(() => rmSync(root, { recursive: true }));

it('makes a Home Assistant that is through with all but its first user, and listens on this machine only', async () => {
  await writeConfiguration(configuration);
  expect(storage('onboarding').data.done).not.toContain('user');
  expect(storage('core.config').data).toMatchObject({
    time_zone: 'Asia/Seoul',
    country: 'KR',
    language: 'ko',
  });
  expect(storage('http').data.stable).toMatchObject({ server_port: 8123, server_host: ['127.0.0.1'] });
  expect(statSync(path('secrets.yaml')).mode & 0o077).toBe(0);
  expect(read('www', 'smart-cradle', 'entry.js')).toBe('one');
});

it('keeps what the user wrote, and replaces what is ours', async () => {
  await writeConfiguration(configuration);
  writeFileSync(path('configuration.yaml'), 'homeassistant: {}\n');
  writeFileSync(path('automations.yaml'), '- alias: mine\n');
  writeFileSync(path('.storage', 'core.config'), '{"mine":true}');
  writeFileSync(path('.storage', 'onboarding'), '{"mine":true}');
  writeFileSync(path('.storage', 'core.config_entries'), '{"mine":true}');
  writeFileSync(path('www', 'mine.js'), 'mine');
  writeFileSync(path('packages', 'mine.yaml'), 'light: []\n');
  writeFileSync(path('packages', 'smart_cradle.yaml'), 'edited: true\n');
  writeFileSync(join(root, 'cards', 'entry-2.js'), 'two');
  rmSync(join(root, 'cards', 'entry.js'));

  await writeConfiguration({ ...configuration, port: 9000, lan: true });

  expect(read('configuration.yaml')).toBe('homeassistant: {}\n');
  expect(read('automations.yaml')).toBe('- alias: mine\n');
  for (const key of ['core.config', 'onboarding', 'core.config_entries']) {
    expect(read('.storage', key)).toBe('{"mine":true}');
  }
  expect(read('www', 'mine.js')).toBe('mine');
  expect(read('packages', 'mine.yaml')).toBe('light: []\n');
  expect(read('packages', 'smart_cradle.yaml')).toBe('rest_command: {}\n');
  expect(read('www', 'smart-cradle', 'entry-2.js')).toBe('two');
  expect(existsSync(path('www', 'smart-cradle', 'entry.js'))).toBe(false);
  expect(storage('http').data.stable).toMatchObject({ server_port: 9000, server_host: ['0.0.0.0'] });
});

it('changes nothing in the record of where Home Assistant listens but address and port', () => {
  const found = {
    version: 3,
    minor_version: 2,
    key: 'http',
    data: {
      stable: { server_port: 1, server_host: ['::'], ssl_certificate: '/mine.pem', ip_ban_enabled: false },
      pending: { server_port: 2 },
      later: 'of a newer version',
    },
  };
  const written = httpStorage({ port: 8123, lan: false }, found);
  expect(written).toEqual({
    ...found,
    data: {
      ...found.data,
      stable: { ...found.data.stable, server_port: 8123, server_host: ['127.0.0.1'] },
      pending: null,
    },
  });
  expect(httpStorage({ port: 8123, lan: false }, 'broken').data.stable).toMatchObject({ server_port: 8123 });
});

it('puts our secrets beside those of the user, to the letter, as often as it is done', () => {
  const theirs = '# mine\nwifi: "a: b"\n\nkey: |\n  one\n\n  two\n';
  const once = withSecrets(theirs, {
    smart_cradle_url: 'http://h/?a={{ "b" }}',
    smart_cradle_language: 'ko',
  });
  expect(once.startsWith(theirs)).toBe(true);
  expect(once).toContain('smart_cradle_url: "http://h/?a={{ \\"b\\" }}"\n');
  const again = withSecrets(once, { smart_cradle_url: 'new', smart_cradle_language: 'ko' });
  expect(again).toBe(`${theirs}smart_cradle_url: "new"\nsmart_cradle_language: "ko"\n`);
  expect(withSecrets('', { a: 'b' })).toBe('a: "b"\n');
});

it('makes of the fields of a call the address of the history, and sends nothing that is not given', () => {
  const template = historyUrl('http://127.0.0.1:18122');
  /** As Jinja would, for the two forms in the template. */
  const render = (fields: Record<string, string>) =>
    template.replace(/{% if (\w+) is defined %}(.*?){% endif %}/g, (_, name: string, text: string) => {
      const value = fields[name];
      return value === undefined
        ? ''
        : text.replace(`{{ ${name} | string | urlencode }}`, encodeURIComponent(value));
    });
  expect(render({})).toBe('http://127.0.0.1:18122/smart-cradle/history?');
  const url = new URL(render({ cradle: 'a&b=c', from: '2026-11-24T00:00:00+09:00', resolution: 'auto' }));
  expect(Object.fromEntries(url.searchParams)).toEqual({
    cradle: 'a&b=c',
    from: '2026-11-24T00:00:00+09:00',
    resolution: 'auto',
  });
});

it('reads the country from a locale', () => {
  expect(['ko_KR.UTF-8', 'en-GB', 'C.UTF-8', 'POSIX', undefined].map(countryOf)).toEqual([
    'KR',
    'GB',
    undefined,
    undefined,
    undefined,
  ]);
});
