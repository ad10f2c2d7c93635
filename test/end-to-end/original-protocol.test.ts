import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import mqtt, { type MqttClient } from 'mqtt';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { openInflux } from '../src/influx.ts';
import { until } from '../src/until.ts';

/**
 * A cradle written from the original's text alone: its topics, its payloads, MQTT 3.1.1, QoS 0, nothing retained,
 * no availability, no discovery.
 */
const start = inject('start');
const uuid = 'cradle-unique-id-example';
const prefix = entityIdPrefix(uuid);
const topics = cradleTopics(uuid);

let cradle: MqttClient;
let states: HomeAssistantStates;
let publishing: NodeJS.Timeout;
const baby = { temperature: '36.5', direction: '정면 유지 중', status: 'Silent', probability: 0.04 };

beforeAll(async () => {
  const { url, username, password } = start.mqtt;
  cradle = await mqtt.connectAsync(url, { username, password, protocolVersion: 4 });
  states = await followStates(start.homeAssistant);
  const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#88a' } })
    .jpeg({ quality: 80 })
    .toBuffer();
  const timestamp = '2025-10-03 12:34:56';
  publishing = setInterval(() => {
    const { temperature, direction, status, probability } = baby;
    cradle.publish(topics.temperature, JSON.stringify({ temperature }));
    cradle.publish(topics.direction, JSON.stringify({ direction, timestamp }));
    cradle.publish(topics.crying, JSON.stringify({ status, probability, timestamp }));
    cradle.publish(topics.frame, JSON.stringify({ frame: picture.toString('base64'), timestamp }));
  }, 1000);
});

afterAll(async () => {
  clearInterval(publishing);
  states?.close();
  await cradle?.publishAsync(topics.command, JSON.stringify({ action: 'forget' }), { qos: 1 });
  await cradle?.endAsync();
});

test("the agent's own messages are read by a program that knows only the original's text", async () => {
  const ours = cradleTopics(start.uuid);
  const { url, username, password } = start.mqtt;
  const server = await mqtt.connectAsync(url, { username, password, protocolVersion: 4 });
  const first = new Map<string, Record<string, unknown>>();
  const retained: string[] = [];
  server.on('message', (topic, payload, { retain }) => {
    if (retain) retained.push(topic);
    else if (!first.has(topic)) first.set(topic, JSON.parse(payload.toString('utf8')));
  });
  await server.subscribeAsync(['cradle/+/temperature', 'cradle/+/direction', 'cradle/+/crying']);
  const message = (topic: string) => until(`a message on ${topic}`, () => first.get(topic), 10_000);
  const { temperature } = await message(ours.temperature);
  expect(temperature).toMatch(/^\d{2}\.\d$/);
  const { direction, timestamp } = await message(ours.direction);
  expect(['정면 유지 중', '좌측으로 움직임', '우측으로 움직임', '얼굴 미검출']).toContain(direction);
  expect(timestamp).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
  const crying = await message(ours.crying);
  expect(['Crying', 'Silent']).toContain(crying.status);
  expect(crying.probability).toBeGreaterThanOrEqual(0);
  expect(crying.probability).toBeLessThanOrEqual(1);
  expect(retained).toEqual([]);
  await server.endAsync();
});

test('gets the entities of a cradle in Home Assistant', async () => {
  await states.entity(`sensor.${prefix}_temperature`, ({ state }) => state === '36.5', 30_000);
  await states.entity(`sensor.${prefix}_direction`, ({ state }) => state === 'front', 10_000);
  await states.entity(`binary_sensor.${prefix}_crying`, ({ state }) => state === 'off', 10_000);
  await states.entity(`camera.${prefix}_camera`, ({ state }) => state !== 'unavailable', 15_000);
  await states.entity(`binary_sensor.${prefix}_alert_crying`, ({ state }) => state === 'off', 15_000);
});

test('shows its picture', async () => {
  const { url, token } = start.homeAssistant;
  const picture = await until(
    'a picture of the camera',
    async () => {
      const answer = await fetch(`${url}/api/camera_proxy/camera.${prefix}_camera`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return answer.ok && Buffer.from(await answer.arrayBuffer());
    },
    15_000,
  );
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
});

const alerts = [
  ['high_temperature', { temperature: '38.6' }, { temperature: '36.5' }],
  ['abnormal_position', { direction: '좌측으로 움직임' }, { direction: '정면 유지 중' }],
  ['crying', { status: 'Crying', probability: 0.89 }, { status: 'Silent', probability: 0.1 }],
] as const;

test.each(alerts)('raises and resolves %s', async (type, abnormal, normal) => {
  Object.assign(baby, abnormal);
  const alert = `binary_sensor.${prefix}_alert_${type}`;
  const raised = await states.entity(alert, ({ state }) => state === 'on', 45_000);
  expect(raised.attributes).toMatchObject({ type, category: 'care', severity: 'wake', is_resolved: false });
  Object.assign(baby, normal);
  const resolved = await states.entity(alert, ({ state }) => state === 'off', 15_000);
  expect(resolved.attributes).toMatchObject({ type, alert_state: 'resolved', is_resolved: true });
});

test('gets its history', async () => {
  const influx = openInflux(start.influx);
  const rows = await until(
    'readings of the cradle',
    async () => {
      const found = await influx.query<{ temperature: number }>(
        `SELECT * FROM readings.reading WHERE cradle = '${uuid}' AND temperature > 38`,
      );
      return found.length > 0 && found;
    },
    15_000,
  );
  expect(rows[0]?.temperature).toBe(38.6);
  for (const [type] of alerts) {
    await until(
      `the end of ${type} in the history`,
      async () => {
        const rows = await influx.query<{ state: string }>(
          `SELECT state FROM alert WHERE cradle = '${uuid}' AND type = '${type}'`,
        );
        return rows.some(({ state }) => state === 'resolved');
      },
      5000,
    );
  }
});

test('is shown as lost when it falls silent', async () => {
  clearInterval(publishing);
  for (const entity of [
    'sensor.%_temperature',
    'sensor.%_direction',
    'binary_sensor.%_crying',
    'camera.%_camera',
  ]) {
    await states.entity(entity.replace('%', prefix), ({ state }) => state === 'unavailable', 10_000);
  }
});
