import type { CareEntry } from './care-log.ts';
import type { CryingEpisode } from './crying-episodes.ts';
import type { DaySummary } from './days.ts';
import { type SleepInterval, wakeWindows } from './sleep.ts';

/** Minutes after a feed in which crying is put together with it. */
export const AFTER_FEEDING = 40;

const MINUTE = 60_000;

/** What repeats itself over a range. It says what came after what, and never why. */
export interface Patterns {
  /** Episodes by the hour in which they began. */
  cries_by_hour: number[];
  after_feeding: {
    feeds: number;
    /** Feeds that an episode followed within {@link AFTER_FEEDING} minutes. */
    followed_by_crying: number;
    /** Median minutes from the feed to that episode; null when there was none. */
    median_minutes: number | null;
  };
  /** Median length of being awake between two sleeps, minutes; null when there was none. */
  wake_window_minutes: number | null;
  /** Slope of the daily mean temperature, °C a day; null with less than three days. */
  temperature_trend: number | null;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return Math.round(((low + high) / 2) * 10) / 10;
}

/** Slope of the least squares line of the daily means over the day's number. */
export function temperatureTrend(days: readonly DaySummary[]): number | null {
  const points = days.flatMap(({ date, temperature }) =>
    temperature ? [{ x: Date.parse(date) / 86_400_000, y: temperature[1] }] : [],
  );
  if (points.length < 3) return null;
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const slope = mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
  return Math.round(slope * 1000) / 1000;
}

export function findPatterns(material: {
  days: readonly DaySummary[];
  episodes: readonly CryingEpisode[];
  sleep: readonly SleepInterval[];
  care: readonly CareEntry[];
}): Patterns {
  const { days, episodes, sleep, care } = material;
  const feeds = care.filter(({ kind }) => kind === 'fed');
  const waits = feeds.flatMap(({ at }) => {
    const first = episodes.find(({ from }) => from >= at);
    return first && first.from - at <= AFTER_FEEDING * MINUTE ? [(first.from - at) / MINUTE] : [];
  });
  return {
    cries_by_hour: Array.from({ length: 24 }, (_, hour) =>
      days.reduce((sum, day) => sum + (day.cries_by_hour[hour] ?? 0), 0),
    ),
    after_feeding: {
      feeds: feeds.length,
      followed_by_crying: waits.length,
      median_minutes: median(waits),
    },
    wake_window_minutes: median(wakeWindows(sleep).map(({ from, to }) => (to - from) / MINUTE)),
    temperature_trend: temperatureTrend(days),
  };
}
