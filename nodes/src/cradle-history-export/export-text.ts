import type { InfluxDB } from 'influx';
import { alertEntries, readTransitions } from '../cradle-history-query/alert-entries.ts';
import { shownCare } from '../cradle-history-query/history-answer.ts';
import type { ExportRequest } from '../cradle-history-query/history-request.ts';
import type { InfluxAddress } from '../cradle-influxdb/influx-client.ts';
import { localDate } from '../history/local-days.ts';
import { streamRows } from '../history/row-stream.ts';
import { source } from '../history/schema.ts';
import { readCare, readDays, within } from '../history/stored.ts';

type Value = string | number | boolean | null | undefined | readonly unknown[];
type Row = Record<string, Value>;

/** Columns of each export, in order; the first ones of `readings` are those of the original protocol. */
const COLUMNS = {
  readings: [
    ...['time', 'temperature', 'direction', 'crying', 'probability', 'motion', 'occupied', 'eyes_open'],
    ...['rocking', 'level', 'offset', 'dx', 'yaw', 'pitch', 'roll', 'simulated'],
  ],
  alerts: [
    ...['type', 'severity', 'created_at', 'acknowledged_at', 'acknowledged_by', 'resolved_at'],
    ...['message', 'value'],
  ],
  care: ['id', 'kind', 'at', 'note', 'by'],
  days: [
    ...['date', 'sleep_minutes', 'night_minutes', 'longest_sleep_minutes', 'cries', 'crying_minutes'],
    ...['feeds', 'changes', 'temperature', 'cries_by_hour'],
  ],
} as const satisfies Record<ExportRequest['what'], readonly string[]>;

/** One cell. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvCell(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return Array.isArray(value) ? `"${value.join(' ')}"` : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function* readRows(
  { client, address }: { client: InfluxDB; address: InfluxAddress },
  request: ExportRequest,
): AsyncGenerator<Row[]> {
  switch (request.what) {
    case 'alerts':
      yield alertEntries(await readTransitions(client, request), () => null).map((entry) => ({ ...entry }));
      return;
    case 'care':
      yield (await readCare(client, request)).map(shownCare);
      return;
    case 'days':
      yield (await readDays(client, request)).map((day) => ({ ...day }));
      return;
    case 'readings': {
      const fields = COLUMNS.readings.slice(1).map((name) => `"${name}"`);
      const statement = `SELECT ${fields.join(', ')} FROM ${source('reading')} WHERE ${within(request)}`;
      for await (const { columns, values } of streamRows(address, statement)) {
        yield values.map((row) =>
          Object.fromEntries(
            columns.map((name, index) => [
              name,
              name === 'time' ? new Date(Number(row[index])).toISOString() : row[index],
            ]),
          ),
        );
      }
    }
  }
}

export function fileNameOf({ cradle, from, to, what, format }: ExportRequest): string {
  return `${cradle}-${what}-${localDate(from)}-${localDate(to - 1)}.${format}`;
}

/** The file of an export, piece by piece. */
export async function* exportText(
  server: { client: InfluxDB; address: InfluxAddress },
  request: ExportRequest,
): AsyncGenerator<string> {
  const columns: readonly string[] = COLUMNS[request.what];
  const isCsv = request.format === 'csv';
  let first = true;
  yield isCsv ? `${columns.join(',')}\r\n` : '[';
  for await (const rows of readRows(server, request)) {
    const lines = rows.map((row) => {
      if (isCsv) return `${columns.map((name) => csvCell(row[name])).join(',')}\r\n`;
      const separator = first ? '\n' : ',\n';
      first = false;
      return separator + JSON.stringify(row);
    });
    yield lines.join('');
  }
  if (!isCsv) yield '\n]\n';
}
