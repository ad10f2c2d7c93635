import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import { cradleTopics, houseTopics } from '@smart-cradle/protocol/topics';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { readMessages } from '../src/message-log.ts';
import { processOf } from '../src/processes.ts';
import { until } from '../src/until.ts';

/** Pulls each plug, and looks whether it shows and whether it heals without a person. */
const start = inject('start');
const prefix = entityIdPrefix(start.uuid);
const topics = cradleTopics(start.uuid);
const temperature = `sensor.${prefix}_temperature`;
const rocking = `switch.${prefix}_rocking`;
const alert = `binary_sensor.${prefix}_alert_crying`;

let states: HomeAssistantStates;

beforeAll(async () => {
  states = await followStates(start.homeAssistant);
});

afterAll(() => states?.close());

const there = ({ state }: { state: string }) => state !== 'unavailable' && state !== 'unknown';
const gone = ({ state }: { state: string }) => state === 'unavailable';

/** A live reading after `since`, as any MQTT client sees it. */
function reading(topic: string, since: number) {
  return until(
    `a message on ${topic}`,
    () => readMessages(inject('messages')).some((message) => message.topic === topic && message.at > since),
    15_000,
  );
}

test('the agent killed with -9: unavailable at once, back within 15 s', async () => {
  await states.entity(temperature, there, 15_000);
  process.kill(processOf(start, 'agent'), 'SIGKILL');
  await states.entity(temperature, gone, 10_000);
  expect(states.now()[rocking]?.state).toBe('unavailable');
  expect(states.now()[alert]?.state).not.toBe('unavailable');
  await states.entity(temperature, there, 15_000);
  await states.entity(rocking, ({ state }) => state === 'off', 15_000);
  await states.entity(`camera.${prefix}_camera`, there, 15_000);
});

test('Node-RED killed with -9: its entities unavailable, back within 15 s', async () => {
  process.kill(processOf(start, 'node-red'), 'SIGKILL');
  await states.entity(alert, gone, 10_000);
  expect(states.now()[temperature]?.state).not.toBe('unavailable');
  await states.entity(alert, there, 15_000);
  const since = Date.now();
  await reading(houseTopics.rulesHeartbeat, since);
});

test('Node-RED hangs: Home Assistant itself rings on the phone, and takes it back', async () => {
  const onPhone = async () => {
    const answer = await fetch(new URL('/notifications.json', start.phone.url));
    const log = (await answer.json()) as { push: { message: string; data?: { tag?: string } } }[];
    return log.find(({ push }) => push.data?.tag === 'smart-cradle-rules-offline')?.push.message;
  };
  const nodeRed = processOf(start, 'node-red');
  process.kill(nodeRed, 'SIGSTOP');
  try {
    // The heartbeat expires after 30 s, and must have been missing for another 30 s.
    await until('the alarm on the phone', async () => /do not answer/.test((await onPhone()) ?? ''), 90_000);
  } finally {
    process.kill(nodeRed, 'SIGCONT');
  }
  await until('the alarm is taken back', async () => (await onPhone()) === 'clear_notification', 30_000);
  await states.entity(alert, there, 15_000);
});

test('the broker restarted: all unavailable, all back within 15 s', async () => {
  process.kill(processOf(start, 'broker'), 'SIGKILL');
  await states.entity(temperature, gone, 10_000);
  const since = Date.now();
  await states.entity(temperature, there, 15_000);
  await states.entity(alert, there, 15_000);
  await states.entity(rocking, there, 15_000);
  await reading(topics.direction, since);
});

test('Home Assistant restarted: all back within 30 s of its return', async () => {
  states.close();
  process.kill(processOf(start, 'home-assistant'), 'SIGTERM');
  const { url, token } = start.homeAssistant;
  const answers = () =>
    fetch(`${url}/api/`, { headers: { authorization: `Bearer ${token}` } }).then(
      ({ ok }) => ok,
      () => false,
    );
  await until('Home Assistant is gone', async () => !(await answers()), 30_000);
  await until('Home Assistant answers', answers, 60_000);
  states = await followStates(start.homeAssistant);
  await states.entity(temperature, there, 30_000);
  await states.entity(alert, there, 30_000);
  await states.entity(rocking, ({ state }) => state === 'off', 30_000);
  await states.entity(`camera.${prefix}_camera`, there, 30_000);
});

test('InfluxDB killed with -9: the readings of that time are there afterwards', async () => {
  const { openInflux } = await import('../src/influx.ts');
  process.kill(processOf(start, 'influxdb'), 'SIGKILL');
  const killed = Date.now();
  await reading(topics.temperature, killed + 2000);
  const influx = openInflux(start.influx);
  await until(
    'a reading from the second after the kill',
    async () => {
      const rows = await influx
        .query(
          `SELECT temperature FROM readings.reading WHERE cradle = '${start.uuid}' AND time >= ${killed}ms AND time < ${killed + 2000}ms`,
        )
        .catch(() => []);
      return rows.length > 0;
    },
    20_000,
  );
});
