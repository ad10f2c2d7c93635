import { readFileSync } from 'node:fs';
import { loadScenario, truthAt } from '@smart-cradle/agent/simulator/scenario';
import { ALERT_TYPES, ALERTS, type AlertType } from '@smart-cradle/protocol/alerts';
import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import type { AlertMessage } from '@smart-cradle/protocol/messages';
import { SETTINGS } from '@smart-cradle/protocol/settings';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser, openLoggedIn } from '../src/browser.ts';
import { type Episode, episodes } from '../src/episodes.ts';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { openInflux } from '../src/influx.ts';
import { type LoggedMessage, readMessages } from '../src/message-log.ts';
import { until } from '../src/until.ts';

/**
 * One round of the default scenario: what the agent read and the rules raised, against the scenario's own truth.
 * The scenario and the rules' clock run `speed` times as fast as the wall clock.
 */
const start = inject('start');
const { startedAt, speed } = start.simulation;
const origin = Date.parse(startedAt);
const topics = cradleTopics(start.uuid);
const scenario = loadScenario(start.simulation.scenario);
/** Wall time in milliseconds of a second of the scenario. */
const wall = (second: number) => origin + (second * 1000) / speed;

const CARE = ['high_temperature', 'abnormal_position', 'crying'] as const;
type Care = (typeof CARE)[number];

const rules: Record<Care, { abnormal: (second: number) => boolean; duration: number; gap: number }> = {
  high_temperature: {
    abnormal: (second) => truthAt(scenario, second).temperature > SETTINGS.max_temperature.default,
    duration: 0,
    gap: 0,
  },
  abnormal_position: {
    abnormal: (second) =>
      Math.abs(truthAt(scenario, second).yaw) > 12 || !truthAt(scenario, second).faceVisible,
    duration: SETTINGS.abnormal_position_timeout.default,
    gap: SETTINGS.position_gap.default,
  },
  crying: {
    abnormal: (second) => truthAt(scenario, second).voice === 'crying',
    duration: SETTINGS.crying_duration_threshold.default,
    gap: SETTINGS.crying_gap.default,
  },
};

let states: HomeAssistantStates;
let browser: Browser;
let page: Page;
/** Every text that the card has shown during the round. */
let shown: string[];
let messages: LoggedMessage[];
/** The first whole round that the recording has: its first second. */
let first: number;

beforeAll(async () => {
  states = await followStates(start.homeAssistant);
  browser = await openBrowser();
  page = await openLoggedIn(browser, start.homeAssistant, new URL(start.card.url).pathname);
  await page.locator('smart-cradle-card').first().waitFor({ timeout: 60_000 });
  await recordTexts(page);
  const recordedFrom = readMessages(inject('messages'))[0]?.at ?? Date.now();
  const round = Math.ceil((((recordedFrom - origin) / 1000) * speed) / scenario.length);
  first = round * scenario.length;
  const end = wall(first + scenario.length) + 15_000;
  await until('the end of the round', () => Date.now() > end, end - Date.now() + 5000);
  messages = readMessages(inject('messages'));
  shown = await page.evaluate(() => [...(window.textsOfCard ?? [])]);
}, 900_000);

afterAll(async () => {
  states?.close();
  await browser?.close();
});

declare global {
  interface Window {
    textsOfCard?: Set<string>;
  }
}

/**
 * Remembers, in the page itself, each text that one of its cards shows, as a person would read it. The cards are looked
 * for each time: the dashboard makes them anew when a cradle comes or goes.
 */
async function recordTexts(watched: Page): Promise<void> {
  await watched.evaluate(() => {
    const shownTexts = new Set<string>();
    window.textsOfCard = shownTexts;
    const read = (root: ParentNode, inCard: boolean) => {
      if (inCard) {
        for (const child of root.children) if (child.tagName !== 'STYLE') shownTexts.add(child.textContent);
        return;
      }
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) read(element.shadowRoot, element.localName === 'smart-cradle-card');
      }
    };
    setInterval(() => read(document, false), 1000);
  });
}

/** What the truth says must ring in the round. */
function expectedEpisodes(type: Care): Episode[] {
  const { abnormal, duration } = rules[type];
  return episodes(abnormal, first, first + scenario.length, 0.25).filter(
    ({ from, to }) => to - from > duration,
  );
}

function transitions(type: AlertType): AlertMessage[] {
  const from = wall(first) - 1000;
  return messages
    .filter(({ topic, retain, at }) => topic === topics.alert(type) && !retain && at >= from)
    .map(({ payload }) => JSON.parse(payload) as AlertMessage);
}

const seen = (type: Care, state: string) =>
  messages.filter(
    ({ topic, payload, at }) =>
      topic === topics.alert(type) &&
      at >= wall(first) - 1000 &&
      at < wall(first + scenario.length) + 15_000 &&
      (JSON.parse(payload) as AlertMessage).state === state,
  );

