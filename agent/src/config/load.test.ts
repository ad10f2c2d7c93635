import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, configHelp } from './keys.ts';
import { ConfigError, loadConfig, parseConfig } from './load.ts';

const parse = (text: string, environment: Record<string, string> = {}) =>
  parseConfig(text, 'agent.yaml', environment);

function failure(text: string, environment: Record<string, string> = {}): string {
  try {
    parse(text, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('was accepted');
}

describe('configuration', () => {
  it('needs only a UUID', () => {
    const config = parse('uuid: cradle-7');
    expect(config).toMatchObject({
      uuid: 'cradle-7',
      source: 'devices',
      mqtt: { protocol_version: 5 },
      camera: {
        type: 'none',
        width: 640,
        height: 480,
        rate: 10,
        quality: 80,
        publish_rate: 2,
        publish_frame: false,
      },
      serial: {},
    });
  });

  it('takes every key from the environment too, which wins over the file', () => {
    const config = parse('uuid: a\ncamera:\n  rate: 5\n', {
      SMART_CRADLE_UUID: 'b',
      SMART_CRADLE_CAMERA_RATE: '12',
      SMART_CRADLE_CAMERA_PUBLISH_FRAME: 'true',
      SMART_CRADLE_MQTT_PROTOCOL_VERSION: '4',
      SMART_CRADLE_CAMERA_CROP_WIDTH: '0.5',
      SMART_CRADLE_SERIAL_PATH: '/dev/ttyACM0',
      SMART_CRADLE_NAME: '',
    });
    expect(config.uuid).toBe('b');
    expect(config.name).toBeUndefined();
    expect(config.camera).toMatchObject({ rate: 12, publish_frame: true, crop: { x: 0, width: 0.5 } });
    expect(config.mqtt.protocol_version).toBe(4);
    expect(config.serial.path).toBe('/dev/ttyACM0');
  });

  it('takes a password of digits from the environment as text', () => {
    expect(parse('uuid: a', { SMART_CRADLE_MQTT_PASSWORD: '0123' }).mqtt.password).toBe('0123');
  });

  it('names a wrong value, its line and what is allowed', () => {
    expect(failure('uuid: a\ncamera:\n  rate: 99\n')).toBe(
      'agent.yaml:3: camera.rate (99): must be a whole number from 1 to 30',
    );
    expect(failure('uuid: a\nsource: tv\n')).toBe(
      'agent.yaml:2: source ("tv"): must be one of devices, recording, simulated',
    );
    expect(failure('uuid: a/b')).toMatch(/^agent.yaml:1: uuid \("a\/b"\): must be 1 to 64 letters/);
    expect(failure('name: x')).toMatch(/^agent.yaml: uuid \(missing\)/);
  });

  it('names the environment variable when that is where the wrong value stands', () => {
    expect(failure('uuid: a', { SMART_CRADLE_SIMULATION_SPEED: 'fast' })).toBe(
      'SMART_CRADLE_SIMULATION_SPEED: simulation.speed ("fast"): must be a number from 1 to 4',
    );
  });

  it('names a wrong key with those that exist', () => {
    const message = failure('uuid: a\nmqtt:\n  url: mqtt://x\n  pasword: secret\n');
    expect(message).toMatch(/^agent.yaml:4: mqtt.pasword: no such key; allowed: url, username, password/);
    expect(message).not.toContain('secret');
  });

  it('tells what belongs together', () => {
    expect(failure('uuid: a\ncamera: {type: v4l2}')).toContain(
      'camera.device (missing): a v4l2 camera needs it',
    );
    expect(failure('uuid: a\nserial: {vendor_id: "2341"}')).toContain('serial.product_id (missing)');
    expect(failure('uuid: a\nsource: recording')).toContain('recording.folder (missing)');
    expect(failure('uuid: a\ncamera: {crop: {x: 0.5, width: 0.6}}')).toContain('must lie inside the picture');
  });

  it('shows neither a password nor an address with one', () => {
    expect(failure('uuid: a\nmqtt: {password: [hunter2]}')).not.toContain('hunter2');
    expect(failure('uuid: a\nmqtt: {url: "http://me:hunter2@x"}')).not.toContain('hunter2');
  });

  it('says where YAML itself is broken, and that a file is missing', () => {
    expect(failure('uuid: [a')).toMatch(/agent.yaml: .*line 1/s);
    expect(failure('- a')).toContain('must be keys and values');
    expect(() => loadConfig('/does/not/exist.yaml', {})).toThrow(/exist.yaml: cannot be read/);
  });

  it('takes serial: none', () => {
    expect(parse('uuid: a\nserial: none').serial).toEqual({});
  });

  it('explains every key', () => {
    const help = configHelp('en');
    for (const key of CONFIG_KEYS) {
      expect(key.description, key.path.join('.')).not.toBe('');
      expect(help).toContain(key.path.join('.'));
    }
    expect(new Set(CONFIG_KEYS.map((key) => key.variable)).size).toBe(CONFIG_KEYS.length);
  });
});
