import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser, openLoggedIn, settled } from '../src/browser.ts';
import { followStates, type HomeAssistantStates } from '../src/home-assistant.ts';
import { OUTPUT } from '../src/output.ts';

/** The cards' editors where they are used: in Home Assistant's own dialog, by an administrator. */
const start = inject('start');
const pictures = join(OUTPUT, 'pictures');
const DASHBOARD = 'cards-edited';
/** Pixels in which the largest card fits with an alert on it: what must be scrolled to lies below the header. */
const TALL = 1800;
const CARDS = ['card', 'history-card', 'night-card', 'alerts-card', 'settings-card', 'pairing-card'] as const;

interface Dashboard {
  views: { sections: { cards: Record<string, unknown>[] }[] }[];
}

let states: HomeAssistantStates;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  states = await followStates(start.homeAssistant);
  await states.connection.sendMessagePromise({
    type: 'lovelace/dashboards/create',
    url_path: DASHBOARD,
    mode: 'storage',
    title: 'Cards',
    show_in_sidebar: false,
    require_admin: true,
  });
  await states.connection.sendMessagePromise({
    type: 'lovelace/config/save',
    url_path: DASHBOARD,
    config: {
      views: [...CARDS.map((name) => view(name, {})), view('wrong', { layout: 'tiny' })],
    },
  });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await states?.connection
    .sendMessagePromise<{ id: string; url_path: string }[]>({ type: 'lovelace/dashboards/list' })
    .then((all) => all.find(({ url_path }) => url_path === DASHBOARD))
    .then((one) =>
      states.connection.sendMessagePromise({
        type: 'lovelace/dashboards/delete',
        dashboard_id: one?.id,
      }),
    );
  states?.close();
});

function view(name: string, more: Record<string, unknown>) {
  const type = `custom:smart-cradle-${name === 'wrong' ? 'card' : name}`;
  return {
    title: name,
    path: name,
    type: 'sections',
    sections: [{ type: 'grid', cards: [{ type, cradle: start.uuid, ...more }] }],
  };
}

async function saved(index: number): Promise<Record<string, unknown> | undefined> {
  const { views } = await states.connection.sendMessagePromise<Dashboard>({
    type: 'lovelace/config',
    url_path: DASHBOARD,
  });
  return views[index]?.sections[0]?.cards[0];
}

/** Opens the editor of a view's card. @returns the dialog. */
async function edit(page: Page): Promise<Locator> {
  const card = page.locator('hui-card-edit-mode').first();
  await card.waitFor({ timeout: 60_000 });
  await card.locator('article, hui-error-card').first().waitFor({ timeout: 30_000 });
  await card.click({ position: { x: 60, y: 60 } });
  return page.locator('hui-dialog-edit-card');
}

test.each(CARDS)('%s has its editor and its preview in Home Assistant’s dialog', async (name) => {
  const page = await openLoggedIn(browser, start.homeAssistant, `/${DASHBOARD}/${name}?edit=1`, {
    width: 1280,
    height: TALL,
  });
  const dialog = await edit(page);
  await dialog.getByText('Left empty, the card shows the cradle that is chosen').waitFor({ timeout: 30_000 });
  await dialog.locator('article').first().waitFor();
  await settled(page);
  await page.screenshot({ path: join(pictures, `editor-${name}.png`) });
  await page.context().close();
});

test('a value that is changed in the editor is saved, and the card follows', async () => {
  const page = await openLoggedIn(browser, start.homeAssistant, `/${DASHBOARD}/history-card?edit=1`, {
    width: 1280,
    height: TALL,
  });
  const dialog = await edit(page);
  await dialog.locator('ha-select').first().click({ timeout: 30_000 });
  await page.locator('ha-dropdown-item').filter({ hasText: '30 days' }).click();
  await dialog.locator('[data-range="30d"][aria-pressed=true]').waitFor();
  await dialog.locator('ha-button').filter({ hasText: 'Save' }).click();
  await expect
    .poll(() => saved(CARDS.indexOf('history-card')), { timeout: 10_000 })
    .toMatchObject({ range: '30d' });
  await page.context().close();
});

test('a wrong configuration says in the editor which field and value are wrong', async () => {
  const page = await openLoggedIn(browser, start.homeAssistant, `/${DASHBOARD}/wrong?edit=1`, {
    width: 1280,
    height: TALL,
  });
  await page
    .getByText('layout ("tiny") must be one of full, compact, night')
    .first()
    .waitFor({ timeout: 60_000 });
  await page.screenshot({ path: join(pictures, 'editor-wrong.png') });
  await page.context().close();
});

test('the card picker finds the cards, and suggests them for an entity of a cradle', async () => {
  const page = await openLoggedIn(browser, start.homeAssistant, `/${DASHBOARD}/pairing-card?edit=1`, {
    width: 1280,
    height: 1000,
  });
  await page.locator('hui-card-edit-mode').first().waitFor({ timeout: 60_000 });
  await page.locator('hui-grid-section .add').last().click();
  const dialog = page.locator('hui-dialog-create-card');
  const search = dialog.locator('input').locator('visible=true').first();
  await search.fill('Direction');
  await dialog.getByText('Direction', { exact: true }).first().click();
  await dialog.locator('smart-cradle-card article').first().waitFor({ timeout: 30_000 });
  await dialog.locator('smart-cradle-history-card article').first().waitFor({ timeout: 30_000 });
  await settled(page);
  await page.screenshot({ path: join(pictures, 'picker-suggestions.png') });
  await dialog.getByText('By card', { exact: true }).click();
  await search.fill('Smart Cradle');
  await dialog.getByText('Smart Cradle: last night').first().waitFor({ timeout: 30_000 });
  await dialog.locator('smart-cradle-night-card article').first().waitFor({ timeout: 30_000 });
  await settled(page);
  await page.screenshot({ path: join(pictures, 'picker.png') });
  await page.context().close();
});