test.each(CARE)('%s is raised once and resolved once, in time', (type) => {
  const [truth, ...more] = expectedEpisodes(type);
  if (!truth) throw new Error(`the scenario has nothing for ${type}`);
  expect(more).toEqual([]);
  const { duration, gap } = rules[type];
  const raised = seen(type, 'active');
  const resolved = seen(type, 'resolved');
  expect([raised.length, resolved.length]).toEqual([1, 1]);
  const raisedAfter = ((raised[0]?.at ?? 0) - wall(truth.from + duration)) / 1000;
  const resolvedAfter = ((resolved[0]?.at ?? 0) - wall(truth.to + gap)) / 1000;
  console.error(
    `${type}: raised ${raisedAfter.toFixed(2)} s after its duration, resolved ${resolvedAfter.toFixed(2)} s after its gap`,
  );
  expect(raisedAfter).toBeGreaterThan(-0.5);
  expect(raisedAfter).toBeLessThan(4);
  expect(resolvedAfter).toBeGreaterThan(-0.5);
  expect(resolvedAfter).toBeLessThan(4);
});

test.each(CARE)('%s is seen on the card in the browser while it lasts', (type) => {
  const alert = transitions(type).find(({ state }) => state === 'active');
  const { name } = ALERTS[type];
  const texts = shown.filter((text) => text.includes(name.en) && text.includes('Acknowledge'));
  expect(alert, type).toBeDefined();
  expect(texts.length, `${name.en} among ${shown.length} texts`).toBeGreaterThan(0);
});

test('nothing else rang', () => {
  const others = ALERT_TYPES.filter((type) => !(CARE as readonly string[]).includes(type));
  for (const type of others) {
    expect(
      transitions(type).filter(({ state }) => state === 'active'),
      type,
    ).toEqual([]);
  }
});

test('all alerts are marked as simulated', () => {
  for (const type of CARE) {
    const active = transitions(type).find(({ state }) => state === 'active');
    expect(active, type).toMatchObject({ simulated: true, message: expect.stringMatching(/simulated/i) });
  }
});

test('the loose cable was shown, and healed', () => {
  const parts = messages.filter(
    ({ topic, payload }) => topic.startsWith(`${topics.availability}/`) && payload.includes('"offline"'),
  );
  expect(parts.length).toBeGreaterThan(0);
  for (const { topic } of parts) {
    const last = messages.filter((message) => message.topic === topic).at(-1);
    expect(JSON.parse(last?.payload ?? '{}'), topic).toMatchObject({ state: 'online' });
  }
});

test('the direction is right on 99 % of readings outside the second after a turn', () => {
  let right = 0;
  let all = 0;
  for (const { topic, payload, at } of messages) {
    if (topic !== topics.direction || at < wall(first)) continue;
    const second = ((at - origin) / 1000) * speed;
    const margin = 1.8 * speed;
    const wanted = directionsBetween(second - margin, second);
    if (wanted.size !== 1) continue;
    all++;
    if (wanted.has((JSON.parse(payload) as { state: string }).state)) right++;
  }
  expect(all).toBeGreaterThan(60);
  expect(right / all).toBeGreaterThanOrEqual(0.99);
});

/** Every direction that the truth had in that time; none while the head is on its way. */
function directionsBetween(from: number, to: number): Set<string> {
  const found = new Set<string>();
  for (let second = from; second <= to; second += 0.1) {
    const { yaw, faceVisible } = truthAt(scenario, second);
    if (!faceVisible) found.add('not_visible');
    else if (Math.abs(yaw) < 6) found.add('front');
    else if (Math.abs(yaw) > 18) found.add(yaw > 0 ? 'left' : 'right');
    else found.add('turning');
  }
  return found;
}

test('InfluxDB has the readings of the round, one a second, and the alerts', async () => {
  const influx = openInflux(start.influx);
  const [count] = await influx.query<{ count: number }>(
    `SELECT count(temperature) FROM readings.reading WHERE cradle = '${start.uuid}' AND time >= ${Math.round(wall(first))}ms`,
  );
  const seconds = scenario.length / speed;
  expect(count?.count).toBeGreaterThan(seconds * 0.8);
  expect(count?.count).toBeLessThan(seconds * 1.1 + 20);
  for (const type of CARE) {
    const rows = await influx.query<{ state: string }>(
      `SELECT * FROM alert WHERE cradle = '${start.uuid}' AND type = '${type}' AND time >= ${Math.round(wall(first) - 1000)}ms`,
    );
    expect(
      rows.map(({ state }) => state),
      type,
    ).toEqual(expect.arrayContaining(['active', 'resolved']));
  }
});

test("Home Assistant's own history saw each alert on and off", async () => {
  const prefix = entityIdPrefix(start.uuid);
  const ids = CARE.map((type) => `binary_sensor.${prefix}_alert_${type}`);
  const { url, token } = start.homeAssistant;
  const answer = await fetch(
    `${url}/api/history/period/${new Date(wall(first) - 1000).toISOString()}?filter_entity_id=${ids.join(',')}&minimal_response`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  const histories = (await answer.json()) as { state: string }[][];
  expect(histories).toHaveLength(3);
  for (const history of histories) {
    expect(history.map(({ state }) => state)).toEqual(expect.arrayContaining(['on', 'off']));
  }
});

test('the demo phone was told of each, marked as simulated', async () => {
  const answer = await fetch(new URL('/notifications', start.phone.url));
  const text = await answer.text();
  expect(text).toMatch(/SIMULATED/);
  for (const type of CARE) expect(text).toContain(type);
});

test('the scenario file is what the README says', () => {
  expect(scenario.length).toBeGreaterThan(360);
  expect(scenario.length).toBeLessThan(480);
  expect(readFileSync(start.simulation.scenario, 'utf8')).toMatch(/38\.6/);
});
