import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-influxdb', {
  category: 'config',
  defaults: {
    name: { value: '' },
    host: { value: '127.0.0.1', required: true },
    port: { value: '8086', required: true },
    database: { value: 'smart_cradle', required: true },
    version: { value: 1 },
  },
  credentials: {
    username: { type: 'text' },
    password: { type: 'password' },
  },
  label() {
    return this.name || `${this.host}:${this.port} ${this.database}`;
  },
});
