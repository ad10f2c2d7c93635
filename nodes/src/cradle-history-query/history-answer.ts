import { type InfluxDB, escape as influxEscape } from 'influx';
import { READINGS_POLICY } from '../cradle-influxdb/influx-client.ts';
import type { HistoryRequest } from './history-request.ts';

/** The schema of the answer; it grows only by fields. */
export const ANSWER_VERSION = 1;

/** Columns of a row, in order. `away` and `crying` are parts of the time, 0 to 1. */
export const COLUMNS = [
  'time',
  'temperature_min',
  'temperature_mean',
  'temperature_max',
  'away',
  'crying',
  'probability_max',
  'rows',
] as const;

type Row = (number | null)[];

interface AlertEntry {
  time: string;
  type: string;
  state: string;
  severity: string;
  message: string;
  [field: string]: unknown;
}

/** What `GET /smart-cradle/history` answers. */
export interface HistoryAnswer {
  version: typeof ANSWER_VERSION;
  cradle: string;
  from: string;
  to: string;
  /** Seconds. */
  resolution: number;
  columns: typeof COLUMNS;
  /** Oldest first; `time` is the start of the row in seconds since 1970 UTC. What was not measured is null. */
  rows: Row[];
  /** Every transition of an alert, oldest first. */
  alerts: AlertEntry[];
}

/** Alerts in one answer. */
const MAX_ALERTS = 1000;

function placeholders({ cradle, from, to }: HistoryRequest): Record<string, string> {
  return { cradle, from: from.toISOString(), to: to.toISOString() };
}

/** Whether anything was ever stored of the cradle. */
async function isKnown(client: InfluxDB, cradle: string): Promise<boolean> {
  const found = await client.query(
    `SHOW TAG VALUES WITH KEY = "cradle" WHERE "cradle" = ${influxEscape.stringLit(cradle)}`,
  );
  return found.length > 0;
}

function round(value: unknown, digits: number): number | null {
  return typeof value === 'number' ? Number(value.toFixed(digits)) : null;
}

interface DownSampled {
  time: { getTime(): number };
  [column: string]: unknown;
}

async function readRows(client: InfluxDB, request: HistoryRequest): Promise<Row[]> {
  const rows = await client.query<DownSampled>(
    `SELECT min("temperature") AS tmin, mean("temperature") AS tmean, max("temperature") AS tmax,
      mean("away") AS away, mean("crying") AS crying, max("probability") AS pmax, count("away") AS n
      FROM ${influxEscape.quoted(READINGS_POLICY)}."reading"
      WHERE "cradle" = $cradle AND time >= $from AND time < $to
      GROUP BY time(${request.resolution}s) fill(none)`,
    { placeholders: placeholders(request), precision: 'ms' },
  );
  return rows.map((row) => [
    Math.round(row.time.getTime() / 1000),
    round(row.tmin, 1),
    round(row.tmean, 2),
    round(row.tmax, 1),
    round(row.away, 3),
    round(row.crying, 3),
    round(row.pmax, 2),
    round(row.n, 0),
  ]);
}

async function readAlerts(client: InfluxDB, request: HistoryRequest): Promise<AlertEntry[]> {
  const found = await client.query<AlertEntry & { time: unknown }>(
    `SELECT * FROM "alert" WHERE "cradle" = $cradle AND time >= $from AND time < $to ORDER BY time LIMIT ${MAX_ALERTS}`,
    { placeholders: placeholders(request), precision: 'ms' },
  );
  return found.map(({ time, cradle: _cradle, ...entry }) => ({
    ...(Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null)) as Omit<
      AlertEntry,
      'time'
    >),
    time: new Date(Number(time)).toISOString(),
  })) as AlertEntry[];
}

/** Reads what a request asks for. @returns undefined when the cradle is not known. @throws when the database is away. */
export async function answerHistory(
  client: InfluxDB,
  request: HistoryRequest,
): Promise<HistoryAnswer | undefined> {
  if (!(await isKnown(client, request.cradle))) return undefined;
  const [rows, alerts] = await Promise.all([readRows(client, request), readAlerts(client, request)]);
  return {
    version: ANSWER_VERSION,
    cradle: request.cradle,
    from: request.from.toISOString(),
    to: request.to.toISOString(),
    resolution: request.resolution,
    columns: COLUMNS,
    rows,
    alerts,
  };
}
