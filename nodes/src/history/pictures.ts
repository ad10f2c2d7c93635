import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CRADLE_UUID_PATTERN } from '@smart-cradle/protocol/cradle-id';
import type { InfluxDB } from 'influx';
import writeFileAtomic from 'write-file-atomic';
import { localClock, localDate } from './local-days.ts';
import type { HistoryPoint } from './points.ts';
import { type Stretch, select, timeOf } from './stored.ts';

/** Days that pictures are kept. */
export const PICTURE_DAYS = 10;
/** Pictures in one answer, besides those of alerts. */
const MAX_PICTURES = 300;
/** Part of the disk, and bytes, that stay free: below, the oldest pictures go early. */
export const LEAST_FREE = { share: 0.05, bytes: 500_000_000 } as const;

/** A stored picture. */
export interface Picture {
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** The alert that it was taken for. */
  alert: string | null;
  /** What a browser can load with the user's login; null: nothing serves it. */
  url: string | null;
}

const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;
const DAY = 86_400_000;

/** Where the pictures are. */
export function picturesFolder(configured: string | undefined, userDir: string | undefined): string {
  return configured ? resolve(configured) : join(userDir ?? '.', 'smart-cradle', 'pictures');
}

/** The file of a picture, below the folder of all: `{uuid}/{day}/{time}.jpg`, or with the alert's type behind the time. */
export function pictureFile(cradle: string, at: number, alert: string | null): string {
  return `${cradle}/${localDate(at)}/${localClock(at)}${alert ? `_${alert}` : ''}.jpg`;
}

/** Puts a picture on the disk. @returns Its place in the index. */
export async function storePicture(
  folder: string,
  picture: { cradle: string; at: number; alert: string | null; jpeg: Buffer },
): Promise<HistoryPoint> {
  const { cradle, at, alert, jpeg } = picture;
  const file = pictureFile(cradle, at, alert);
  mkdirSync(join(folder, cradle, localDate(at)), { recursive: true });
  await writeFileAtomic(join(folder, file), jpeg);
  return {
    measurement: 'frame',
    tags: { cradle },
    fields: { file, bytes: jpeg.byteLength, ...(alert ? { alert } : {}) },
    time: at,
  };
}

export async function readPictures(client: InfluxDB, stretch: Stretch, url: string): Promise<Picture[]> {
  const rows = await select(client, '*', 'frame', stretch);
  return rows.map((row) => ({
    at: timeOf(row),
    alert: typeof row.alert === 'string' ? row.alert : null,
    url: url === '' ? null : `${url}/${String(row.file)}`,
  }));
}

/** All pictures of alerts, and of the others as many as a page can show, evenly over the range. */
export function thinOut(pictures: readonly Picture[]): Picture[] {
  const others = pictures.filter(({ alert }) => alert === null);
  const every = Math.ceil(others.length / MAX_PICTURES);
  const kept = new Set(others.filter((_, index) => index % every === 0));
  return pictures.filter((picture) => picture.alert !== null || kept.has(picture));
}

/** Folders of days, oldest first. */
function dayFolders(folder: string): { date: string; path: string }[] {
  const cradles = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && CRADLE_UUID_PATTERN.test(entry.name),
  );
  return cradles
    .flatMap(({ name }) =>
      readdirSync(join(folder, name))
        .filter((date) => DAY_PATTERN.test(date))
        .map((date) => ({ date, path: join(folder, name, date) })),
    )
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Whether the disk of a folder is nearly full. */
export function isNearlyFull(folder: string): boolean {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return bavail / blocks < LEAST_FREE.share || bavail * bsize < LEAST_FREE.bytes;
}

/** What a clean-up of pictures removed: days by their folders. */
export interface RemovedPictures {
  old: number;
  /** Removed before their time, since the disk is nearly full. */
  early: number;
}

/**
 * Removes the pictures of days that are more than ten days old, and the oldest of the others while the disk is nearly
 * full. Today's stay.
 */
export function removePictures(
  folder: string,
  now: number,
  isFull: () => boolean = () => isNearlyFull(folder),
): RemovedPictures {
  mkdirSync(folder, { recursive: true });
  const removed = { old: 0, early: 0 };
  const limit = localDate(now - PICTURE_DAYS * DAY);
  const today = localDate(now);
  for (const { date, path } of dayFolders(folder)) {
    if (date < limit) removed.old += 1;
    else if (date < today && isFull()) removed.early += 1;
    else continue;
    rmSync(path, { recursive: true, force: true });
  }
  return removed;
}
