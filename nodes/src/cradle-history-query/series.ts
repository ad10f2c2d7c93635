import type { InfluxDB } from 'influx';
import type { Range } from '../history/days.ts';
import { type Measurement, source } from '../history/schema.ts';
import { numberOf, type Stretch, timeOf, within } from '../history/stored.ts';

/** Columns of the same length; `time` is the start of each stretch, milliseconds since 1970 UTC. */
export interface Series {
  time: number[];
  /** Smallest, mean and largest, °C. */
  temperature: (Range | null)[];
  /** Parts of the time, 0 to 1. */
  crying: (number | null)[];
  direction: (number | null)[];
  rocking: (number | null)[];
  /** Mean, 0 to 100. */
  motion: (number | null)[];
}

/** What was summarised is exact until this long ago, milliseconds; the rest is read from the readings. */
const FRESH = 180_000;

const ofReadings = `min("temperature") AS low, mean("temperature") AS middle, max("temperature") AS high,
  mean("crying") AS crying, mean("away") AS away, mean("motion") AS motion, mean("rocking") AS rocking`;

const ofSummaries = `min("temperature_min") AS low, sum("temperature_sum") / sum("temperature_n") AS middle, max("temperature_max") AS high,
  sum("crying_sum") / sum("crying_n") AS crying, sum("away_sum") / sum("away_n") AS away,
  sum("motion_sum") / sum("motion_n") AS motion, sum("rocking_sum") / sum("rocking_n") AS rocking`;

/** The coarsest summaries that a resolution, in seconds, can be made of without loss. */
export function sourceOf(resolution: number): Extract<Measurement, 'reading' | 'minute' | 'hour'> {
  if (resolution % 3600 === 0) return 'hour';
  return resolution % 60 === 0 ? 'minute' : 'reading';
}

function round(value: unknown, digits: number): number | null {
  const number = numberOf(value);
  return number === null ? null : Number(number.toFixed(digits));
}

/** Down-sampled to one row a `resolution` seconds; a stretch without any reading has no row. */
export async function readSeries(
  client: InfluxDB,
  stretch: Stretch,
  resolution: number,
  now: number,
): Promise<Series> {
  const measurement = sourceOf(resolution);
  const step = resolution * 1000;
  const edge = Math.floor((now - FRESH) / step) * step;
  const boundary =
    measurement === 'reading' ? stretch.from : Math.max(stretch.from, Math.min(edge, stretch.to));
  const read = async (fields: string, from: Measurement, part: Stretch) =>
    part.to > part.from
      ? await client.query<Record<string, unknown> & { time: { getTime(): number } }>(
          `SELECT ${fields} FROM ${source(from)} WHERE ${within(part)} GROUP BY time(${resolution}s) fill(none)`,
          { precision: 'ms' },
        )
      : [];
  const [old, fresh] = await Promise.all([
    read(ofSummaries, measurement, {
      ...stretch,
      // The summary of a stretch stands at its start, which may lie before the range.
      from: measurement === 'reading' ? stretch.from : Math.floor(stretch.from / step) * step,
      to: boundary,
    }),
    read(ofReadings, 'reading', { ...stretch, from: boundary }),
  ]);
  const rows = [...old, ...fresh];
  return {
    time: rows.map(timeOf),
    temperature: rows.map((row) => {
      const [low, middle, high] = [round(row.low, 1), round(row.middle, 2), round(row.high, 1)];
      return low === null || middle === null || high === null ? null : [low, middle, high];
    }),
    crying: rows.map((row) => round(row.crying, 3)),
    direction: rows.map((row) => round(row.away, 3)),
    rocking: rows.map((row) => round(row.rocking, 3)),
    motion: rows.map((row) => round(row.motion, 1)),
  };
}
