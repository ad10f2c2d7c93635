import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { readMessages } from '../src/message-log.ts';
import { until } from '../src/until.ts';

const start = inject('start');
const uuid = 'cradle-broken';
const topics = cradleTopics(uuid);
const ours = cradleTopics(start.uuid);

let client: MqttClient;
let states: HomeAssistantStates;

beforeAll(async () => {
  const { url, username, password } = start.mqtt;
  client = await mqtt.connectAsync(url, { username, password, protocolVersion: 5 });
  states = await followStates(start.homeAssistant);
});

afterAll(async () => {
  states?.close();
  await client?.endAsync();
});

const broken: [name: string, payload: string | Buffer][] = [
  ['no JSON', 'hello'],
  ['half of JSON', '{"temperature": "36.5"'],
  ['an array', '[1, 2]'],
  ['null', 'null'],
  ['wrong types', '{"temperature": {"a": 1}, "direction": 5, "status": [], "frame": 1, "action": 7}'],
  ['another encoding', Buffer.from([0x7b, 0x22, 0xc1, 0xa4, 0xb8, 0xe9, 0x22, 0x7d])],
  ['nothing', ''],
  ['zeros', Buffer.alloc(1000)],
];

test('broken messages make no cradle, no entity and no alert', async () => {
  const before = readMessages(inject('messages')).length;
  const targets = [topics.temperature, topics.direction, topics.crying, topics.frame, topics.command];
  for (const topic of [...targets, topics.settingSet('crying_gap'), topics.availabilityOf('camera')]) {
    for (const [, payload] of broken) await client.publishAsync(topic, payload, { qos: 1 });
  }
  // A good command of another cradle, sent afterwards, comes out: everything before it has been dealt with.
  await client.publishAsync(ours.settingSet('crying_gap'), '6', { qos: 1 });
  await states.entity(
    `number.${start.uuid.replaceAll('-', '_')}_crying_gap`,
    ({ state }) => Number(state) === 6,
    5000,
  );
  await client.publishAsync(ours.settingSet('crying_gap'), '5', { qos: 1 });
  const made = readMessages(inject('messages'))
    .slice(before)
    .filter(
      ({ topic, payload }) => topic.startsWith(`cradle/${uuid}/alert`) || payload.includes('"cradle-broken"'),
    );
  expect(made).toEqual([]);
  expect(Object.keys(states.now()).filter((id) => id.includes('cradle_broken'))).toEqual([]);
});

test('broken messages for a cradle that works change nothing in it', async () => {
  const prefix = start.uuid.replaceAll('-', '_');
  const known = ({ state }: { state: string }) => state !== 'unknown' && state !== 'unavailable';
  const { state: before } = await states.entity(`number.${prefix}_max_temperature`, known, 15_000);
  for (const topic of [ours.servo, ours.settingSet('max_temperature'), ours.settingSet('rocking_minutes')]) {
    for (const [, payload] of broken) await client.publishAsync(topic, payload, { qos: 1 });
  }
  await client.publishAsync(ours.settingSet('max_temperature'), '99', { qos: 1 });
  const error = await until(
    'the reason for the refusal',
    () => readMessages(inject('messages')).find(({ topic }) => topic === ours.settingError),
    5000,
  );
  expect(error.payload).toMatch(/max_temperature|rocking_minutes/);
  expect(states.now()[`number.${prefix}_max_temperature`]?.state).toBe(before);
  expect(states.now()[`switch.${prefix}_rocking`]?.state).toBe('off');
});

test('10 MB are refused, and the readings go on', async () => {
  const large = await mqtt.connectAsync(start.mqtt.url, {
    username: start.mqtt.username,
    password: start.mqtt.password,
    reconnectPeriod: 0,
  });
  large.on('error', () => undefined);
  large.publish(ours.temperature, Buffer.alloc(10_000_000, 0x61), { qos: 0 });
  large.publish(topics.temperature, Buffer.alloc(4_500_000, 0x61), { qos: 0 });
  const since = Date.now();
  await until(
    'three readings after it',
    () =>
      readMessages(inject('messages')).filter(({ topic, at }) => topic === ours.temperature && at > since)
        .length >= 3,
    15_000,
  );
  large.end(true);
});

test('each is logged once, with its topic and the reason', async () => {
  const log = () => readFileSync(join(start.data, 'logs', 'node-red.log'), 'utf8');
  const lines = await until(
    'the reason in the log',
    () => {
      const found = log()
        .split('\n')
        .filter((line) => line.includes(topics.temperature) && line.includes('not JSON'));
      return found.length > 0 && found;
    },
    5000,
  );
  expect(lines).toHaveLength(1);
});
