import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { createCommand, givenSecrets, OptionError, readOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The options as `npm start` would read them; what commander says is in the error. */
function read(args: string[], environment: NodeJS.ProcessEnv = {}) {
  let said = '';
  const command = createCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => (said += text), writeOut: (text) => (said += text) });
  try {
    return readOptions(command, args, environment);
  } catch (error) {
    if (error instanceof CommanderError) throw new Error(said.trim());
    throw error;
  }
}

/** What the user is told, as lines. */
function refusalOf(args: string[], environment: NodeJS.ProcessEnv = {}): string[] {
  try {
    read(args, environment);
  } catch (error) {
    if (error instanceof Error) return error.message.split('\n');
    throw error;
  }
  throw new Error(`${args.join(' ')} is taken`);
}

describe('without options', () => {
  it('runs everything of our own on a simulated baby, for this machine only', () => {
    const options = read([], { LANG: 'ko_KR.UTF-8' });
    expect(options).toMatchObject({
      lan: false,
      json: false,
      yes: false,
      portBase: 18_120,
      language: 'ko',
      source: { kind: 'simulated', speed: 1 },
      homeAssistant: { kind: 'own' },
      influxdb: { kind: 'own' },
      broker: { kind: 'own' },
    });
    expect(options.data).toMatch(/data$/);
  });

  it('takes an empty variable for none, as docker compose leaves it', () => {
    const none = { HASS_URL: '', HASS_TOKEN: '', MQTT_URL: '', INFLUX_URL: '', LANG: '', LC_ALL: '' };
    expect(read([], none)).toEqual(read([]));
  });
});

describe('the language', () => {
  it.each([
    [{ LANG: 'en_GB.UTF-8', LC_ALL: 'ko_KR.UTF-8' }, [], 'ko'],
    [{ LANG: 'de_DE.UTF-8' }, [], 'en'],
    [{ LANG: 'ko_KR.UTF-8' }, ['--language', 'en'], 'en'],
  ])('of %o with %o is %s', (environment, args, language) => {
    expect(read(args, environment).language).toBe(language);
  });
});

describe('each wrong option is refused in one line that names it and what is allowed', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  it.each([
    [
      ['--speed', '9'],
      ['--speed', '9', '1 to 4'],
    ],
    [
      ['--speed', 'fast'],
      ['--speed', 'fast', '1 to 4'],
    ],
    [
      ['--speed', ' '],
      ['--speed', '1 to 4'],
    ],
    [['--speed'], ['--speed', 'missing']],
    [
      ['--port-base', '80'],
      ['--port-base', '80', '1024 to 65529'],
    ],
    [
      ['--port-base', '65530'],
      ['--port-base', '65530', '1024 to 65529'],
    ],
    [
      ['--port-base', '2000.5'],
      ['--port-base', '2000.5', 'whole'],
    ],
    [
      ['--data', ''],
      ['--data', 'folder'],
    ],
    [
      ['--language', 'fr'],
      ['--language', 'fr', 'en', 'ko'],
    ],
    [['--sped', '2'], ['--sped']],
    [['simulated'], ['simulated']],
    [
      ['--scenario', '/no/such.yaml'],
      ['--scenario', '/no/such.yaml', 'no such file'],
    ],
    [
      ['--source', '/no/such'],
      ['--source', '/no/such', 'simulated', 'devices', 'folder'],
    ],
    [
      ['--source', file],
      ['--source', file, 'folder'],
    ],
    [
      ['--source', 'devices'],
      ['--source devices', '--serial', '--camera', '--microphone'],
    ],
    [
      ['--source', 'devices', '--serial', 'usb'],
      ['--serial', 'usb', '/dev/ttyACM0', '2341:0043'],
    ],
    [
      ['--source', 'devices', '--camera', 'webcam'],
      ['--camera', 'webcam', 'rtsp://'],
    ],
    [
      ['--source', 'devices', '--microphone', 'a b'],
      ['--microphone', 'a b', 'ALSA'],
    ],
  ])('%o', (args, words) => {
    const lines = refusalOf(args).filter((line) => !line.startsWith('(Did you mean'));
    expect(lines).toHaveLength(1);
    for (const word of words) expect(lines[0]).toContain(word);
  });

  it.each([
    [['--serial', '/dev/ttyACM0'], '--serial goes only with --source devices'],
    [['--camera', 'rpicam'], '--camera goes only with --source devices'],
    [['--source', folder, '--microphone', 'default'], '--microphone goes only with --source devices'],
    [['--source', folder, '--speed', '2'], '--speed goes only with --source simulated'],
    [
      ['--source', 'devices', '--serial', '/dev/ttyACM0', '--scenario', 'x'],
      '--scenario goes only with --source simulated',
    ],
  ])('%o do not go together', (args, sentence) => {
    expect(refusalOf(args)[0]).toContain(sentence);
  });
});

