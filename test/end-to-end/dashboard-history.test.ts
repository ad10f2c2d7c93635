import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { databaseOf } from '../../local/src/history/database-of.ts';
import { openBrowser, openLoggedIn, settled } from '../src/browser.ts';
import { findPictureOfMoment } from '../src/history-page.ts';
import { OUTPUT } from '../src/output.ts';
import { addMonth } from '../src/pictures-history.ts';

/** The history and night cards with a month in the database, as in a house. */
const start = inject('start');
const pictures = join(OUTPUT, 'pictures');
const failures: string[] = [];
let browser: Browser;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const media = join(start.data, 'home-assistant', 'media', 'smart-cradle');
  await addMonth(databaseOf(start.data, undefined), start.uuid, media);
  browser = await openBrowser();
}, 300_000);

afterAll(() => browser?.close());

async function open(view: string, options: Parameters<typeof openLoggedIn>[3]): Promise<Page> {
  const page = await openLoggedIn(browser, start.homeAssistant, `/smart-cradle/${view}`, options);
  page.on('pageerror', ({ message }) => failures.push(message));
  await page.locator('article').first().waitFor({ timeout: 60_000 });
  return page;
}

async function keep(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.context().close();
  expect(failures).toEqual([]);
}

const PHONE = { width: 390, height: 1130 };
/** The last column: what the chart of crying says once the answer for this range is drawn. */
test.each([
  ['history-phone', '24h', PHONE, /in 5 min/],
  ['history-week-korean', '7d', { ...PHONE, height: 960, language: 'ko' }, /1시간 동안/],
  ['history-month-desktop', '30d', { width: 1280, height: 760 }, /in 4 hr/],
  ['history-month-dark', '30d', { width: 820, height: 900, dark: true }, /in 4 hr/],
])('is drawn from the cradle’s own history: %s', async (name, range, options, step) => {
  const page = await open('history', options);
  await page.locator(`[data-range="${range}"]`).click();
  await page.locator('.charts small').filter({ hasText: step }).waitFor({ timeout: 60_000 });
  await page.locator('.chart.temperature .line').first().waitFor({ state: 'attached' });
  expect(await page.locator('[data-source=home_assistant]').count()).toBe(0);
  if (range === '30d') {
    expect(await page.locator('table tr').count()).toBeGreaterThan(28);
    const slept = await page
      .locator('.chart.bands .band-asleep')
      .evaluateAll((all) => all.filter((day) => Number(day.getAttribute('height')) > 5).length);
    expect(slept).toBeGreaterThan(27);
  }
  if (range === '24h') {
    await findPictureOfMoment(page);
  }
  await keep(page, name);
});

test('the night is compared with those of the last week', async () => {
  const page = await open('overview', { width: 390, height: 1700 });
  const card = page.locator('smart-cradle-night-card article');
  await card.scrollIntoViewIfNeeded();
  const nights = card.locator('.week .column i');
  await nights.first().waitFor({ state: 'attached', timeout: 60_000 });
  const slept = await nights.evaluateAll((all) => all.filter((one) => one.clientHeight > 5).length);
  expect(slept).toBeGreaterThanOrEqual(7);
  await settled(page);
  await card.screenshot({ path: join(pictures, 'night-phone.png') });
  await page.context().close();
});
