import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, LOOPBACK } from '../context.ts';
import { answers, untilTrue } from '../waiting.ts';
import { findProgram, outputOf } from './programs.ts';

/** How the other parts reach the database. */
export interface Influx {
  host: string;
  port: number;
  url: string;
  database: string;
  /** The rules: they make their own retention policies, so all privileges. */
  rules: { username?: string; password?: string };
  /** The person: everything in this database, nothing beside it. */
  person: { username?: string; password?: string };
}

export const DATABASE = 'smart_cradle';
const RULES_USER = 'rules';
const PERSON_USER = 'smart_cradle';
const TITLE = 'InfluxDB';

/** Homebrew keeps the 1.x series beside the current one. */
const KEPT_APART = ['/opt/homebrew/opt/influxdb@1/bin', '/usr/local/opt/influxdb@1/bin'];

interface InfluxProgram {
  command: string;
  environment: Record<string, string>;
  from: string;
}

/** InfluxDB 1.x's configuration: logins needed, nothing reported to anybody, loopback only. */
export function influxConfig(folder: string, port: number, rpcPort: number): string {
  const path = (name: string) => JSON.stringify(join(folder, name));
  return `reporting-disabled = true
bind-address = "${LOOPBACK}:${rpcPort}"

[meta]
  dir = ${path('meta')}

[data]
  dir = ${path('data')}
  wal-dir = ${path('wal')}
  query-log-enabled = false
  # A day of readings fits below the default of 25 MB and would stay in memory, thirty of them when a month is restored:
  # 2.2 GB, measured.
  cache-snapshot-memory-size = "4m"
  cache-snapshot-write-cold-duration = "1m"

[monitor]
  store-enabled = false

[subscriber]
  enabled = false

[http]
  bind-address = "${LOOPBACK}:${port}"
  auth-enabled = true
  log-enabled = false
`;
}

async function isVersionOne(command: string): Promise<boolean> {
  return /InfluxDB v?1\./.test(await outputOf(command, ['version']).catch(() => ''));
}

async function findInfluxd({ debian }: Context): Promise<InfluxProgram> {
  const installed = findProgram('influxd', KEPT_APART);
  if (installed && (await isVersionOne(installed))) {
    return { command: installed, environment: {}, from: installed };
  }
  const way = 'Install InfluxDB 1.x, or name one in INFLUX_URL.';
  if (!debian.available) throw new Error(`InfluxDB 1.x was not found. ${way}`);
  const { folder, environment } = await debian.unpack('influxdb').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `InfluxDB 1.x was not found, and ${reason}: connect this machine to the internet, install InfluxDB 1.x yourself, or name one in INFLUX_URL.`,
    );
  });
  const command = join(folder, 'usr', 'bin', 'influxd');
  if (!(await isVersionOne(command)))
    throw new Error(`The Debian package of InfluxDB does not run here. ${way}`);
  return { command, environment, from: 'the Debian package' };
}

interface Answer {
  ok: boolean;
  error: string;
}

/** One statement; passwords go in the body, never in an address. */
async function query(
  url: string,
  statement: string,
  login?: { username: string; password: string },
): Promise<Answer> {
  const response = await fetch(`${url}/query`, {
    method: 'POST',
    body: new URLSearchParams({ q: statement }),
    headers: login
      ? { authorization: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}` }
      : {},
    signal: AbortSignal.timeout(10_000),
  });
  const answer = (await response.json()) as { error?: string; results?: { error?: string }[] };
  const error = answer.error ?? answer.results?.find((result) => result.error)?.error ?? '';
  return { ok: response.ok && !error, error };
}

/** Makes users and database where they are not there yet; all of it may be done again. */
async function setUp(url: string, admin: string, person: string): Promise<void> {
  const login = { username: RULES_USER, password: admin };
  await query(url, `CREATE USER "${RULES_USER}" WITH PASSWORD '${admin}' WITH ALL PRIVILEGES`);
  const statements = [
    `CREATE DATABASE "${DATABASE}"`,
    `CREATE USER "${PERSON_USER}" WITH PASSWORD '${person}'`,
    `SET PASSWORD FOR "${PERSON_USER}" = '${person}'`,
    `GRANT ALL ON "${DATABASE}" TO "${PERSON_USER}"`,
  ];
  for (const statement of statements) {
    const { ok, error } = await query(url, statement, login);
    if (ok || error.includes('user already exists')) continue;
    const words = statement.split(' ').slice(0, 2).join(' ');
    throw new Error(`InfluxDB refuses ${words}: ${error}. Its folder may belong to other passwords.`);
  }
}

async function startOwn(context: Context): Promise<Influx> {
  const { supervisor, ports, credentials, path, say } = context;
  const found = await findInfluxd(context);
  const folder = path('influxdb');
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'influxdb.conf');
  writeFileSync(config, influxConfig(folder, ports.influxdb, ports.influxdbRpc), { mode: 0o600 });
  const url = `http://${LOOPBACK}:${ports.influxdb}`;
  const pings = (signal: AbortSignal) => answers(`${url}/ping`, [204], signal);
  await supervisor.start({
    part: 'influxdb',
    title: TITLE,
    command: found.command,
    args: ['-config', config],
    environment: found.environment,
    ready: (ended) => untilTrue(pings, ended),
    alive: pings,
    readyLimit: 60_000,
    stopLimit: 15_000,
  });
  const { admin, person } = credentials.influx;
  await setUp(url, admin, person);
  say(TITLE, `ready on port ${ports.influxdb} (${found.from})`);
  return {
    host: LOOPBACK,
    port: ports.influxdb,
    url,
    database: DATABASE,
    rules: { username: RULES_USER, password: admin },
    person: { username: PERSON_USER, password: person },
  };
}

/** The database in INFLUX_URL, or our own. @throws Error with a sentence for the user. */
export async function startInflux(context: Context): Promise<Influx | undefined> {
  const { influxdb } = context.options;
  if (influxdb.kind === 'none') return undefined;
  if (influxdb.kind === 'own') return startOwn(context);
  const { url: address, username, password } = influxdb.existing;
  const port = Number(address.port || 8086);
  const url = `http://${address.hostname}:${port}`;
  if (!(await answers(`${url}/ping`, [204], context.stopped))) {
    throw new Error(`INFLUX_URL: no InfluxDB answers at ${address.hostname}:${port}.`);
  }
  const login = { ...(username ? { username } : {}), ...(password ? { password } : {}) };
  context.say(TITLE, `uses the one in INFLUX_URL, ${address.hostname}:${port}`);
  return { host: address.hostname, port, url, database: DATABASE, rules: login, person: login };
}
