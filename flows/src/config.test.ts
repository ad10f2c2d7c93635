import { expect, it } from 'vitest';
import { flowVariables, readEnvironment } from './config.ts';

const LEAST = { NODE_RED_PASSWORD: 'long enough', NODE_RED_CREDENTIAL_SECRET: 'sixteen characters' };

it('needs passwords alone, and takes an empty variable for an absent one', () => {
  const env = readEnvironment({ ...LEAST, MQTT_HOST: '', HA_URL: '', INFLUX_HOST: '' });
  expect(env).toMatchObject({ NODE_RED_HOST: '127.0.0.1', MQTT_PORT: 1883, SMART_CRADLE_LANGUAGE: 'en' });
  expect(env.INFLUX_HOST).toBeUndefined();
});

it.each([
  [{ NODE_RED_PASSWORD: 'short-1' }, ['NODE_RED_PASSWORD']],
  [{ NODE_RED_PASSWORD: '' }, ['NODE_RED_PASSWORD', 'missing']],
  [{ NODE_RED_CREDENTIAL_SECRET: 'short-1' }, ['NODE_RED_CREDENTIAL_SECRET']],
  [{ SMART_CRADLE_HISTORY_TOKEN: 'short-1' }, ['SMART_CRADLE_HISTORY_TOKEN']],
  [{ MQTT_PORT: '99999' }, ['MQTT_PORT', '99999', '65535']],
  [{ MQTT_PORT: 'abc' }, ['MQTT_PORT', 'abc']],
  [{ MQTT_PROTOCOL_VERSION: '3' }, ['MQTT_PROTOCOL_VERSION', '"3"', '4', '5']],
  [{ HA_URL: 'homeassistant.local:8123', HA_TOKEN: 'short-1' }, ['HA_URL', 'homeassistant.local:8123']],
  [{ HA_URL: 'http://h' }, ['HA_TOKEN', 'belong together']],
  [{ HA_TOKEN: 'short-1' }, ['HA_TOKEN', 'belong together']],
  [{ SMART_CRADLE_LANGUAGE: 'fr' }, ['SMART_CRADLE_LANGUAGE', 'fr']],
  [{ SMART_CRADLE_SPEED: '9' }, ['SMART_CRADLE_SPEED', '9', '4']],
  [{ MQTT_PORT: '0', INFLUX_PORT: '0' }, ['MQTT_PORT', 'INFLUX_PORT']],
])('names what is wrong, without a secret: %o', (wrong, words) => {
  let message = '';
  try {
    readEnvironment({ ...LEAST, ...wrong });
  } catch (error) {
    message = error instanceof Error ? error.message : '';
  }
  for (const word of words) expect(message).toContain(word);
  expect(message).not.toContain('short-1');
  expect(message).not.toContain(LEAST.NODE_RED_PASSWORD);
});

it('gives every variable of the flows a value, to the letter', () => {
  const variables = flowVariables(readEnvironment({ ...LEAST, MQTT_PASSWORD: 'p$1 "비밀"' }));
  expect(variables.MQTT_PASSWORD).toBe('p$1 "비밀"');
  expect(variables.MQTT_PORT).toBe('1883');
  expect(variables.INFLUX_HOST).toBe('');
});
