import { InfluxDB, escape as influxEscape } from 'influx';
import { type HistoryDatabase, RefusedPoints } from '../cradle-history/history-writer.ts';
import type { HistoryPoint } from '../history/points.ts';
import {
  MEASUREMENTS,
  type Measurement,
  POLICIES,
  type PolicyName,
  SCHEMA_MEASUREMENT,
  SCHEMA_TIME,
  SCHEMA_VERSION,
} from '../history/schema.ts';
import type { TouchedHours } from '../history/touched-hours.ts';

/** How to reach InfluxDB 1.x. */
export interface InfluxAddress {
  host: string;
  port: number;
  database: string;
  username?: string;
  password?: string;
}

/** Milliseconds that one request may take. */
const REQUEST_LIMIT = 30_000;
const DAY = 86_400_000;

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

/** The UUIDs of all cradles of which something is stored. */
export async function storedCradles(client: InfluxDB): Promise<string[]> {
  const found = await client.query<{ value: string }>('SHOW TAG VALUES WITH KEY = "cradle"');
  return [...new Set(found.map(({ value }) => value))];
}

async function schemaVersion(client: InfluxDB): Promise<number> {
  const [row] = await client.query<{ version: number | null }>(
    `SELECT last("version") AS version FROM "${SCHEMA_MEASUREMENT}"`,
  );
  return row?.version ?? 0;
}

/** 0 → 1: nothing was said of versions before 2. 1 → 2: there were no summaries, which are now made of what is there. */
async function migrate(client: InfluxDB, touched: TouchedHours, now: number): Promise<void> {
  const version = await schemaVersion(client);
  if (version > SCHEMA_VERSION) {
    throw new Error(
      `the database has schema ${version}, and this program knows up to ${SCHEMA_VERSION}: update Smart Cradle`,
    );
  }
  if (version === SCHEMA_VERSION) return;
  for (const cradle of await storedCradles(client)) {
    touched.markRange(cradle, now - POLICIES.readings.days * DAY, now);
  }
  await client.writePoints(
    [
      {
        measurement: SCHEMA_MEASUREMENT,
        fields: { version: SCHEMA_VERSION },
        timestamp: new Date(SCHEMA_TIME),
      },
    ],
    { precision: 'ms' },
  );
}

/**
 * Creates what is missing, and brings an older schema up to this one. A policy that is there stays as it is: its duration
 * is the user's to change.
 */
export async function prepareDatabase(
  client: InfluxDB,
  name: string,
  touched: TouchedHours,
  now: number,
): Promise<void> {
  const names = await client.getDatabaseNames();
  if (!names.includes(name)) await client.createDatabase(name);
  const there = (await client.showRetentionPolicies(name)).map((policy) => policy.name);
  for (const policy of (Object.keys(POLICIES) as PolicyName[]).filter((one) => !there.includes(one))) {
    const { days, shard } = POLICIES[policy];
    await client.query(
      `CREATE RETENTION POLICY ${influxEscape.quoted(policy)} ON ${influxEscape.quoted(name)} DURATION ${days}d REPLICATION 1 SHARD DURATION ${shard}`,
    );
  }
  await migrate(client, touched, now);
}

/** The writer's view of the database. */
export function historyDatabase(
  client: InfluxDB,
  name: string,
  touched: TouchedHours,
  now: () => number,
): HistoryDatabase {
  return {
    prepare: () => prepareDatabase(client, name, touched, now()),
    async write(points) {
      touched.markPoints(points);
      await writePoints(client, points);
    },
  };
}

/**
 * Writes points, each into the policy of its measurement.
 * @throws RefusedPoints when the database took the others but never takes some of these.
 */
export async function writePoints(client: InfluxDB, points: readonly HistoryPoint[]): Promise<void> {
  const policies = [...new Set(points.map(({ measurement }) => MEASUREMENTS[measurement]))];
  const refused: string[] = [];
  for (const policy of policies) {
    const own = points.filter(({ measurement }) => MEASUREMENTS[measurement] === policy);
    try {
      await writeTo(client, own, policy);
    } catch (error) {
      if (!(error instanceof RefusedPoints)) throw error;
      refused.push(error.message);
    }
  }
  if (refused.length > 0) throw new RefusedPoints(refused.join('; '));
}

async function writeTo(
  client: InfluxDB,
  points: readonly HistoryPoint[],
  policy: PolicyName | null,
): Promise<void> {
  const lines = points.map(({ measurement, tags, fields, time }) => ({
    measurement: measurement satisfies Measurement,
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
