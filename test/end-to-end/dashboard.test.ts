import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import mqtt, { type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { motorLines } from '../src/arduino.ts';
import { openBrowser, openLoggedIn } from '../src/browser.ts';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { OUTPUT } from '../src/output.ts';
import { until } from '../src/until.ts';

const start = inject('start');
const prefix = entityIdPrefix(start.uuid);
const pictures = join(OUTPUT, 'pictures');

let browser: Browser;
let page: Page;
let states: HomeAssistantStates;
let client: MqttClient;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await openBrowser();
  states = await followStates(start.homeAssistant);
  const { url, username, password } = start.mqtt;
  client = await mqtt.connectAsync(url, { username, password, protocolVersion: 5 });
  page = await openLoggedIn(browser, start.homeAssistant, new URL(start.card.url).pathname);
});

afterAll(async () => {
  await browser?.close();
  states?.close();
  await client?.endAsync();
});

test('the card shows picture, direction, crying, temperature and the mark SIMULATED', async () => {
  const card = page.locator('smart-cradle-card');
  await card.waitFor({ timeout: 60_000 });
  await expect.poll(() => card.textContent(), { timeout: 30_000 }).toMatch(/\d\d\.\d\s*°C/);
  const text = await card.textContent();
  expect(text).toMatch(/SIMULATED/);
  expect(text).toMatch(/front|left|right|not visible/i);
  expect(text).toMatch(/quiet|crying/i);
  expect(text).toMatch(/not a medical device/i);
});

test('the picture moves', async () => {
  const picture = page.locator('smart-cradle-card img').first();
  await picture.waitFor({ timeout: 30_000 });
  const sources = new Set<string | null>();
  await until(
    'three different pictures',
    async () => {
      sources.add(await picture.getAttribute('src'));
      return sources.size >= 3;
    },
    20_000,
  );
});

test('the switch pressed in the browser reaches the motor, and again stops it', async () => {
  await states.entity(`switch.${prefix}_rocking`, ({ state }) => state === 'off', 10_000);
  const before = motorLines(start.data).length;
  const toggle = page.locator('smart-cradle-card').getByRole('switch', { name: /rock/i });
  await toggle.click();
  await until('servo on the serial line', () => motorLines(start.data).length > before, 5000);
  await states.entity(`switch.${prefix}_rocking`, ({ state }) => state === 'on', 5000);
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('true');
  await page.screenshot({ path: join(pictures, 'dashboard-rocking.png') });
  await toggle.click();
  await states.entity(`switch.${prefix}_rocking`, ({ state }) => state === 'off', 5000);
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

test.each([
  ['phone', { width: 390, height: 844 }],
  ['desktop-dark', { width: 1280, height: 900, dark: true }],
  ['phone-korean', { width: 390, height: 844, language: 'ko' }],
])('is drawn for %s', async (name, options) => {
  const other = await openLoggedIn(browser, start.homeAssistant, new URL(start.card.url).pathname, options);
  const card = other.locator('smart-cradle-card');
  await card.waitFor({ timeout: 60_000 });
  await expect.poll(() => card.textContent(), { timeout: 30_000 }).toMatch(/\d\d\.\d\s*°C/);
  await card.locator('img').first().waitFor({ timeout: 30_000 });
  await other.screenshot({ path: join(pictures, `dashboard-${name}.png`) });
  await other.context().close();
});
