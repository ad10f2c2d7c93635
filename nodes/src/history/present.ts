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

/** The present state, since when, and since when awake. */
export function presentState(intervals: readonly SleepInterval[]): {
  state: SleepState;
  since: number | null;
  awakeSince: number | null;
} {
  const last = intervals.at(-1);
  if (!last) return { state: 'unknown', since: null, awakeSince: null };
  const since = last.from;
  if (last.state === 'asleep' || last.state === 'unknown')
    return { state: last.state, since, awakeSince: null };
  // Fussing, being away and being awake in turn are one time of being awake.
  const lastSleep = intervals.findLast(({ state }) => state === 'asleep' || state === 'unknown');
  return { state: last.state, since, awakeSince: lastSleep?.to ?? intervals[0]?.from ?? null };
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
  return {
    sleep_state: state,
    sleep_state_since: iso(since),
    awake_since: iso(awakeSince),
    cries_today: day?.cries ?? 0,
    crying_minutes_today: day?.crying_minutes ?? 0,
    sleep_minutes_today: Math.round(minutesIn(intervals, 'asleep', today.from, now)),
    last_night_minutes: day?.night_minutes ?? null,
    longest_sleep_minutes: day?.longest_sleep_minutes ?? null,
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
