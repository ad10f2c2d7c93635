import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localDate } from './local-days.ts';
import { type Picture, pictureFile, removePictures, storePicture, thinOut } from './pictures.ts';
import { makeTimeLapse, parseTimeLapseRequest } from './time-lapse.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-24T03:00').getTime();
const jpeg = Buffer.from([0xff, 0xd8, 0xff]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-pictures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const store = (daysAgo: number, alert: string | null = null) =>
  storePicture(folder, { cradle: 'cradle-a', at: NOW - daysAgo * DAY, alert, jpeg });
const days = () => readdirSync(join(folder, 'cradle-a')).sort();

test('a picture is a file of its day, and stands in the index', async () => {
  const { fields, time } = await store(0, 'crying');
  expect(fields).toEqual({ file: 'cradle-a/2026-11-24/03-00-00_crying.jpg', bytes: 3, alert: 'crying' });
  expect(time).toBe(NOW);
  expect(existsSync(join(folder, pictureFile('cradle-a', NOW, 'crying')))).toBe(true);
});

test('pictures go after ten days, and the oldest earlier while the disk is nearly full; those of today stay', async () => {
  for (const daysAgo of [0, 1, 5, 10, 11]) await store(daysAgo);
  expect(removePictures(folder, NOW, () => false)).toEqual({ old: 1, early: 0 });
  expect(days()).toHaveLength(4);
  let left = 2;
  expect(removePictures(folder, NOW, () => left-- > 0)).toEqual({ old: 0, early: 2 });
  expect(days()).toEqual([localDate(NOW - DAY), localDate(NOW)]);
  expect(removePictures(folder, NOW, () => true)).toEqual({ old: 0, early: 1 });
  expect(days()).toEqual([localDate(NOW)]);
});

test('an answer has at most 300 pictures, and all of alerts', () => {
  const pictures: Picture[] = Array.from({ length: 5000 }, (_, at) => ({
    at,
    alert: at % 1000 === 7 ? 'crying' : null,
    url: null,
  }));
  const thinned = thinOut(pictures);
  expect(thinned.filter(({ alert }) => alert).length).toBe(5);
  expect(thinned.length).toBeLessThanOrEqual(305);
  expect(thinned.at(-1)?.at).toBeGreaterThan(4900);
});

test('a time lapse without pictures, and a wrong night, say so', async () => {
  await expect(makeTimeLapse(folder, { cradle: 'cradle-a', night: '2026-11-24' })).rejects.toMatchObject({
    status: 404,
  });
  expect(parseTimeLapseRequest({ cradle: 'cradle-a', night: '../../etc' }, NOW)).toMatchObject({
    ok: false,
    field: 'night',
  });
  expect(parseTimeLapseRequest({ cradle: 'cradle-a', night: '' }, NOW)).toMatchObject({
    ok: true,
    value: { night: '2026-11-24' },
  });
});

test('a time lapse says that ffmpeg is missing', async () => {
  await store(0);
  await storePicture(folder, { cradle: 'cradle-a', at: NOW + 60_000, alert: null, jpeg });
  const { PATH } = process.env;
  process.env.PATH = folder;
  try {
    const night = { cradle: 'cradle-a', night: '2026-11-24' };
    await expect(makeTimeLapse(folder, night)).rejects.toThrow('ffmpeg is not installed');
  } finally {
    process.env.PATH = PATH;
  }
});
