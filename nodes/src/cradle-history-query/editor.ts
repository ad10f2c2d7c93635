import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-history-query', {
  category: 'smart cradle',
  color: '#D7E5C0',
  icon: 'font-awesome/fa-line-chart',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'cradle-influxdb', required: true },
    picturesUrl: { value: '' },
    version: { value: 1 },
  },
  credentials: { token: { type: 'password' } },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._('cradle-history-query.label');
  },
  label() {
    return this.name || this._('cradle-history-query.label');
  },
  outputLabels() {
    return this._('cradle-history-query.outputs.answer');
  },
});
