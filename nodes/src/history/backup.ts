import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { createInfluxClient, type InfluxAddress, prepareDatabase } from '../cradle-influxdb/influx-client.ts';
import { localDate } from './local-days.ts';
import { authorization, type Rows, streamRows } from './row-stream.ts';
import { MEASUREMENTS, type Measurement, SCHEMA_VERSION, source } from './schema.ts';
import type { TouchedHours } from './touched-hours.ts';

/** Days that backups are kept. */
export const BACKUP_DAYS = 7;
/** Lines in one write of a restore. */
const BATCH_LINES = 5000;

const NAME = /^smart-cradle-(\d{4}-\d{2}-\d{2})\.lp\.gz$/;
const HEADER = /^# smart-cradle backup schema=(\d+)$/;
const POLICY = /^# policy (\w*)$/;
const END = /^# end points=(\d+)$/;
/** Columns that are tags; every other one is a field. */
const TAGS = ['cradle', 'type'];

type FieldTypes = ReadonlyMap<string, string>;

function escapeKey(text: string): string {
  return text.replace(/[,= \\]/g, '\\$&');
}

function fieldText(value: number | string | boolean, type: string | undefined): string {
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  return type === 'integer' ? `${value}i` : String(value);
}

/** Rows as lines of InfluxDB's line protocol, times in milliseconds. A line break in a text stays inside its quotes. */
export function linesOf(measurement: string, { columns, values }: Rows, types: FieldTypes): string[] {
  return values.map((row) => {
    const tags: string[] = [];
    const fields: string[] = [];
    columns.forEach((name, index) => {
      const value = row[index];
      if (name === 'time' || value === null || value === undefined) return;
      if (TAGS.includes(name)) tags.push(`${escapeKey(name)}=${escapeKey(String(value))}`);
      else fields.push(`${escapeKey(name)}=${fieldText(value, types.get(name))}`);
    });
    return `${[measurement, ...tags].join(',')} ${fields.join(',')} ${row[columns.indexOf('time')]}`;
  });
}

async function fieldTypes(address: InfluxAddress, measurement: Measurement): Promise<FieldTypes> {
  const types = new Map<string, string>();
  for await (const { values } of streamRows(address, `SHOW FIELD KEYS FROM ${source(measurement)}`)) {
    for (const [name, type] of values) types.set(String(name), String(type));
  }
  return types;
}

/** A break inside a text would cut a line of the file in two. */
function oneLine(line: string): string {
  return line.replaceAll('\n', ' ');
}

async function* backupText(address: InfluxAddress, told: { points: number }): AsyncGenerator<string> {
  yield `# smart-cradle backup schema=${SCHEMA_VERSION}\n`;
  for (const measurement of Object.keys(MEASUREMENTS) as Measurement[]) {
    yield `# policy ${MEASUREMENTS[measurement] ?? ''}\n`;
    const types = await fieldTypes(address, measurement);
    for await (const rows of streamRows(address, `SELECT * FROM ${source(measurement)}`)) {
      told.points += rows.values.length;
      yield linesOf(measurement, rows, types)
        .map((line) => `${oneLine(line)}\n`)
        .join('');
    }
  }
  yield `# end points=${told.points}\n`;
}

/**
 * Writes everything that stands in the database to one file of the day, `smart-cradle-YYYY-MM-DD.lp.gz`; a second one on
 * the same day takes its place. It is complete or not there at all.
 */
export async function backUp(
  address: InfluxAddress,
  folder: string,
  now: number,
): Promise<{ file: string; points: number }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `smart-cradle-${localDate(now)}.lp.gz`);
  const partial = `${file}.partial`;
  const told = { points: 0 };
  try {
    await pipeline(
      Readable.from(backupText(address, told)),
      createGzip({ level: 6 }),
      createWriteStream(partial, { mode: 0o600, flush: true }),
    );
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  renameSync(partial, file);
  return { file, points: told.points };
}

/** Removes backups that are more than seven days old. @returns their names. */
export function removeBackups(folder: string, now: number): string[] {
  if (!existsSync(folder)) return [];
  const limit = localDate(now - BACKUP_DAYS * 86_400_000);
  const old = readdirSync(folder).filter((name) => {
    const date = NAME.exec(name)?.[1];
    return date !== undefined && date < limit;
  });
  for (const name of old) rmSync(join(folder, name));
  return old;
}

interface Batch {
  policy: string;
  lines: string[];
}

async function writeLines(address: InfluxAddress, { policy, lines }: Batch): Promise<number> {
  const { host, port, database } = address;
  const query = new URLSearchParams({ db: database, precision: 'ms', ...(policy ? { rp: policy } : {}) });
  const response = await fetch(`http://${host}:${port}/write?${query}`, {
    method: 'POST',
    headers: authorization(address),
    body: lines.join('\n'),
  });
  if (response.ok) return 0;
  const text = await response.text();
  // What is older than its policy keeps has no place any more.
  const dropped = /beyond retention policy dropped=(\d+)/.exec(text)?.[1];
  if (response.status === 400 && dropped) return Number(dropped);
  throw new Error(`InfluxDB refuses: ${text.trim()}`);
}

async function* lines(file: string): AsyncGenerator<string> {
  const text = createReadStream(file).pipe(createGunzip());
  yield* createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
}

/** Reads a backup to its end. @returns How many points it holds. @throws when it is none, newer, or cut off. */
export async function checkBackup(file: string): Promise<number> {
  let count = 0;
  let end: number | undefined;
  let first = true;
  for await (const line of lines(file)) {
    const header = HEADER.exec(line);
    if (first && !header) throw new Error(`${file}: this is no backup of Smart Cradle`);
    if (header && Number(header[1]) > SCHEMA_VERSION) {
      throw new Error(`${file}: schema ${header[1]} is newer than this program: update Smart Cradle`);
    }
    first = false;
    const ended = END.exec(line);
    if (ended) end = Number(ended[1]);
    else if (!line.startsWith('#')) count += 1;
  }
  if (end !== count) throw new Error(`${file}: cut off, ${count} of ${end ?? 'unknown'} points are there`);
  return count;
}

/**
 * Brings a backup back into a database, which may be empty or not: what is there stays, and the same point is not
 * doubled. The file is read to its end before anything is written.
 *
 * @returns Points that were restored, and those that are older than what is kept.
 */
export async function restore(
  address: InfluxAddress,
  file: string,
  touched: TouchedHours,
  now: number,
): Promise<{ restored: number; expired: number }> {
  const total = await checkBackup(file);
  await prepareDatabase(createInfluxClient(address), address.database, touched, now);
  let batch: Batch = { policy: '', lines: [] };
  let expired = 0;
  const flush = async (policy: string) => {
    if (batch.lines.length > 0) expired += await writeLines(address, batch);
    batch = { policy, lines: [] };
  };
  for await (const line of lines(file)) {
    const policy = POLICY.exec(line);
    if (policy) await flush(policy[1] ?? '');
    else if (!line.startsWith('#')) batch.lines.push(line);
    if (batch.lines.length >= BATCH_LINES) await flush(batch.policy);
  }
  await flush('');
  return { restored: total - expired, expired };
}
