import type { CareKind } from '@smart-cradle/protocol/care';
import type { SleepState } from '@smart-cradle/protocol/statistics';
import { type InfluxDB, escape as influxEscape } from 'influx';
import { type CareEntry, type CareRow, foldCare } from './care-log.ts';
import type { CryingEpisode, CryingSecond } from './crying-episodes.ts';
import type { DaySummary, Range } from './days.ts';
import type { HistoryPoint } from './points.ts';
import { type Measurement, source } from './schema.ts';
import type { Minute, SleepInterval } from './sleep.ts';

/** A cradle and a range, milliseconds since 1970 UTC; `to` is outside of it. */
export interface Stretch {
  cradle: string;
  from: number;
  to: number;
}

/** Later than anything that is stored, and within what InfluxDB takes. */
const FAR_AHEAD = 9_000_000_000_000;

/** A whole number of milliseconds as InfluxQL reads it; what is no number throws. */
export function instant(milliseconds: number): string {
  if (!Number.isSafeInteger(milliseconds)) throw new RangeError(`no moment: ${milliseconds}`);
  return `${milliseconds}ms`;
}

/** The condition of a statement. The UUID is escaped as a string, moments are numbers: nothing else comes in. */
export function within({ cradle, from, to }: Stretch): string {
  return `"cradle" = ${influxEscape.stringLit(cradle)} AND time >= ${instant(from)} AND time < ${instant(to)}`;
}

type Row = Record<string, unknown> & { time: { getTime(): number } };

/** Milliseconds since 1970 UTC of a row. */
export function timeOf(row: Row): number {
  return row.time.getTime();
}

