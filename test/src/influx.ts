import { InfluxDB } from 'influx';
import type { StartLine } from './start-line.ts';

export function openInflux({ url, database, username, password }: StartLine['influx']): InfluxDB {
  const { hostname, port } = new URL(url);
  return new InfluxDB({ host: hostname, port: Number(port), database, username, password });
}
