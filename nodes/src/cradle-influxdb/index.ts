import type { NodeAPI, NodeDef } from 'node-red';
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
    this.client = createInfluxClient({
      host: config.host || '127.0.0.1',
      port: Number(config.port) || 8086,
      database: this.database,
      ...this.credentials,
    });
  }
  RED.nodes.registerType<InfluxNode, Config, object, InfluxCredentials>('cradle-influxdb', CradleInfluxdb, {
    credentials: { username: { type: 'text' }, password: { type: 'password' } },
  });
}
