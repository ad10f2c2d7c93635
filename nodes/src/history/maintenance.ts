import type { InfluxDB } from 'influx';
import { removeBackups } from './backup.ts';
import { localDay } from './local-days.ts';
import { type RemovedPictures, removePictures } from './pictures.ts';
import { MEASUREMENTS, type Measurement, POLICIES } from './schema.ts';
import { instant } from './stored.ts';

/** Hours of the clock at which the daily work is due. */
export const BACKUP_HOUR = 2;
export const CLEANUP_HOUR = 3;

const DAY = 86_400_000;

/** The last moment at or before `now` at which a daily work was due. Milliseconds since 1970 UTC. */
export function lastDue(hour: number, now: number): number {
  const at = (day: number) => {
    const date = new Date(localDay(now).from);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + day, hour).getTime();
  };
  return at(0) <= now ? at(0) : at(-1);
}

/** Whether a daily work is due; what was missed while nothing ran is made up for. */
export function isDue(hour: number, lastRun: number, now: number): boolean {
  return lastRun < lastDue(hour, now);
}

/** What a clean-up removed. */
export interface CleanUp {
  pictures: RemovedPictures;
  backups: string[];
}

/**
 * Removes what is older than is kept. InfluxDB drops whole old shards by itself, by its own clock; this takes the rest
 * of a day as well.
 */
export async function cleanUp(
  client: InfluxDB,
  folders: { pictures: string; backups: string },
  now: number,
): Promise<CleanUp> {
  for (const measurement of Object.keys(MEASUREMENTS) as Measurement[]) {
    const policy = MEASUREMENTS[measurement];
    if (policy === null) continue;
    const limit = now - POLICIES[policy].days * DAY;
    await client.query(`DELETE FROM "${measurement}" WHERE time < ${instant(limit)}`);
  }
  return {
    pictures: removePictures(folders.pictures, now),
    backups: removeBackups(folders.backups, now),
  };
}
