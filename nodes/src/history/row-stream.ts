import type { InfluxAddress } from '../cradle-influxdb/influx-client.ts';

/** Rows in one piece of an answer. */
const CHUNK = 10_000;

/** Rows of one series, as InfluxDB sends them. Times are milliseconds since 1970 UTC. */
export interface Rows {
  columns: string[];
  values: (number | string | boolean | null)[][];
}

interface Piece {
  error?: string;
  results?: { error?: string; series?: Rows[] }[];
}

export function authorization({ username, password }: InfluxAddress): Record<string, string> {
  return username
    ? { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` }
    : {};
}

/**
 * The rows of a statement piece by piece: a month does not fit into memory.
 * @throws when the database is away, or refuses.
 */
export async function* streamRows(address: InfluxAddress, statement: string): AsyncGenerator<Rows> {
  const { host, port, database } = address;
  const query = new URLSearchParams({
    db: database,
    epoch: 'ms',
    chunked: 'true',
    chunk_size: String(CHUNK),
  });
  const response = await fetch(`http://${host}:${port}/query?${query}`, {
    method: 'POST',
    headers: authorization(address),
    body: new URLSearchParams({ q: statement }),
  });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* rowsOf(line);
  }
  yield* rowsOf(rest);
}

function* rowsOf(line: string): Generator<Rows> {
  if (line.trim() === '') return;
  const piece = JSON.parse(line) as Piece;
  const error = piece.error ?? piece.results?.find((result) => result.error)?.error;
  if (error) throw new Error(error);
  for (const result of piece.results ?? []) yield* result.series ?? [];
}
