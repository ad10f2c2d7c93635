import type { InfluxAddress } from '../../nodes/src/cradle-influxdb/influx-client.ts';
import type { HistoryPoint } from '../../nodes/src/history/points.ts';
import { MEASUREMENTS } from '../../nodes/src/history/schema.ts';

/** Rows in one write, and writes at a time. */
const BATCH = 10_000;
const AT_ONCE = 2;

/** A point as a line of InfluxDB's line protocol, its time in milliseconds. Tags are plain names here. */
function lineOf({ measurement, tags, fields, time }: HistoryPoint): string {
  let line: string = measurement;
  for (const name in tags) line += `,${name}=${tags[name]}`;
  let mark = ' ';
  for (const name in fields) {
    const value = fields[name];
    line += `${mark}${name}=${typeof value === 'string' ? JSON.stringify(value) : value}`;
    mark = ',';
  }
  return `${line} ${time}`;
}

/**
 * Writes points of one measurement as fast as the database takes them: large batches of lines straight to /write, the
 * next being made while the last is written.
 *
 * @returns How many there were.
 * @throws when one is refused.
 */
export async function importPoints(address: InfluxAddress, points: Iterable<HistoryPoint>): Promise<number> {
  const { host, port, database } = address;
  const writing = new Set<Promise<void>>();
  const write = async (lines: string[], policy: string | null) => {
    const query = new URLSearchParams({ db: database, precision: 'ms', ...(policy ? { rp: policy } : {}) });
    const response = await fetch(`http://${host}:${port}/write?${query}`, {
      method: 'POST',
      body: lines.join('\n'),
    });
    if (!response.ok) throw new Error(`InfluxDB refuses: ${await response.text()}`);
  };
  let count = 0;
  let lines: string[] = [];
  let policy: string | null = null;
  const flush = async () => {
    while (writing.size >= AT_ONCE) await Promise.race(writing);
    const one = write(lines, policy).finally(() => writing.delete(one));
    writing.add(one);
    lines = [];
  };
  for (const point of points) {
    policy = MEASUREMENTS[point.measurement];
    lines.push(lineOf(point));
    count += 1;
    if (lines.length >= BATCH) await flush();
  }
  if (lines.length > 0) await flush();
  await Promise.all(writing);
  return count;
}
