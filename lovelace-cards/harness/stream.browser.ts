import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launch } from './browser.ts';
import { show } from './page.ts';

/** The live video: a real WebRTC connection whose other end is in the page too. */

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
afterEach(() => page?.close());

async function open(query: string): Promise<Page> {
  page = await browser.newPage();
  await show(page, query);
  return page;
}

const stage = (kind: string): Locator => page.locator(`[data-stream=${kind}]`);
/** The cradle's own pictures are what is seen. */
const stills = (): Locator => page.locator('[data-picture=live]');
const state = () => page.evaluate(() => ({ ...window.home.stream }));
const muted = () =>
  page.locator('smart-cradle-live-stream video').evaluate((video: HTMLVideoElement) => video.muted);

test('video comes muted in place of the pictures, and a tap brings its sound', async () => {
  await open('scene=calm&stream=playing');
  await stage('live').waitFor();
  expect(await stills().isVisible()).toBe(false);
  expect(await muted()).toBe(true);
  const sound = page.locator('[data-action=sound]');
  await sound.click();
  expect(await sound.getAttribute('aria-pressed')).toBe('true');
  expect(await muted()).toBe(false);
  const playing = await page
    .locator('smart-cradle-live-stream video')
    .evaluate((video: HTMLVideoElement) => ({
      paused: video.paused,
      sounds: (video.srcObject as MediaStream)
        .getAudioTracks()
        .filter(({ readyState }) => readyState === 'live'),
    }));
  expect(playing).toMatchObject({ paused: false, sounds: [expect.anything()] });
});

test('video that hangs is not shown as live: the pictures come back, and the video when it moves again', async () => {
  await open('scene=calm&stream=playing');
  await stage('live').waitFor();
  await page.evaluate(() => {
    if (window.home.stream) window.home.stream.moving = false;
  });
  await stage('stalled').waitFor({ state: 'attached' });
  await stills().waitFor();
  await stage('dead').waitFor({ state: 'attached', timeout: 15_000 });
  await page.evaluate(() => {
    if (window.home.stream) window.home.stream.moving = true;
  });
  await stage('live').waitFor({ timeout: 15_000 });
  expect(await state()).toMatchObject({ open: 1, opened: 2 });
});

test.each([
  ['refused', 'dead', 'Video does not come'],
  ['hls', 'unsupported', 'camera.video offers no WebRTC'],
])('a camera whose stream is %s leaves the pictures, and it is said why', async (mode, kind, words) => {
  await open(`scene=calm&stream=${mode}`);
  await stage(kind).waitFor({ state: 'attached' });
  await stills().waitFor();
  await expect
    .poll(() => page.locator('smart-cradle-live-stream [role=status]').textContent())
    .toContain(words);
});

test('the connection ends when the card leaves the page, and when nobody looks or listens', async () => {
  await open('scene=calm&stream=playing');
  await stage('live').waitFor();
  const outOfSight = () =>
    page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const seen = new IntersectionObserver((entries) => {
            if (entries.some(({ isIntersecting }) => !isIntersecting)) resolve();
          });
          seen.observe(document.querySelector('main') as HTMLElement);
        }),
    );
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      (document.querySelector('main') as HTMLElement).style.display = value ? 'none' : '';
    }, hidden);
  await hide(true);
  await expect.poll(state).toMatchObject({ open: 0 });
  await hide(false);
  await stage('live').waitFor();
  await page.locator('[data-action=sound]').click();
  await hide(true);
  await outOfSight();
  expect(await state()).toMatchObject({ open: 1 });
  await page.evaluate(() => document.querySelector('smart-cradle-card')?.remove());
  await expect.poll(state).toMatchObject({ open: 0, opened: 2 });
});

test('full screen keeps the same connection, and Escape leaves it', async () => {
  await open('scene=calm&stream=playing');
  await stage('live').waitFor();
  await page.locator('[data-action=full-screen]').click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  expect(await dialog.boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await state()).toMatchObject({ open: 1, opened: 1 });
});

test('the bedside view lets the sound go on when the picture is hidden', async () => {
  await open('layout=night&stream=playing');
  const toggle = page.locator('.show-picture');
  await toggle.click();
  await stage('live').waitFor();
  await page.locator('[data-action=sound]').click();
  await toggle.click();
  await page.locator('smart-cradle-live-stream .note').filter({ hasText: 'Sound is on' }).waitFor();
  expect(await state()).toMatchObject({ open: 1, opened: 1 });
  expect(await muted()).toBe(false);
  await page.locator('smart-cradle-live-stream').getByRole('button', { name: 'Mute' }).click();
  await expect.poll(state).toMatchObject({ open: 0 });
});
