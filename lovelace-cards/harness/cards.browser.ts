import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launch } from './browser.ts';
import { commands, type Options, show } from './page.ts';

/** The cards in a browser, in a home that is made up: what a reader sees and what a tap sends. */

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let browser: Browser;
/** Opened once, for all that only look. */
let looking: Page;

beforeAll(async () => {
  browser = await launch();
  looking = await browser.newPage();
});

afterAll(() => browser?.close());

async function open(query: string, options: Options = {}): Promise<Page> {
  const page = await browser.newPage();
  await show(page, query, options);
  return page;
}

const set = (page: Page, entity: string, state: string, attributes?: Record<string, unknown>) =>
  page.evaluate(([id, value, more]) => window.home.set(id, value, more), [
    entity,
    state,
    attributes,
  ] as const);

describe('accessibility: axe finds nothing, targets are 44 px, and 200 % text does not run over the edge', () => {
  test.each([
    ['calm', 'scene=calm', {}],
    ['an alert, dark', 'scene=alert', { dark: true }],
    ['several alerts in Korean', 'scene=alerts&lang=ko', {}],
    ['all lost', 'scene=offline', { dark: true }],
    ['paused', 'scene=paused', {}],
    ['compact', 'scene=alert&layout=compact', { dark: true }],
    ['bedside', 'scene=alert&layout=night', {}],
    ['history', 'card=smart-cradle-history-card', {}],
    ['history, dark, from Home Assistant', 'card=smart-cradle-history-card&no-history', { dark: true }],
    ['last night', 'card=smart-cradle-night-card', { dark: true }],
    ['alerts', 'card=smart-cradle-alerts-card&scene=unarmed', {}],
    ['alerts, dark', 'card=smart-cradle-alerts-card&scene=alert', { dark: true }],
    ['settings', 'card=smart-cradle-settings-card', {}],
    ['settings, dark', 'card=smart-cradle-settings-card', { dark: true }],
    ['pairing', 'card=smart-cradle-pairing-card&scene=pairing', {}],
    ['choice', 'card=smart-cradle-choice-card,smart-cradle-card&count=3&chosen', {}],
    ['no cradle', 'nothing&chosen', {}],
    ['video, and all of the care log', 'stream=playing&care=fed,changed,bed,medicine,bath,other', {}],
    ['no video, bedside', 'stream=refused&layout=night', {}],
  ])('%s', async (_name, query, options) => {
    const page = looking;
    await show(page, query, options);
    await page
      .locator('main .waiting, main [role=status]:has-text("Loading")')
      .waitFor({ state: 'detached' });
    if (query.includes('playing')) await page.locator('[data-stream=live]').waitFor();
    await page.addScriptTag({ path: AXE });
    const found = await page.evaluate(async () => {
      const axe = (window as unknown as { axe: typeof import('axe-core') }).axe;
      const { violations } = await axe.run('main', {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: { 'heading-order': { enabled: false }, region: { enabled: false } },
      });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      );
    });
    expect(found).toEqual([]);
    const small = await page.evaluate(() => {
      const all = (root: ParentNode): Element[] =>
        [...root.querySelectorAll('*')].flatMap((one) => [
          one,
          ...(one.shadowRoot ? all(one.shadowRoot) : []),
        ]);
      return all(document.querySelector('main') ?? document)
        .filter((one) => one.matches('button, input, select, summary, [role=switch]'))
        .filter((one) => one.getClientRects().length > 0)
        .flatMap((one) => {
          const { width, height } = one.getBoundingClientRect();
          return Math.min(width, height) < 43.9 ? [`${one.outerHTML.slice(0, 80)}: ${width}×${height}`] : [];
        });
    });
    expect(small).toEqual([]);
    await page.evaluate(() => document.documentElement.style.setProperty('zoom', '2'));
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBeLessThanOrEqual(195);
  });
});

test('the bedside view says that it is silent, and rings after one tap', async () => {
  const page = await open('scene=alert&layout=night');
  const night = page.locator('.night');
  expect(await night.getAttribute('data-ringing')).toBe('alert');
  await page.locator('[data-action=allow-sound]').click();
  await page.locator('[data-sound=on]').waitFor();
  await page.locator('[data-action=acknowledge]').click();
  expect(await commands(page)).toEqual([{ action: 'acknowledge', type: 'crying', by: 'Mina' }]);
  await page.close();
});

test('the bedside view rings when Home Assistant has been silent for 15 s, and shows no old value', async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.clock.install();
  await page.goto(`${inject('harness')}?layout=night`);
  await page.locator('.night[data-ringing=no]').waitFor();
  await page.evaluate(() => window.home.connect(false));
  await page.clock.runFor(10_000);
  expect(await page.locator('.night').getAttribute('data-ringing')).toBe('no');
  await page.clock.runFor(10_000);
  expect(await page.locator('.night').getAttribute('data-ringing')).toBe('connection');
  expect(await page.locator('.night').textContent()).not.toMatch(/36\.7/);
  await page.evaluate(() => window.home.connect(true));
  await page.clock.runFor(2_000);
  expect(await page.locator('.night').getAttribute('data-ringing')).toBe('no');
  await page.close();
});

test('a tap writes into the care log, and a second one takes it back', async () => {
  const page = await open('scene=calm');
  await page.locator('[data-care=fed]').click();
  await page.locator('[data-action=undo-care]').waitFor();
  const [sent] = await commands(page);
  expect(sent).toMatchObject({ action: 'care', kind: 'fed', by: 'Mina' });
  await page.evaluate((at) => {
    window.home.care = [{ id: 'entry-7', kind: 'fed', at, note: '', by: 'Mina' }];
  }, String(sent?.at));
  await page.locator('[data-action=undo-care]').click();
  await expect.poll(() => commands(page)).toHaveLength(2);
  expect((await commands(page))[1]).toEqual({ action: 'care_delete', id: 'entry-7', by: 'Mina' });
  await page.close();
});

