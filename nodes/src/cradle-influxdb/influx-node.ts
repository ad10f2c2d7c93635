import type { InfluxDB } from 'influx';
import type { Node } from 'node-red';
import type { TouchedHours } from '../history/touched-hours.ts';
import type { InfluxAddress } from './influx-client.ts';

export interface InfluxCredentials {
  username?: string;
  password?: string;
}

/** The configuration node, as the nodes that use it see it. */
export interface InfluxNode extends Node<InfluxCredentials> {
  client: InfluxDB;
  database: string;
  address: InfluxAddress;
  /** Shared by what writes points and what makes their summaries. */
  touched: TouchedHours;
}
