import { InfluxDB } from 'influx';
import { type HistoryDatabase, RefusedPoints } from '../cradle-history/history-writer.ts';
import type { HistoryPoint } from '../cradle-history/points.ts';

/** How to reach InfluxDB 1.x. */
export interface InfluxAddress {
  host: string;
  port: number;
  database: string;
  username?: string;
  password?: string;
}

/** Readings are kept this long, in their own retention policy; alerts stand in the default one, for ever. */
export const READINGS_POLICY = 'readings';
const READINGS_DURATION = '30d';
/** Milliseconds that one request may take. */
const REQUEST_LIMIT = 10_000;

export function createInfluxClient({ host, port, database, username, password }: InfluxAddress): InfluxDB {
  return new InfluxDB({
    host,
    port,
    database,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    pool: { requestTimeout: REQUEST_LIMIT, maxRetries: 0 },
  });
}

/** The writer's view of the database. */
export function historyDatabase(client: InfluxDB, name: string): HistoryDatabase {
  return {
    async prepare() {
      const names = await client.getDatabaseNames();
      if (!names.includes(name)) await client.createDatabase(name);
      const policies = await client.showRetentionPolicies(name);
      if (policies.some((policy) => policy.name === READINGS_POLICY)) return;
      await client.createRetentionPolicy(READINGS_POLICY, {
        database: name,
        duration: READINGS_DURATION,
        replication: 1,
      });
    },
    async write(points) {
      await writeTo(
        client,
        points.filter(({ measurement }) => measurement === 'reading'),
        READINGS_POLICY,
      );
      await writeTo(
        client,
        points.filter(({ measurement }) => measurement !== 'reading'),
        undefined,
      );
    },
  };
}

async function writeTo(
  client: InfluxDB,
  points: readonly HistoryPoint[],
  policy: string | undefined,
): Promise<void> {
  if (points.length === 0) return;
  const lines = points.map(({ measurement, tags, fields, time }) => ({
    measurement,
    tags,
    fields,
    timestamp: new Date(time),
  }));
  try {
    await client.writePoints(lines, { precision: 'ms', ...(policy ? { retentionPolicy: policy } : {}) });
  } catch (error) {
    throw statusOf(error) === 400
      ? new RefusedPoints(error instanceof Error ? error.message : undefined)
      : error;
  }
}

/** The HTTP status of a refusal: influx carries the response in its error, and does not export the error's class. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('res' in error)) return undefined;
  const { res } = error;
  const status = typeof res === 'object' && res !== null && 'statusCode' in res ? res.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}
