import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-history-export', {
  category: 'smart cradle',
  color: '#D7E5C0',
  icon: 'font-awesome/fa-download',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'cradle-influxdb', required: true },
    version: { value: 1 },
  },
  credentials: { token: { type: 'password' } },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._('cradle-history-export.label');
  },
  label() {
    return this.name || this._('cradle-history-export.label');
  },
  outputLabels() {
    return this._('cradle-history-export.outputs.answer');
  },
});
