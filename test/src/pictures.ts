/** Takes the best of the pictures that the tests made into the documentation: npm test -- dashboard && npm run pictures */
import { existsSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { outputOf } from './output.ts';
import { SUITE_NAMES } from './suites.ts';

const BEST = [
  'overview-phone',
  'overview-phone-korean',
  'dashboard-alert',
  'dashboard-five',
  'overview-desktop-dark',
  'history-phone',
  'history-week-korean',
  'history-month-desktop',
  'night-phone',
  'editor-card',
  'alerts-phone-dark',
  'settings-desktop',
  'bedside-phone',
] as const;
/** Bytes: a page of the documentation is to open quickly on a phone. */
const MOST = 150_000;

const target = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
mkdirSync(target, { recursive: true });
for (const name of BEST) {
  const source = SUITE_NAMES.map((suite) => join(outputOf(suite), 'pictures', `${name}.png`)).find(
    existsSync,
  );
  if (!source) throw new Error(`${name}.png is missing: run npm test -- dashboard first`);
  const picture = await sharp(source).png({ palette: true, quality: 90, effort: 9 }).toBuffer();
  if (picture.length > MOST) throw new Error(`${name}: ${picture.length} bytes, ${MOST} are allowed`);
  await writeFile(join(target, `${name}.png`), picture);
  console.log(`docs/pictures/${name}.png: ${Math.round(picture.length / 1000)} kB`);
}
