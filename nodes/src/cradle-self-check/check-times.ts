import type { Occupied } from '@smart-cradle/protocol/messages';

/** Milliseconds that the bed must have been empty, so that the next baby in it is the first of the evening. */
export const EMPTY_FOR = 2 * 3_600_000;
/** Milliseconds that it must be occupied then. */
export const OCCUPIED_FOR = 60_000;
/** Milliseconds between two checks that nobody asked for. */
export const AT_MOST_EVERY = 3_600_000;

/** When a cradle was looked at, and what is known of its bed. Milliseconds of the rules' clock. */
export interface BedTimes {
  emptySince: number | null;
  occupiedSince: number | null;
  /** Whether the bed had been empty for long before it was occupied. */
  first: boolean;
  checkedAt: number | null;
}

export const NO_BED: BedTimes = { emptySince: null, occupiedSince: null, first: false, checkedAt: null };

/** What a word about the bed changes. */
export function seeBed(times: BedTimes, occupied: Occupied, now: number): BedTimes {
  if (occupied === 'unknown') return times;
  if (occupied === 'OFF') {
    return { ...times, emptySince: times.emptySince ?? now, occupiedSince: null, first: false };
  }
  if (times.occupiedSince !== null) return times;
  const first = times.emptySince !== null && now - times.emptySince >= EMPTY_FOR;
  return { ...times, emptySince: null, occupiedSince: now, first };
}

/** Whether the bed has just been occupied for the first time since long. */
export function isBedTime({ occupiedSince, first, checkedAt }: BedTimes, now: number): boolean {
  if (!first || occupiedSince === null || now - occupiedSince < OCCUPIED_FOR) return false;
  return checkedAt === null || now - checkedAt >= AT_MOST_EVERY;
}

/** `19:30` → minutes of the day; undefined: no time. */
export function minutesOf(time: string): number | undefined {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return hour !== '' && Number(hour) < 24 && Number(minute) < 60 ? minutes : undefined;
}

/** Whether the local time of day has come between two moments. */
export function hasPassed(minutes: number, before: Date, now: Date): boolean {
  const due = new Date(now);
  due.setHours(Math.floor(minutes / 60), minutes % 60, 0, 0);
  return before < due && due <= now;
}
