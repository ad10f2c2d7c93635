import type { InfluxDB } from 'influx';
import { writePoints } from '../cradle-influxdb/influx-client.ts';
import { type CryingEpisode, cryingEpisodes, EPISODE_RULES } from './crying-episodes.ts';
import { summariseDay } from './days.ts';
import { localDay, localDays } from './local-days.ts';
import type { HistoryPoint } from './points.ts';
import { type Measurement, source } from './schema.ts';
import { SLEEP_CONTEXT, sleepIntervals, withoutHoles } from './sleep.ts';
import {
  dayPoint,
  episodePoint,
  readCare,
  readCryingSeconds,
  readEpisodeBefore,
  readEpisodes,
  readMinutes,
  readSleep,
  readSleepChangeBefore,
  readSleepChanges,
  readTemperature,
  type SleepChange,
  type Stretch,
  sleepPoint,
  within,
} from './stored.ts';
import { HOUR, type TouchedHours } from './touched-hours.ts';

const MINUTE = 60_000;
/** Hours that are summarised in one go. */
const HOURS_AT_ONCE = 24;
/** Milliseconds after the end of an hour in which its points may still be on their way. */
const SETTLED_AFTER = 3 * MINUTE;

/** Fields of a reading of which the sum and the count are kept. */
const SUMMED = ['temperature', 'away', 'crying', 'motion', 'occupied', 'eyes_open', 'rocking'] as const;

const ofReadings = [
  ...SUMMED.map((name) => `sum("${name}") AS "${name}_sum", count("${name}") AS "${name}_n"`),
  'min("temperature") AS "temperature_min", max("temperature") AS "temperature_max"',
  'max("motion") AS "motion_max"',
].join(', ');

const ofMinutes = [
  ...SUMMED.flatMap((name) => [`${name}_sum`, `${name}_n`]).map((name) => `sum("${name}") AS "${name}"`),
  'min("temperature_min") AS "temperature_min", max("temperature_max") AS "temperature_max"',
  'max("motion_max") AS "motion_max"',
].join(', ');

/** Sums, counts and extremes by minute and by hour, made by the database itself. */
async function downSample(client: InfluxDB, stretch: Stretch): Promise<void> {
  await client.query(
    `SELECT ${ofReadings} INTO ${source('minute')} FROM ${source('reading')} WHERE ${within(stretch)} GROUP BY time(1m), "cradle" fill(none)`,
  );
  await client.query(
    `SELECT ${ofMinutes} INTO ${source('hour')} FROM ${source('minute')} WHERE ${within(stretch)} GROUP BY time(1h), "cradle" fill(none)`,
  );
}

/** Makes what is stored the same as what was found, and touches nothing that is. */
async function replace(
  client: InfluxDB,
  cradle: string,
  measurement: Measurement,
  stored: readonly HistoryPoint[],
  found: readonly HistoryPoint[],
): Promise<void> {
  const wanted = new Map(found.map((point) => [point.time, JSON.stringify(point.fields)]));
  const there = new Map(stored.map((point) => [point.time, JSON.stringify(point.fields)]));
  for (const time of there.keys()) {
    if (wanted.has(time)) continue;
    await client.query(`DELETE FROM "${measurement}" WHERE ${within({ cradle, from: time, to: time + 1 })}`);
  }
  const changed = found.filter(({ time }) => wanted.get(time) !== there.get(time));
  if (changed.length > 0) await writePoints(client, changed);
}

/** Crying that began up to this long before a stretch may reach into it. */
const EPISODE_CONTEXT = HOUR;

async function summariseEpisodes(client: InfluxDB, stretch: Stretch, now: number): Promise<void> {
  const { cradle } = stretch;
  const from = stretch.from - EPISODE_RULES.calm - EPISODE_RULES.gap;
  const before = await readEpisodeBefore(client, cradle, from);
  // An episode that lasts since long before is read from its start.
  const start = before && before.to >= from - EPISODE_RULES.calm ? before.from : from;
  const end = Math.min(now, stretch.to + EPISODE_CONTEXT);
  const wide = { cradle, from: start - EPISODE_RULES.gap, to: end };
  const [crying, minutes, stored] = await Promise.all([
    readCryingSeconds(client, wide),
    readMinutes(client, wide),
    readEpisodes(client, { cradle, from: start, to: stretch.to }),
  ]);
  const rocking = minutes.filter((minute) => (minute.rocking ?? 0) > 0).map(({ time }) => time);
  const inside = (episode: CryingEpisode) => episode.from >= start && episode.from < stretch.to;
  const found = cryingEpisodes(crying, rocking, end).filter(inside);
  const points = (episodes: readonly CryingEpisode[]) =>
    episodes.map((episode) => episodePoint(cradle, episode));
  await replace(client, cradle, 'episode', points(stored), points(found));
}

