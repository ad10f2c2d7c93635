import type { InfluxDB } from 'influx';
import type { Node } from 'node-red';

export interface InfluxCredentials {
  username?: string;
  password?: string;
}

/** The configuration node, as the nodes that use it see it. */
export interface InfluxNode extends Node<InfluxCredentials> {
  client: InfluxDB;
  database: string;
}
