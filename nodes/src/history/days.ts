import type { CareEntry } from './care-log.ts';
import type { CryingEpisode } from './crying-episodes.ts';
import { type LocalDay, localHour } from './local-days.ts';
import { longestSleep, minutesIn, type SleepInterval } from './sleep.ts';

/** Smallest, mean and largest; °C. */
export type Range = readonly [number, number, number];

/** One day in numbers. */
export interface DaySummary {
  /** `YYYY-MM-DD`. */
  date: string;
  sleep_minutes: number;
  /** Sleep of the night that ended on this morning. */
  night_minutes: number;
  longest_sleep_minutes: number;
  cries: number;
  crying_minutes: number;
  feeds: number;
  changes: number;
  temperature: Range | null;
  /** Episodes by the hour in which they began. */
  cries_by_hour: number[];
}

/** What a day is made of; what lies outside of it is left out. */
export interface DayMaterial {
  episodes: readonly CryingEpisode[];
  sleep: readonly SleepInterval[];
  care: readonly CareEntry[];
  temperature: Range | null;
}

const round = (value: number) => Math.round(value * 10) / 10;

export function summariseDay(day: LocalDay, material: DayMaterial): DaySummary {
  const { sleep, temperature } = material;
  const inside = (time: number) => time >= day.from && time < day.to;
  const episodes = material.episodes.filter(({ from }) => inside(from));
  const care = material.care.filter(({ at }) => inside(at));
  const byHour = Array.from({ length: 24 }, () => 0);
  for (const { from } of episodes) {
    const hour = localHour(from);
    byHour[hour] = (byHour[hour] ?? 0) + 1;
  }
  return {
    date: day.date,
    sleep_minutes: round(minutesIn(sleep, 'asleep', day.from, day.to)),
    night_minutes: round(minutesIn(sleep, 'asleep', day.night.from, day.night.to)),
    longest_sleep_minutes: round(longestSleep(sleep, day.night.from, day.night.to)),
    cries: episodes.length,
    crying_minutes: round(episodes.reduce((sum, { crying }) => sum + crying, 0) / 60),
    feeds: care.filter(({ kind }) => kind === 'fed').length,
    changes: care.filter(({ kind }) => kind === 'changed').length,
    temperature: temperature && [round(temperature[0]), round(temperature[1]), round(temperature[2])],
    cries_by_hour: byHour,
  };
}

/** Seven days in numbers, Monday to Sunday; means are over the days that are there. */
export interface WeekSummary {
  /** `YYYY-MM-DD` of its Monday. */
  week: string;
  days: number;
  sleep_minutes_a_day: number;
  night_minutes_a_night: number;
  longest_sleep_minutes: number;
  cries_a_day: number;
  crying_minutes_a_day: number;
  feeds_a_day: number;
  changes_a_day: number;
}

function mondayOf(date: string): string {
  // A date without a time is UTC for `Date`: no time zone can move it to another day.
  const day = new Date(date);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  day.setUTCDate(day.getUTCDate() - sinceMonday);
  return day.toISOString().slice(0, 10);
}

export function summariseWeeks(days: readonly DaySummary[]): WeekSummary[] {
  const weeks = Map.groupBy(days, ({ date }) => mondayOf(date));
  return [...weeks].map(([week, own]) => {
    const mean = (of: (day: DaySummary) => number) =>
      round(own.reduce((sum, day) => sum + of(day), 0) / own.length);
    return {
      week,
      days: own.length,
      sleep_minutes_a_day: mean((day) => day.sleep_minutes),
      night_minutes_a_night: mean((day) => day.night_minutes),
      longest_sleep_minutes: Math.max(...own.map((day) => day.longest_sleep_minutes)),
      cries_a_day: mean((day) => day.cries),
      crying_minutes_a_day: mean((day) => day.crying_minutes),
      feeds_a_day: mean((day) => day.feeds),
      changes_a_day: mean((day) => day.changes),
    };
  });
}
