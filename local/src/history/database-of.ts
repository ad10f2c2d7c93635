import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { InfluxAddress } from '../../../nodes/src/cradle-influxdb/influx-client.ts';
import { LOOPBACK } from '../context.ts';
import { DATABASE } from '../parts/influxdb.ts';

/** The port that the last start gave to InfluxDB. */
function portOf(folder: string): number | undefined {
  const file = join(folder, 'influxdb', 'influxdb.conf');
  if (!existsSync(file)) return undefined;
  const bind = /\[http\][^[]*?bind-address = "[^"]*:(\d+)"/.exec(readFileSync(file, 'utf8'))?.[1];
  return bind === undefined ? undefined : Number(bind);
}

/**
 * How to reach the database of a data folder, or the one in INFLUX_URL.
 * @throws Error with a sentence for the user.
 */
export function databaseOf(
  data: string,
  port: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): InfluxAddress {
  const { INFLUX_URL: text } = environment;
  if (text) {
    if (!URL.canParse(text))
      throw new Error('INFLUX_URL: is no address such as http://user:password@host:8086');
    const { protocol, hostname, port: own, username, password } = new URL(text);
    if (protocol !== 'http:') throw new Error(`INFLUX_URL (${protocol}//…): must begin with http://`);
    const login = username
      ? { username: decodeURIComponent(username), password: decodeURIComponent(password) }
      : {};
    return { host: hostname, port: Number(own || 8086), database: DATABASE, ...login };
  }
  const folder = resolve(data);
  const credentials = join(folder, 'credentials.json');
  if (!existsSync(credentials)) throw new Error(`--data (${data}): no npm start has used this folder`);
  const { influx } = JSON.parse(readFileSync(credentials, 'utf8')) as { influx: { admin: string } };
  const number = port === undefined ? portOf(folder) : Number(port);
  if (number === undefined || !Number.isInteger(number)) {
    throw new Error(`--port (${port ?? 'missing'}): must be the port of InfluxDB`);
  }
  return { host: LOOPBACK, port: number, database: DATABASE, username: 'rules', password: influx.admin };
}
