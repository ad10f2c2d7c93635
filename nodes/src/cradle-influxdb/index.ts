import type { NodeAPI, NodeDef } from 'node-red';
import { keptHours, TouchedHours } from '../history/touched-hours.ts';
import { stateFile } from '../shared/state-file.ts';
import { createInfluxClient } from './influx-client.ts';
import type { InfluxCredentials, InfluxNode } from './influx-node.ts';

interface Config extends NodeDef {
  host: string;
  port: string;
  database: string;
}

export default function register(RED: NodeAPI) {
  function CradleInfluxdb(this: InfluxNode, config: Config) {
    RED.nodes.createNode(this, config);
    this.database = config.database || 'smart_cradle';
    this.address = {
      host: config.host || '127.0.0.1',
      port: Number(config.port) || 8086,
      database: this.database,
      ...this.credentials,
    };
    this.client = createInfluxClient(this.address);
    const file = stateFile(RED.settings.userDir ?? '.', `${this.id}-touched`, keptHours.parse, (reason) =>
      this.error(reason),
    );
    this.touched = new TouchedHours(file);
  }
  RED.nodes.registerType<InfluxNode, Config, object, InfluxCredentials>('cradle-influxdb', CradleInfluxdb, {
    credentials: { username: { type: 'text' }, password: { type: 'password' } },
  });
}
