import type { Page } from 'playwright';
import { expect } from 'vitest';

/** Goes back in the history card's chart, with the keyboard, to a moment of which there is a picture, and sees it load. */
export async function findPictureOfMoment(page: Page): Promise<void> {
  const charts = page.locator('.charts');
  const picture = page.locator('.moment img');
  await charts.press('End');
  await expect
    .poll(
      async () => {
        if ((await picture.count()) === 0) await charts.press('ArrowLeft');
        return picture.count();
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(1);
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), { timeout: 20_000 })
    .toBe(640);
}
