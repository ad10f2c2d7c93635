import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import { agentDiscovery } from '@smart-cradle/protocol/entities';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import mqtt, { type MqttClient } from 'mqtt';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { motorLines } from '../src/arduino.ts';
import { openBrowser, openLoggedIn, settled } from '../src/browser.ts';
import { makeUser } from '../src/browser-user.ts';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { OUTPUT } from '../src/output.ts';
import { until } from '../src/until.ts';

const start = inject('start');
const prefix = entityIdPrefix(start.uuid);
const pictures = join(OUTPUT, 'pictures');

let browser: Browser;
let page: Page;
let card: Locator;
let states: HomeAssistantStates;
let client: MqttClient;
/** Of a user who is no administrator: all that is pressed here, anybody in the house may press. */
let user: { url: string; token: string; username: string; password: string };

const view = (name: string) => `/smart-cradle/${name}`;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await openBrowser();
  states = await followStates(start.homeAssistant);
  const { url, username, password } = start.mqtt;
  client = await mqtt.connectAsync(url, { username, password, protocolVersion: 5 });
  user = { ...start.homeAssistant, token: await makeUser(start.homeAssistant, 'Grandma') };
  page = await openLoggedIn(browser, user, view('overview'));
  card = page.locator('smart-cradle-card article');
  await card.waitFor({ timeout: 60_000 });
});

afterAll(async () => {
  await browser?.close();
  states?.close();
  await client?.endAsync();
});

test('the card shows picture, direction, crying, temperature and the mark SIMULATED', async () => {
  await expect.poll(() => card.textContent(), { timeout: 30_000 }).toMatch(/\d\d\.\d\s*°C/);
  const text = await card.textContent();
  expect(text).toMatch(/SIMULATED/);
  expect(text).toMatch(/front|left|right|not visible/i);
  expect(text).toMatch(/quiet|crying/i);
  expect(text).toMatch(/not a medical device/i);
});

test('the picture moves', async () => {
  const canvas = card.locator('canvas').first();
  await card.locator('[data-picture=live]').waitFor({ timeout: 30_000 });
  const seen = new Set<string>();
  await until(
    'three different pictures',
    async () => {
      seen.add(await canvas.evaluate((drawn: HTMLCanvasElement) => drawn.toDataURL('image/jpeg', 0.5)));
      return seen.size >= 3;
    },
    20_000,
  );
});

test('without a network the card says so and shows no old value', async () => {
  const other = await openLoggedIn(browser, user, view('overview'));
  const lost = other.locator('smart-cradle-card article');
  await lost.waitFor({ timeout: 60_000 });
  await expect.poll(() => lost.textContent(), { timeout: 30_000 }).toMatch(/\d\d\.\d\s*°C/);
  await other.context().setOffline(true);
  await lost.locator('[data-monitor=disconnected]').waitFor({ timeout: 30_000 });
  expect(await lost.locator('[data-reading=temperature]').textContent()).not.toMatch(/\d\d\.\d/);
  await other.context().close();
});

test('the switch pressed in the browser reaches the motor, and again stops it', async () => {
  await states.entity(`switch.${prefix}_rocking`, ({ state }) => state === 'off', 10_000);
  const before = motorLines(start.data).length;
  const toggle = card.getByRole('switch', { name: /rock/i });
  await toggle.click();
  await until('servo on the serial line', () => motorLines(start.data).length > before, 5000);
  await states.entity(`switch.${prefix}_rocking`, ({ state }) => state === 'on', 5000);
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('true');
  await page.screenshot({ path: join(pictures, 'dashboard-rocking.png') });
  await toggle.click();
  await states.entity(`switch.${prefix}_rocking`, ({ state }) => state === 'off', 5000);
});

test('"I have the baby" pauses monitoring, says who did, and watching goes on when asked', async () => {
  await card.locator('.pause [data-minutes="15"]').click();
  const paused = await states.entity(`switch.${prefix}_monitoring`, ({ state }) => state === 'off', 5000);
  expect(paused.attributes.by).toBe('Grandma');
  await card.locator('[data-monitor=paused]').waitFor();
  expect(await card.locator('[data-monitor=paused]').textContent()).toMatch(/Until .*Grandma/);
  await card.locator('[data-action=resume]').click();
  await states.entity(`switch.${prefix}_monitoring`, ({ state }) => state === 'on', 5000);
});

