import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './browser.ts';
import { show } from './page.ts';

/** What is not there is never shown as a value, and each way of not being there has its own words. */

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

const says = (words: string | RegExp) => page.locator('main').getByText(words).first().waitFor();

test.each([
  [
    'its publisher is gone',
    'scene=lost',
    ['Unavailable', 'Camera unavailable', 'Not watching: picture, face'],
  ],
  ['it has not spoken yet', 'scene=unknown', ['No reading yet', 'Not everything is watched']],
  ['there is no such entity', 'scene=original', ['This cradle has no camera']],
  ['the whole cradle is away', 'scene=offline', ['The cradle is offline', 'Unavailable']],
  ['the rules do not run', 'scene=blind', ['No alerts will come', 'nothing rings']],
  ['Home Assistant is not heard', 'scene=calm&disconnected', ['Connection to Home Assistant lost']],
  ['all entities are disabled', 'scene=disabled', ['“Nursery cradle” has no entities']],
  ['no such cradle', 'cradle=nobody', ['No cradle “nobody”', 'Nursery cradle (cradle-abc-123)']],
  ['no cradle at all', 'nothing&chosen', ['No cradle yet']],
])('%s', async (_name, query, words) => {
  await show(page, query);
  for (const one of words) await says(one);
});

test('nothing is said of the sleep of a baby whose cradle is away', async () => {
  await show(page, 'scene=offline');
  await says('The cradle is offline');
  expect(
    await page
      .locator('main')
      .getByText(/Asleep|In bed/)
      .count(),
  ).toBe(0);
});

test.each([
  ['unavailable', 'scene=lost', 'direction'],
  ['unknown', 'scene=unknown', 'temperature'],
  ['unknown', 'scene=unknown', 'crying'],
  ['offline', 'scene=offline', 'temperature'],
])('a reading that is %s is a dashed, empty place (%s, %s)', async (_why, query, key) => {
  for (const layout of ['full', 'compact', 'night']) {
    await show(page, `${query}&layout=${layout}`);
    const place = page.locator(`[data-reading=${key}]`);
    await place.waitFor();
    expect(await place.getAttribute('data-mood')).toBe('gap');
    expect(await place.textContent()).not.toMatch(/\d\d\.\d|Front|Quiet/);
  }
});

test('a thermometer that does not lie on the baby says so, and one that is cold for a moment does not', async () => {
  for (const layout of ['full', 'compact', 'night']) {
    await show(page, `scene=cold&layout=${layout}`);
    await says('not on the baby');
    await show(page, `scene=cooling&layout=${layout}`);
    const reading = page.locator('[data-reading=temperature]');
    await reading.waitFor();
    expect(await reading.textContent()).toContain('31.8');
    expect(await reading.textContent()).not.toContain('not on the baby');
  }
});

test.each([
  ['history', 'card=smart-cradle-history-card&cradle=nobody'],
  ['night', 'card=smart-cradle-night-card&cradle=nobody'],
  ['alerts', 'card=smart-cradle-alerts-card&cradle=nobody'],
  ['settings', 'card=smart-cradle-settings-card&cradle=nobody'],
  ['pairing', 'card=smart-cradle-pairing-card&cradle=nobody'],
])('the %s card says that there is no such cradle', async (_name, query) => {
  await show(page, query);
  await says('No cradle “nobody”');
});

test.each([
  ['settings', 'card=smart-cradle-settings-card', 'input, [role=switch]'],
  ['alerts', 'card=smart-cradle-alerts-card&scene=alert', '[data-action=acknowledge], [data-action=resolve]'],
])(
  'nothing on the %s card can be pressed while Home Assistant is not heard',
  async (_name, query, pressed) => {
    await show(page, query);
    const enabled = page.locator(pressed).locator('visible=true');
    await enabled.first().waitFor();
    await page.evaluate(() => window.home.connect(false));
    await expect
      .poll(() =>
        enabled.evaluateAll((all) => all.filter((one) => !(one as HTMLInputElement).disabled).length),
      )
      .toBe(0);
  },
);

test('a picture that stands still says how old it is, and one that does not come says so', async () => {
  await show(page, 'scene=calm&picture=frozen');
  await page.locator('[data-picture=stale]').waitFor();
  await says(/Picture is \d+ secs? old/);
  await show(page, 'scene=calm&picture=failing');
  await page.locator('[data-picture=failed]').waitFor();
  await says('No picture arrives');
});
