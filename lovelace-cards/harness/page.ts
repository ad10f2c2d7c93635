import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import { inject } from 'vitest';

const PROGRAMS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export interface Options {
  width?: number;
  dark?: boolean;
}

export async function launch(): Promise<Browser> {
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--autoplay-policy=user-gesture-required',
      // Both ends of a video connection are in one page, without a network.
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
}

/** The page that shows what the query asks for: see `harness.ts`. */
export async function show(
  page: Page,
  query: string,
  { width = 390, dark = false }: Options = {},
): Promise<void> {
  await page.setViewportSize({ width, height: 844 });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.goto(`${inject('harness')}?width=${width}&${query}${dark ? '&dark' : ''}`);
  await page.locator('main article').first().waitFor();
}

/** The commands that were sent through the cradle's notify entity. */
export function commands(page: Page): Promise<Record<string, unknown>[]> {
  return page.evaluate(() =>
    window.home.calls
      .filter(({ service }) => service === 'send_message')
      .map(({ data }) => JSON.parse(String(data.message)) as Record<string, unknown>),
  );
}