async function summariseSleep(client: InfluxDB, stretch: Stretch, now: number): Promise<void> {
  const { cradle } = stretch;
  const context = SLEEP_CONTEXT * MINUTE;
  // The last, unfinished minute says nothing yet.
  const known = Math.floor(now / MINUTE) * MINUTE;
  const from = stretch.from - context;
  const to = Math.min(stretch.to, known);
  if (to <= from) return;
  const end = Math.min(to + context, known);
  const minutes = await readMinutes(client, { cradle, from: from - context, to: end });
  const intervals = sleepIntervals(withoutHoles(minutes, from - context, end));
  const [before, stored] = await Promise.all([
    readSleepChangeBefore(client, cradle, from),
    readSleepChanges(client, { cradle, from, to: to + 1 }),
  ]);
  const found: SleepChange[] = [];
  let state = before?.state;
  for (const interval of intervals) {
    if (interval.to <= from || interval.from >= to) continue;
    if (interval.state !== state) found.push({ time: Math.max(from, interval.from), state: interval.state });
    state = interval.state;
  }
  // What comes after this stretch was found before: it goes on from here.
  const after = intervals.find((interval) => interval.from <= to && interval.to > to);
  const stale = stored.find(({ time }) => time === to);
  if (after && to < known && after.state !== state) found.push({ time: to, state: after.state });
  else if (stale && after?.state === stale.state && after.state !== state) found.push(stale);
  const points = (changes: readonly SleepChange[]) => changes.map((change) => sleepPoint(cradle, change));
  await replace(client, cradle, 'sleep', points(stored), points(found));
}

/** The days that a stretch has a say in: the evening belongs to the night of the next day. */
async function summariseDays(client: InfluxDB, stretch: Stretch, now: number): Promise<void> {
  const { cradle } = stretch;
  const last = Math.min(localDay(stretch.to).to, now);
  for (const day of localDays(stretch.from, Math.max(last, stretch.from + 1))) {
    const whole = { cradle, from: day.from, to: day.to };
    const until = Math.min(day.to, now);
    const [episodes, sleep, care, temperature] = await Promise.all([
      readEpisodes(client, whole),
      readSleep(client, { cradle, from: day.night.from, to: Math.max(until, day.night.from + 1) }),
      readCare(client, whole),
      readTemperature(client, whole),
    ]);
    const summary = summariseDay(day, { episodes, sleep, care, temperature });
    await writePoints(client, [dayPoint(cradle, day.from, summary)]);
  }
}

/** Neighbouring hours as stretches of at most a day. */
export function stretchesOf(cradle: string, hours: readonly number[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const hour of hours) {
    const last = stretches.at(-1);
    if (last && last.to === hour && last.to - last.from < HOURS_AT_ONCE * HOUR) last.to = hour + HOUR;
    else stretches.push({ cradle, from: hour, to: hour + HOUR });
  }
  return stretches;
}

/** Makes every summary of a stretch of whole hours anew: late points, and corrected entries, are in it. */
export async function summarise(client: InfluxDB, stretch: Stretch, now: number): Promise<void> {
  await downSample(client, stretch);
  await Promise.all([summariseEpisodes(client, stretch, now), summariseSleep(client, stretch, now)]);
  await summariseDays(client, stretch, now);
}

/**
 * Summarises the touched hours of every cradle. Those that are over are settled; the present one stays touched.
 *
 * @returns How many stretches were summarised.
 * @throws when the database is away; what was done until then stays done.
 */
export async function summariseTouched(
  client: InfluxDB,
  touched: TouchedHours,
  now: number,
): Promise<number> {
  let done = 0;
  for (const cradle of touched.cradles()) {
    for (const stretch of stretchesOf(cradle, touched.of(cradle))) {
      const over: number[] = [];
      for (let hour = stretch.from; hour < stretch.to; hour += HOUR) {
        if (hour + HOUR + SETTLED_AFTER < now) over.push(hour);
      }
      await touched.settle(cradle, over, () => summarise(client, stretch, now));
      done += 1;
    }
  }
  return done;
}
