import type { SleepState } from '@smart-cradle/protocol/statistics';
import type { InfluxDB } from 'influx';
import { localDay } from './local-days.ts';
import { minutesIn, type SleepInterval } from './sleep.ts';
import type { StatisticValues } from './statistic-messages.ts';
import { readDays, readSleep } from './stored.ts';

const MINUTE = 60_000;
/** Looked back for the start of the present state, milliseconds. */
const LOOK_BACK = 3 * 24 * 60 * MINUTE;
/** Without a known minute for this long, nothing is said of the present. */
const STALE = 10 * MINUTE;

/**
 * The present state, since when, and since when awake. A start that nobody saw is not claimed: what was unknown before is
 * not known to have been something else.
 *
 * @param intervals Those of the last days.
 */
export function presentState(intervals: readonly SleepInterval[]): {
  state: SleepState;
  since: number | null;
  awakeSince: number | null;
} {
  const last = intervals.at(-1);
  if (!last) return { state: 'unknown', since: null, awakeSince: null };
  const { state } = last;
  const before = intervals.at(-2);
  // Within the days there is always an end of something known, unless the cradle is new or has not been looked at.
  const since = before && (before.state !== 'unknown' || state === 'unknown') ? last.from : null;
  if (state === 'asleep' || state === 'unknown') return { state, since, awakeSince: null };
  // Fussing, being away and being awake in turn are one time of being awake.
  const lastSleep = intervals.findLast((one) => one.state === 'asleep' || one.state === 'unknown');
  return { state, since, awakeSince: lastSleep?.state === 'asleep' ? lastSleep.to : null };
}

/** What the statistics of a cradle are now, from its summaries. @throws when the database is away. */
export async function readPresent(client: InfluxDB, cradle: string, now: number): Promise<StatisticValues> {
  const today = localDay(now);
  const [intervals, days] = await Promise.all([
    readSleep(client, { cradle, from: now - LOOK_BACK, to: now }),
    readDays(client, { cradle, from: today.from, to: today.from + 1 }),
  ]);
  const { state, since, awakeSince } = presentState(intervals);
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  const [day] = days;
  const { night } = today;
  const seen = intervals.some((one) => one.state !== 'unknown' && one.from < night.to && one.to > night.from);
  return {
    sleep_state: state,
    sleep_state_since: iso(since),
    awake_since: iso(awakeSince),
    cries_today: day?.cries ?? 0,
    crying_minutes_today: day?.crying_minutes ?? 0,
    sleep_minutes_today: Math.round(minutesIn(intervals, 'asleep', today.from, now)),
    // A night that nobody watched is no night without sleep.
    last_night_minutes: seen ? (day?.night_minutes ?? null) : null,
    longest_sleep_minutes: seen ? (day?.longest_sleep_minutes ?? null) : null,
  };
}

/** What is said while the database is away: the present is not known; what was counted stays. */
export const UNKNOWN_PRESENT: StatisticValues = {
  sleep_state: 'unknown',
  sleep_state_since: null,
  awake_since: null,
};

/** Whether the database has been away for so long that the present is not known any more. */
export function isStale(readAt: number, now: number): boolean {
  return now - readAt > STALE;
}