test('an alert is acknowledged from the card, and everybody sees by whom', async () => {
  const raised = card.locator('.alert[data-state=active] [data-action=acknowledge]').first();
  await raised.waitFor({ timeout: 100_000 });
  await page.screenshot({ path: join(pictures, 'dashboard-alert.png') });
  await raised.click();
  await states.until(
    'an acknowledged alert',
    (all) =>
      Object.values(all).some(
        ({ entity_id: id, attributes }) =>
          id.startsWith(`binary_sensor.${prefix}_alert_`) && attributes.acknowledged_by === 'Grandma',
      ),
    10_000,
  );
});

test('a tap writes into the care log, and "Undo" takes it out again', async () => {
  const id = `sensor.${prefix}_last_changed`;
  const { state: before } = await states.entity(id, () => true, 5000);
  await card.locator('[data-care=changed]').click();
  await states.entity(id, ({ state }) => state !== before && state !== 'unknown', 10_000);
  await card.locator('[data-action=undo-care]').click();
  await expect
    .poll(() => card.locator('.care-status').textContent(), { timeout: 30_000 })
    .toMatch(/taken back/);
  await states.entity(id, ({ state }) => state === before, 10_000);
});

test('the QR code of a tag is shown when somebody asks for it', async () => {
  await page.goto(`${start.homeAssistant.url}${view('settings')}`);
  await page.locator('[data-action=pair]').click();
  await page.locator('[data-pairing=shown] svg path').waitFor({ state: 'attached', timeout: 10_000 });
  await page.screenshot({ path: join(pictures, 'dashboard-pairing.png') });
});

test('the test of the alarm tells whom it reached', async () => {
  await page.goto(`${start.homeAssistant.url}${view('alerts')}`);
  await page.locator('.people summary').click();
  await page.locator('[data-action=test-alarm]').click();
  await page.locator('[data-test=delivered], [data-test=partly]').waitFor({ timeout: 90_000 });
  expect(await page.locator('.results li').count()).toBeGreaterThan(0);
});

test('every card has an editor and a preview with a real cradle', async () => {
  const cards = await page.evaluate(async () => {
    const hass = (document.querySelector('home-assistant') as unknown as { hass: unknown }).hass;
    const listed = (window as unknown as { customCards: { type: string }[] }).customCards;
    return Promise.all(
      listed
        .filter(({ type }) => type.startsWith('smart-cradle-') && type !== 'smart-cradle-choice-card')
        .map(async ({ type }) => {
          const card = customElements.get(type) as unknown as {
            getConfigForm(): Promise<{
              schema: { name: string; selector: { select: { options: unknown[] } } }[];
            }>;
            getStubConfig(hass: unknown): { cradle: string };
          };
          const { schema } = await card.getConfigForm();
          return {
            cradle: card.getStubConfig(hass).cradle,
            field: schema[0]?.name,
            offered: schema[0]?.selector.select.options.length,
          };
        }),
    );
  });
  expect(cards).toHaveLength(6);
  for (const one of cards) expect(one).toMatchObject({ field: 'cradle', cradle: expect.any(String) });
  for (const { offered } of cards) expect(offered).toBeGreaterThan(0);
});

test('a setting is changed in the browser, comes back from the rules, and is undone', async () => {
  await page.goto(`${start.homeAssistant.url}${view('settings')}`);
  const row = page.locator('[data-setting=crying_blocking]');
  await row.waitFor({ timeout: 30_000 });
  const id = `number.${prefix}_crying_blocking`;
  const { state: before } = await states.entity(id, () => true, 5000);
  await row.getByRole('button', { name: /more/ }).click();
  await states.entity(id, ({ state }) => Number(state) === Number(before) + 1, 5000);
  await row.getByRole('button', { name: 'Undo' }).click();
  await states.entity(id, ({ state }) => Number(state) === Number(before), 5000);
});

