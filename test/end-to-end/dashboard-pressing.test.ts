import { entityIdPrefix } from '@smart-cradle/protocol/cradle-uuid';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser, openLoggedIn } from '../src/browser.ts';
import { makeUser } from '../src/browser-user.ts';
import { findPictureOfMoment } from '../src/history-page.ts';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { type OriginalCradle, originalCradle } from '../src/original-cradle.ts';

/** What a user who is no administrator presses at an alert, down to the rules and back to the screen. */
const start = inject('start');
const uuid = 'cradle-pressed';
const prefix = entityIdPrefix(uuid);
const crying = `binary_sensor.${prefix}_alert_crying`;
const position = `binary_sensor.${prefix}_alert_abnormal_position`;

let cradle: OriginalCradle;
let states: HomeAssistantStates;
let browser: Browser;
let page: Page;
let card: Locator;

async function go(view: string): Promise<void> {
  await page.goto(`${start.homeAssistant.url}/smart-cradle/${view}`);
}

beforeAll(async () => {
  states = await followStates(start.homeAssistant);
  cradle = await originalCradle(start, uuid);
  await states.entity(`number.${prefix}_crying_duration_threshold`, ({ state }) => state === '30', 30_000);
  await cradle.set('crying_duration_threshold', '4');
  await cradle.set('abnormal_position_timeout', '4');
  browser = await openBrowser();
  const user = { ...start.homeAssistant, token: await makeUser(start.homeAssistant, 'Grandpa') };
  page = await openLoggedIn(browser, user, '/smart-cradle/overview');
  await page.evaluate((chosen) => localStorage.setItem('smart-cradle-chosen', chosen), uuid);
  await go('cradle');
  card = page.locator('smart-cradle-card article');
  await card.waitFor({ timeout: 60_000 });
});

afterAll(async () => {
  await browser?.close();
  await cradle?.end();
  states?.close();
});

test('a crying that is snoozed is silent until then, and the card says until when', async () => {
  Object.assign(cradle.baby, { status: 'Crying', probability: 0.93 });
  const alert = card.locator('[data-alert=crying]');
  await alert.locator('[data-action=snooze]').click({ timeout: 30_000 });
  const { attributes } = await states.entity(
    crying,
    (one) => one.attributes.alert_state === 'snoozed',
    10_000,
  );
  expect(Date.parse(String(attributes.snoozed_until))).toBeGreaterThan(Date.now() + 4 * 60_000);
  await card.locator('[data-alert=crying][data-state=snoozed]').waitFor();
  expect(await alert.textContent()).toMatch(/Snoozed until \d/);
});

test('an alert is resolved from the log, and stands in it as over', async () => {
  await go('alerts');
  const row = page.locator('.log li[data-alert=crying]').first();
  cradle.baby.status = 'Silent';
  await row.locator('[data-action=resolve]').click({ timeout: 30_000 });
  await states.entity(crying, ({ state }) => state === 'off', 10_000);
  await row.filter({ hasText: 'lasted' }).waitFor({ timeout: 30_000 });
  expect(await row.locator('[data-action]').count()).toBe(0);
});

test('"I have the baby" on an alert ends it and pauses, in the name of the one who pressed', async () => {
  await go('cradle');
  cradle.baby.direction = '좌측으로 움직임';
  await card.locator('[data-alert=abnormal_position] [data-action=have-baby]').click({ timeout: 30_000 });
  const { attributes } = await states.entity(
    `switch.${prefix}_monitoring`,
    ({ state }) => state === 'off',
    10_000,
  );
  expect(attributes.by).toBe('Grandpa');
  await states.entity(position, ({ state }) => state === 'off', 10_000);
  await card.locator('[data-monitor=paused]').waitFor();
  expect(await card.locator('.alert').count()).toBe(0);
  await card.locator('[data-action=resume]').click();
  await states.entity(`switch.${prefix}_monitoring`, ({ state }) => state === 'on', 10_000);
});

test('the picture of an alert is opened in the log', async () => {
  await go('alerts');
  const row = page.locator('.log li').filter({ has: page.getByRole('button', { name: 'Picture' }) });
  await row.first().getByRole('button', { name: 'Picture' }).click({ timeout: 60_000 });
  const picture = row.first().getByRole('img');
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), { timeout: 20_000 })
    .toBe(640);
});

test('the picture of a moment stands beside its values in the history', async () => {
  await go('history');
  await page.locator('.chart.temperature .line').first().waitFor({ state: 'attached', timeout: 60_000 });
  await findPictureOfMoment(page);
});
