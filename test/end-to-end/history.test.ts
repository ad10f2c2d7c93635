import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import { callService } from 'home-assistant-js-websocket';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeUser } from '../src/browser-user.ts';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { until } from '../src/until.ts';

/** What happened, as a parent's card asks for it: with the login of somebody who is no administrator. */
const start = inject('start');
const prefix = entityIdPrefix(start.uuid);

let states: HomeAssistantStates;
/** Of a user who is no administrator. */
let parent: HomeAssistantStates;

beforeAll(async () => {
  states = await followStates(start.homeAssistant);
  const token = await makeUser(start.homeAssistant, 'Grandpa');
  parent = await followStates({ ...start.homeAssistant, token });
});

afterAll(() => {
  states?.close();
  parent?.close();
});

interface Answer {
  schema: number;
  series?: { time: number[]; temperature: ([number, number, number] | null)[]; crying: (number | null)[] };
  care?: { id: string; kind: string; note: string; by: string | null }[];
  pictures?: { at: string; url: string | null }[];
  error?: string;
  field?: string;
}

async function history(fields: object): Promise<{ status: number; content: Answer }> {
  const data = { cradle: start.uuid, from: new Date(Date.now() - 3_600_000).toISOString(), ...fields };
  const { response } = (await callService(
    parent.connection,
    'rest_command',
    'smart_cradle_history',
    data,
    undefined,
    true,
  )) as { response: { status: number; content: Answer } };
  return response;
}

const command = (message: object) =>
  callService(parent.connection, 'notify', 'send_message', {
    entity_id: `notify.${prefix}_command`,
    message: JSON.stringify(message),
  });

test('the readings of the last hour, by way of Home Assistant', async () => {
  await until(
    'a series',
    async () => {
      const { status, content } = await history({ include: 'series', resolution: 10 });
      const { series } = content;
      return (
        status === 200 &&
        content.schema === 2 &&
        series?.temperature.some((value) => value !== null && value[0] > 30) &&
        series.time.length === series.crying.length
      );
    },
    30_000,
  );
});

test('what is wrong is named, and InfluxQL is only a wrong name', async () => {
  expect(await history({ from: 'yesterday' })).toMatchObject({ status: 400, content: { field: 'from' } });
  expect(await history({ cradle: "x' OR 1=1" })).toMatchObject({ status: 400, content: { field: 'cradle' } });
  expect(await history({ cradle: 'cradle-nobody' })).toMatchObject({ status: 404 });
});

test('fed: by button, corrected and taken back, in the history and as a sensor', async () => {
  const entries = async () => (await history({ include: 'care' })).content.care ?? [];
  const known = new Set((await entries()).map(({ id }) => id));
  const lastFed = `sensor.${prefix}_last_fed`;
  const button = `button.${prefix}_care_fed`;
  await states.entity(button, ({ state }) => state !== 'unavailable', 60_000);
  const before = states.now()[lastFed]?.state;
  const pressed = Date.now();
  await callService(parent.connection, 'button', 'press', { entity_id: button });
  await states.entity(lastFed, ({ state }) => Date.parse(state) >= pressed - 1000, 10_000);
  const find = async () => (await entries()).find(({ id }) => !known.has(id));
  const { id } = await until('the entry', find, 10_000);
  await command({ action: 'care_correct', id, note: '120 ml', by: 'Grandpa' });
  await until('the correction', async () => (await find())?.note === '120 ml', 10_000);
  await command({ action: 'care_delete', id });
  await until('the deletion', async () => (await find()) === undefined, 10_000);
  await states.entity(lastFed, ({ state }) => state === before, 10_000);
  await command({ action: 'care_undo' });
  await until('the entry again', async () => (await find())?.id === id, 10_000);
});

test('a refused entry is told to whoever sent it, with what is wrong', async () => {
  const event = `event.${prefix}_care_refused`;
  for (const [wrong, field, value] of [
    [{ kind: 'milk' }, 'kind', '"milk"'],
    [{ kind: 'fed', at: '2099-01-01T00:00:00Z' }, 'at', '2099-01-01'],
  ] as const) {
    await command({ action: 'care', by: 'Grandpa', ...wrong });
    const { attributes } = await states.entity(
      event,
      ({ attributes: told }) => told.event_type === 'refused' && told.field === field,
      10_000,
    );
    expect(attributes).toMatchObject({
      action: 'care',
      by: 'Grandpa',
      reason: expect.stringContaining(value),
    });
  }
});

test('backup, disk and losses are alerts of the cradle', async () => {
  for (const type of ['backup_failed', 'disk_full', 'history_lost']) {
    await states.entity(`binary_sensor.${prefix}_alert_${type}`, ({ state }) => state === 'off', 60_000);
  }
});

test('the statistics are sensors, with long-term statistics where they are numbers', async () => {
  await states.entity(`sensor.${prefix}_sleep_state`, ({ state }) => state !== 'unavailable', 60_000);
  const cries = await states.entity(
    `sensor.${prefix}_cries_today`,
    ({ state }) => Number.isFinite(Number(state)),
    60_000,
  );
  expect(cries.attributes.state_class).toBe('total_increasing');
  const queue = await states.entity(
    `sensor.${prefix}_history_queue`,
    ({ state }) => Number.isFinite(Number(state)),
    60_000,
  );
  expect(queue.attributes.state_class).toBe('measurement');
});

test('a picture of the last minutes is in the media browser, for everybody', async () => {
  const picture = await until(
    'a picture',
    async () => (await history({ include: 'pictures' })).content.pictures?.at(-1),
    90_000,
  );
  const { url } = await parent.connection.sendMessagePromise<{ url: string }>({
    type: 'media_source/resolve_media',
    media_content_id: picture.url,
  });
  const response = await fetch(new URL(url, start.homeAssistant.url));
  expect(response.status, picture.url ?? '').toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
});

test('nothing leaves without the token of the flow', async () => {
  const query = `cradle=${start.uuid}&from=${new Date(Date.now() - 3_600_000).toISOString()}`;
  const refused = await fetch(`${start.nodeRed.url}/smart-cradle/history/export?${query}`);
  expect(refused.status).toBe(401);
});