test('the log has the alerts, and the history draws a curve or says what is missing', async () => {
  await page.goto(`${start.homeAssistant.url}${view('alerts')}`);
  await page.locator('.log li').first().waitFor({ timeout: 30_000 });
  await page.goto(`${start.homeAssistant.url}${view('history')}`);
  await page.locator('.chart.temperature .line').first().waitFor({ state: 'attached', timeout: 30_000 });
});

test('five cradles stand on the overview as soon as they are there, and can be chosen between', async () => {
  const uuids = [2, 3, 4, 5].map((number) => `cradle-guest-${number}`);
  const other = await openLoggedIn(browser, user, view('overview'), { width: 1280 });
  await other.locator('smart-cradle-card article').first().waitFor({ timeout: 60_000 });
  const topic = (uuid: string) => `homeassistant/device/${uuid}/config`;
  try {
    for (const [index, uuid] of uuids.entries()) {
      const payload = agentDiscovery({
        uuid,
        name: `Guest ${index + 2}`,
        language: 'en',
        version: '0',
        simulated: true,
      });
      await client.publishAsync(topic(uuid), JSON.stringify(payload), { qos: 1, retain: true });
    }
    // Home Assistant offers to draw a changed dashboard anew.
    const refresh = other.getByRole('button', { name: /refresh/i });
    await until(
      'five cards',
      async () => {
        if (await refresh.isVisible()) await refresh.click();
        return (await other.locator('smart-cradle-card article').count()) >= 5;
      },
      30_000,
    );
    await other.screenshot({ path: join(pictures, 'dashboard-five.png') });
    await other.goto(`${start.homeAssistant.url}${view('settings')}`);
    await other.locator('smart-cradle-choice-card button').nth(4).waitFor({ timeout: 30_000 });
  } finally {
    for (const uuid of uuids) {
      await client.publishAsync(topic(uuid), '', { qos: 1, retain: true });
      await client.publishAsync(cradleTopics(uuid).command, '{"action":"forget"}', { qos: 1 });
    }
    await other.context().close();
  }
});

test('a retained start never moves the motor', async () => {
  const topic = cradleTopics(start.uuid).servo;
  const before = motorLines(start.data).length;
  await client.publishAsync(topic, '{"action":"start"}', { qos: 1, retain: true });
  await client.publishAsync(topic, '', { qos: 1, retain: true });
  const since = Date.now();
  // A live retained publish arrives without the flag at those who subscribed before, so rocking may have begun: stop it.
  await client.publishAsync(topic, '{"action":"stop"}', { qos: 1 });
  await states.entity(`switch.${prefix}_rocking`, ({ state }) => state === 'off', 5000);
  expect(motorLines(start.data).length - before).toBeLessThanOrEqual(2);
  expect(Date.now() - since).toBeLessThan(5000);
});

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };
test.each([
  ['overview-phone', 'overview', PHONE],
  ['overview-phone-korean', 'overview', { ...PHONE, language: 'ko' }],
  ['overview-desktop-dark', 'overview', { ...DESKTOP, dark: true }],
  ['overview-tablet-korean', 'overview', { width: 820, height: 1180, language: 'ko' }],
  ['alerts-phone-dark', 'alerts', { ...PHONE, dark: true }],
  ['settings-desktop', 'settings', DESKTOP],
  ['bedside-phone', 'night', { ...PHONE, dark: true }],
])('is drawn: %s', async (name, path, options) => {
  const other = await openLoggedIn(browser, start.homeAssistant, view(path), options);
  const failures: string[] = [];
  other.on('pageerror', ({ message }) => failures.push(message));
  const drawn = other.locator('article').first();
  await drawn.waitFor({ timeout: 60_000 });
  if (path === 'overview') await drawn.locator('[data-picture=live]').waitFor({ timeout: 30_000 });
  if (path === 'alerts') await drawn.locator('.log li').first().waitFor({ timeout: 30_000 });
  await settled(other);
  await other.screenshot({ path: join(pictures, `${name}.png`) });
  expect(failures).toEqual([]);
  expect(await other.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await other.context().close();
});
