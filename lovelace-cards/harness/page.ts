import type { Page } from 'playwright';
import { inject } from 'vitest';

export interface Options {
  width?: number;
  dark?: boolean;
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