describe('real devices', () => {
  const devices = (...args: string[]) => read(['--source', 'devices', ...args]).source;
  it.each([
    [['--serial', '/dev/ttyUSB1'], { serial: { path: '/dev/ttyUSB1' } }],
    [['--serial', '2341:0043'], { serial: { vendorId: '2341', productId: '0043' } }],
    [['--camera', '/dev/video2'], { camera: { type: 'v4l2', device: '/dev/video2' } }],
    [['--camera', 'http://cam/mjpg'], { camera: { type: 'mjpeg', url: 'http://cam/mjpg' } }],
    [['--camera', 'rtsp://cam/1'], { camera: { type: 'rtsp', url: 'rtsp://cam/1' } }],
    [['--microphone', 'hw:1,0'], { microphone: { type: 'alsa', device: 'hw:1,0' } }],
    [['--microphone', 'pipewire:mic'], { microphone: { type: 'pipewire', device: 'mic' } }],
    [['--microphone', 'rtsp://cam/1'], { microphone: { type: 'rtsp', device: 'rtsp://cam/1' } }],
  ])('%o', (args, expected) => {
    expect(devices(...args)).toEqual({ kind: 'devices', ...expected });
  });
});

describe('what is already there', () => {
  it('takes user and password out of the address, with special characters', () => {
    const { broker } = read([], { MQTT_URL: 'mqtt://p%40rent:a%3Ab%2F%23%25%20%ED%95%9C@house.local:2883' });
    if (broker.kind !== 'house') throw new Error('not taken');
    expect(broker.existing.username).toBe('p@rent');
    expect(broker.existing.password).toBe('a:b/#% 한');
    expect(broker.existing.url.href).toBe('mqtt://house.local:2883');
  });

  it('needs no user', () => {
    const { influxdb } = read([], { INFLUX_URL: 'http://10.0.0.2:8086' });
    expect(influxdb).toEqual({ kind: 'house', existing: { url: new URL('http://10.0.0.2:8086') } });
  });

  it.each([
    [{ MQTT_URL: 'house.local' }, ['MQTT_URL', 'mqtt://']],
    [{ MQTT_URL: 'mqtts://u:s3cret-word@h' }, ['MQTT_URL', 'mqtt://']],
    [{ MQTT_URL: 'mqtt://u:s3cret-word%@h' }, ['MQTT_URL', '%25']],
    [{ MQTT_URL: 'mqtt://u:s3cret-word/x@h' }, ['MQTT_URL', 'percent-encoded']],
    [{ INFLUX_URL: 'https://u:s3cret-word@h' }, ['INFLUX_URL', 'http://']],
    [{ HASS_URL: 'homeassistant.local:8123', HASS_TOKEN: 's3cret-word' }, ['HASS_URL', 'http://']],
    [{ HASS_URL: 'http://homeassistant.local:8123' }, ['HASS_URL', 'HASS_TOKEN', 'profile']],
  ])('%o is refused in a sentence without the secret', (environment, words) => {
    const lines = refusalOf([], environment);
    expect(lines).toHaveLength(1);
    for (const word of words) expect(lines[0]).toContain(word);
    expect(lines[0]).not.toContain('s3cret-word');
  });

  it('is a refusal for the user, not a crash', () => {
    expect(() => read([], { MQTT_URL: 'mqtt://u:100%@h' })).toThrow(OptionError);
  });

  it('takes the address of a page of Home Assistant for its own', () => {
    const environment = { HASS_URL: 'http://ha.local:8123/lovelace/0', HASS_TOKEN: 'token' };
    expect(read([], environment).homeAssistant).toEqual({
      kind: 'house',
      url: 'http://ha.local:8123',
      token: 'token',
    });
    expect(read(['--no-home-assistant'], environment).homeAssistant).toEqual({ kind: 'none' });
  });

  it('keeps every given secret out of logs, also as it stands in an address', () => {
    const options = read(['--source', 'devices', '--camera', 'rtsp://cam:lens-word@cam/1'], {
      MQTT_URL: 'mqtt://u:broker%2Fword@h',
      INFLUX_URL: 'http://u:influx-word@h',
      HASS_URL: 'http://h',
      HASS_TOKEN: 'hass-word',
    });
    expect(givenSecrets(options).sort()).toEqual(
      ['broker%2Fword', 'broker/word', 'hass-word', 'influx-word', 'lens-word'].sort(),
    );
    expect(givenSecrets(read([], { MQTT_URL: 'mqtt://u:on@h' }))).toEqual([]);
  });
});

it('names every option and variable in its help', () => {
  let help = '';
  createCommand()
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  const names = ['data', 'port-base', 'lan', 'source', 'serial', 'camera', 'microphone', 'scenario', 'speed'];
  const more = ['no-home-assistant', 'no-influxdb', 'language', 'json', 'yes'];
  for (const name of [...names, ...more]) expect(help).toContain(`--${name}`);
  for (const name of ['HASS_URL', 'HASS_TOKEN', 'MQTT_URL', 'INFLUX_URL']) expect(help).toContain(name);
});
