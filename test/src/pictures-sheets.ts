/**
 * Draws every card in every size, theme and language into contact sheets, to be looked at:
 *
 *     npm run pictures:sheets -- [--text 200] [--only phone-dark-ko]
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { build, preview } from 'vite';
import { launch } from '../../lovelace-cards/harness/browser.ts';
import { settled } from './browser.ts';

const CARDS: readonly [name: string, query: string][] = [
  ['calm', 'scene=calm&care=fed,changed,bed,medicine,bath,other'],
  ['alert', 'scene=alerts'],
  ['offline', 'scene=offline'],
  ['paused', 'scene=paused'],
  ['video', 'scene=left&stream=playing'],
  ['no-video', 'scene=calm&stream=refused'],
  ['compact', 'scene=alert&layout=compact'],
  ['bedside', 'scene=alert&layout=night'],
  ['history', 'card=smart-cradle-history-card'],
  ['night', 'card=smart-cradle-night-card'],
  ['alerts', 'card=smart-cradle-alerts-card&scene=alert'],
  ['settings', 'card=smart-cradle-settings-card'],
  ['pairing', 'card=smart-cradle-pairing-card&scene=pairing'],
  ['choice', 'card=smart-cradle-choice-card,smart-cradle-card&count=3&chosen&scene=unknown'],
  ['none', 'nothing&chosen'],
];
/** CSS px, and how many stand in a row of the sheet. */
const SIZES = { phone: [390, 5], tablet: [820, 3], desktop: [1280, 2] } as const;
const GAP = 16;
/** What is longer is cut: the end of a long list shows nothing new. */
const TALLEST = 1_600;

const { values } = parseArgs({ options: { text: { type: 'string' }, only: { type: 'string' } } });
const target = fileURLToPath(new URL('../output/sheets', import.meta.url));
const zoom = Number(values.text ?? 100) / 100;

async function cell(browser: Browser, address: string, width: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  try {
    await page.goto(address);
    await page.locator('main article').first().waitFor();
    await page.evaluate((factor) => document.documentElement.style.setProperty('zoom', String(factor)), zoom);
    await page.locator('main .waiting').waitFor({ state: 'detached' });
    if (address.includes('stream=playing')) await page.locator('[data-stream=live]').waitFor();
    else if (!address.includes('card=') && !address.includes('nothing')) {
      await page.locator('[data-picture]:not([data-picture=waiting]), .night').first().waitFor();
    }
    await settled(page);
    const picture = await page.screenshot({ fullPage: true });
    const { height = 0 } = await sharp(picture).metadata();
    return height > TALLEST
      ? await sharp(picture).extract({ left: 0, top: 0, width, height: TALLEST }).png().toBuffer()
      : picture;
  } finally {
    await page.close();
  }
}

/** Cells in columns of equal width, each under the shortest column so far. */
async function sheet(cells: readonly Buffer[], width: number, columns: number): Promise<Sharp> {
  const heights = Array.from({ length: columns }, () => GAP);
  const placed: OverlayOptions[] = [];
  for (const input of cells) {
    const column = heights.indexOf(Math.min(...heights));
    const top = heights[column] ?? 0;
    placed.push({ input, left: GAP + column * (width + GAP), top });
    heights[column] = top + ((await sharp(input).metadata()).height ?? 0) + GAP;
  }
  return sharp({
    create: {
      width: GAP + columns * (width + GAP),
      height: Math.max(...heights),
      channels: 3,
      background: '#777',
    },
  }).composite(placed);
}

mkdirSync(target, { recursive: true });
const configFile = fileURLToPath(new URL('../../lovelace-cards/harness/vite.config.ts', import.meta.url));
await build({ configFile, logLevel: 'error' });
const server = await preview({
  configFile,
  preview: { port: 0, strictPort: false, open: false },
  logLevel: 'error',
});
const browser = await launch();
try {
  for (const [size, [width, columns]] of Object.entries(SIZES)) {
    for (const theme of ['light', 'dark']) {
      for (const language of ['en', 'ko']) {
        const name = `${size}-${theme}-${language}`;
        if (values.only && !name.includes(values.only)) continue;
        const cells: Buffer[] = [];
        for (const [card, query] of CARDS) {
          const address = `${server.resolvedUrls?.local[0]}?width=${width}&lang=${language}&${query}${theme === 'dark' ? '&dark' : ''}`;
          try {
            cells.push(await cell(browser, address, width));
          } catch (error) {
            console.error(`${name}, ${card}: ${error instanceof Error ? error.message : error}`);
          }
        }
        const file = join(target, `${name}${zoom === 1 ? '' : `-${values.text}`}.png`);
        await (await sheet(cells, width, columns)).png().toFile(file);
        console.log(file);
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