test('"I have the baby" stands on the alert and pauses monitoring', async () => {
  const page = await open('scene=alert');
  await page.locator('[data-action=have-baby]').click();
  expect(await commands(page)).toEqual([{ action: 'pause', minutes: 15, by: 'Mina' }]);
  await page.close();
});

test('rules without a care log, a bed sensor or a strength leave no empty places', async () => {
  const page = await open('scene=bare');
  expect(await page.locator('.care, .facts, .levels').count()).toBe(0);
  await page.close();
});

test('a lost connection hides every value at once and says so', async () => {
  const page = await open('scene=calm');
  const card = page.locator('smart-cradle-card article');
  await expect.poll(() => card.textContent()).toContain('36.7');
  await page.evaluate(() => window.home.connect(false));
  await page.locator('[data-monitor=disconnected]').waitFor();
  expect(await card.textContent()).not.toContain('36.7');
  expect(await card.locator('[data-mood=gap]').count()).toBeGreaterThanOrEqual(3);
  await page.close();
});

test('a setting is changed with its range, refused outside of it, and taken back', async () => {
  const page = await open('card=smart-cradle-settings-card');
  const row = page.locator('[data-setting=max_temperature]');
  const input = row.getByRole('textbox');
  await input.fill('50');
  await input.press('Enter');
  expect(await row.getByRole('alert').textContent()).toMatch(/“50” must be a number from 35.0 to 42.0/);
  expect(await input.inputValue()).toBe('38.0');
  await input.fill('37,5');
  await input.press('Enter');
  await row.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => input.inputValue()).toBe('38.0');
  const calls = await page.evaluate(() => window.home.calls.filter(({ domain }) => domain === 'number'));
  expect(calls.map(({ data }) => data.value)).toEqual([37.5, 38]);
  await page.close();
});

test('the history names its source, and its moment is read with the keyboard', async () => {
  const page = await open('card=smart-cradle-history-card');
  await page.locator('.charts').focus();
  for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press('PageDown');
  await page.keyboard.press('Home');
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight');
  expect(await page.locator('.moment').textContent()).toMatch(/\d\d\.\d °C/);
  expect(await page.locator('[data-source=home_assistant]').count()).toBe(0);
  await page.locator('[data-range="30d"]').click();
  await page.locator('table tr').nth(20).waitFor({ state: 'attached' });
  const away = await open('card=smart-cradle-history-card&no-history');
  await away.locator('[data-source=home_assistant]').waitFor();
  await page.close();
  await away.close();
});

test('the history is in °F in a house of °F', async () => {
  const page = await open('card=smart-cradle-history-card&scene=fahrenheit');
  await expect.poll(() => page.locator('.facts').textContent()).toMatch(/9\d\.\d °F/);
  expect(await page.locator('.threshold-text').textContent()).toContain('100.4 °F');
  await page.close();
});

test('a switch of a recipient is turned from the alerts card', async () => {
  const page = await open('card=smart-cradle-alerts-card');
  await page.locator('.people summary').click();
  const critical = page.getByRole('switch', { name: 'Jun’s phone: Rings even when muted' });
  expect(await critical.getAttribute('aria-checked')).toBe('false');
  await critical.click();
  await expect.poll(() => critical.getAttribute('aria-checked')).toBe('true');
  await page.close();
});

test('the choice of a cradle changes every card that follows it, and stays', async () => {
  const page = await open('card=smart-cradle-choice-card,smart-cradle-card&count=3&chosen');
  await page.locator('[data-cradle=cradle-3]').click();
  await expect.poll(() => page.locator('smart-cradle-card h2').textContent()).toBe('Nursery cradle 3');
  await page.reload();
  await expect.poll(() => page.locator('smart-cradle-card h2').textContent()).toBe('Nursery cradle 3');
  await page.close();
});

test('the phone’s code is drawn only for an address of a tag', async () => {
  const page = await open('card=smart-cradle-pairing-card&scene=pairing');
  await page.locator('[data-pairing=shown] svg path').waitFor({ state: 'attached' });
  await set(page, 'sensor.cradle_abc_123_pairing', 'https://example.org/tag/4b1f0c52-93ae', {});
  await page.locator('[data-action=pair]').click();
  expect(await commands(page)).toEqual([{ action: 'pair', by: 'Mina' }]);
  await page.close();
});

test('only the card whose entity changed is drawn anew', async () => {
  const page = await open('card=smart-cradle-card,smart-cradle-settings-card');
  await page.locator('smart-cradle-settings article').waitFor();
  const drawn = await page.evaluate(async () => {
    const settings = document.querySelector('smart-cradle-settings') as HTMLElement & {
      updateComplete: Promise<unknown>;
      performUpdate?: () => void;
    };
    let times = 0;
    const observer = new MutationObserver(() => {
      times += 1;
    });
    observer.observe(settings.shadowRoot as ShadowRoot, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    for (let index = 0; index < 20; index += 1) {
      window.home.set('sensor.cradle_abc_123_temperature', String(36 + index / 100), {
        unit_of_measurement: '°C',
      });
      await new Promise((resolve) => setTimeout(resolve));
    }
    return times;
  });
  expect(drawn).toBe(0);
  await page.close();
});