export async function select(
  client: InfluxDB,
  fields: string,
  measurement: Measurement,
  stretch: Stretch,
  end = '',
): Promise<Row[]> {
  return await client.query<Row>(
    `SELECT ${fields} FROM ${source(measurement)} WHERE ${within(stretch)} ${end}`,
    { precision: 'ms' },
  );
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function share(sum: unknown, count: unknown): number | null {
  const [total, readings] = [numberOf(sum), numberOf(count)];
  return total === null || !readings ? null : total / readings;
}

export async function readMinutes(client: InfluxDB, stretch: Stretch): Promise<Minute[]> {
  const fields =
    'crying_sum, crying_n, away_n, temperature_n, occupied_sum, occupied_n, eyes_open_sum, eyes_open_n, motion_sum, motion_n, rocking_sum, rocking_n';
  const rows = await select(client, fields, 'minute', stretch);
  return rows.map((row) => ({
    time: timeOf(row),
    readings: Math.max(
      ...[row.crying_n, row.away_n, row.temperature_n, row.motion_n].map((count) => numberOf(count) ?? 0),
    ),
    crying: share(row.crying_sum, row.crying_n),
    occupied: share(row.occupied_sum, row.occupied_n),
    eyesOpen: share(row.eyes_open_sum, row.eyes_open_n),
    eyesSeen: numberOf(row.eyes_open_n) ?? 0,
    motion: share(row.motion_sum, row.motion_n),
    rocking: share(row.rocking_sum, row.rocking_n),
  }));
}

/** The seconds in which crying was heard. */
export async function readCryingSeconds(client: InfluxDB, stretch: Stretch): Promise<CryingSecond[]> {
  const rows = await client.query<Row>(
    `SELECT "crying", "probability", "motion", "occupied" FROM ${source('reading')} WHERE ${within(stretch)} AND "crying" = 1`,
    { precision: 'ms' },
  );
  return rows.map((row) => {
    const occupied = numberOf(row.occupied);
    return {
      time: timeOf(row),
      probability: numberOf(row.probability),
      motion: numberOf(row.motion),
      occupied: occupied === null ? null : occupied === 1,
    };
  });
}

export function episodePoint(cradle: string, episode: CryingEpisode): HistoryPoint {
  return {
    measurement: 'episode',
    tags: { cradle },
    fields: {
      to: episode.to,
      crying: episode.crying,
      rocked: episode.rocked,
      calm: episode.calmAfter !== null,
      calm_after: episode.calmAfter ?? 0,
    },
    time: episode.from,
  };
}

function episodeOf(row: Row): CryingEpisode {
  return {
    from: timeOf(row),
    to: numberOf(row.to) ?? timeOf(row),
    crying: numberOf(row.crying) ?? 0,
    calmAfter: row.calm === true ? numberOf(row.calm_after) : null,
    rocked: row.rocked === true,
  };
}

/** Episodes that begin in the range. */
export async function readEpisodes(client: InfluxDB, stretch: Stretch): Promise<CryingEpisode[]> {
  return (await select(client, '*', 'episode', stretch)).map(episodeOf);
}

/** The last episode that began before a moment. */
export async function readEpisodeBefore(
  client: InfluxDB,
  cradle: string,
  moment: number,
): Promise<CryingEpisode | undefined> {
  const [row] = await select(
    client,
    '*',
    'episode',
    { cradle, from: 0, to: moment },
    'ORDER BY time DESC LIMIT 1',
  );
  return row && episodeOf(row);
}

/** A change of the sleep state. */
export interface SleepChange {
  time: number;
  state: SleepState;
}

export function sleepPoint(cradle: string, { time, state }: SleepChange): HistoryPoint {
  return { measurement: 'sleep', tags: { cradle }, fields: { state }, time };
}

export async function readSleepChanges(client: InfluxDB, stretch: Stretch): Promise<SleepChange[]> {
  const rows = await select(client, '"state"', 'sleep', stretch);
  return rows.map((row) => ({ time: timeOf(row), state: row.state as SleepState }));
}

export async function readSleepChangeBefore(
  client: InfluxDB,
  cradle: string,
  moment: number,
): Promise<SleepChange | undefined> {
  const [row] = await select(
    client,
    '"state"',
    'sleep',
    { cradle, from: 0, to: moment },
    'ORDER BY time DESC LIMIT 1',
  );
  return row && { time: timeOf(row), state: row.state as SleepState };
}

/** The stretches of a range, cut to it; the last one lasts until `to`. */
export async function readSleep(client: InfluxDB, stretch: Stretch): Promise<SleepInterval[]> {
  const [before, changes] = await Promise.all([
    readSleepChangeBefore(client, stretch.cradle, stretch.from),
    readSleepChanges(client, stretch),
  ]);
  const all = [...(before ? [{ ...before, time: stretch.from }] : []), ...changes];
  const intervals: SleepInterval[] = [];
  for (const { time, state } of all) {
    const last = intervals.at(-1);
    if (last?.state === state) continue;
    if (last) last.to = time;
    intervals.push({ from: time, to: stretch.to, state });
  }
  return intervals.filter(({ from, to }) => to > from);
}

/** Entries that are dated in the range. */
export async function readCare(client: InfluxDB, stretch: Stretch): Promise<CareEntry[]> {
  // An entry is never dated after the steps that made it: those since the beginning of the range are enough.
  const rows = await select(client, '*', 'care', { ...stretch, to: FAR_AHEAD });
  const steps = rows.map(
    (row): CareRow => ({
      id: String(row.id),
      kind: row.kind as CareKind,
      at: numberOf(row.at) ?? timeOf(row),
      note: String(row.note ?? ''),
      deleted: row.deleted === true,
      by: typeof row.by === 'string' ? row.by : null,
    }),
  );
  return foldCare(steps).filter(({ at }) => at >= stretch.from && at < stretch.to);
}

export function dayPoint(cradle: string, from: number, day: DaySummary): HistoryPoint {
  const { date, temperature, cries_by_hour, ...numbers } = day;
  return {
    measurement: 'day',
    tags: { cradle },
    fields: {
      date,
      ...numbers,
      cries_by_hour: JSON.stringify(cries_by_hour),
      ...(temperature
        ? {
            temperature_min: temperature[0],
            temperature_mean: temperature[1],
            temperature_max: temperature[2],
          }
        : {}),
    },
    time: from,
  };
}

function hoursOf(text: unknown): number[] {
  const hours: unknown = typeof text === 'string' ? JSON.parse(text) : [];
  return Array.isArray(hours) ? hours.map(Number) : [];
}

export async function readDays(client: InfluxDB, stretch: Stretch): Promise<DaySummary[]> {
  const rows = await select(client, '*', 'day', stretch);
  return rows.map((row) => {
    const number = (name: string) => numberOf(row[name]) ?? 0;
    const mean = numberOf(row.temperature_mean);
    return {
      date: String(row.date),
      sleep_minutes: number('sleep_minutes'),
      night_minutes: number('night_minutes'),
      longest_sleep_minutes: number('longest_sleep_minutes'),
      cries: number('cries'),
      crying_minutes: number('crying_minutes'),
      feeds: number('feeds'),
      changes: number('changes'),
      temperature: mean === null ? null : [number('temperature_min'), mean, number('temperature_max')],
      cries_by_hour: hoursOf(row.cries_by_hour),
    };
  });
}

/** The temperature of a range, from the hours' summaries. */
export async function readTemperature(client: InfluxDB, stretch: Stretch): Promise<Range | null> {
  const [row] = await select(
    client,
    'min("temperature_min") AS low, sum("temperature_sum") AS total, sum("temperature_n") AS readings, max("temperature_max") AS high',
    'hour',
    stretch,
  );
  const [low, high] = [numberOf(row?.low), numberOf(row?.high)];
  const mean = share(row?.total, row?.readings);
  return low === null || high === null || mean === null ? null : [low, mean, high];
}
