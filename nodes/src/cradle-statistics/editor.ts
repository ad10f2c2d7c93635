import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-statistics', {
  category: 'smart cradle',
  color: '#D7E5C0',
  icon: 'font-awesome/fa-bar-chart',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'cradle-influxdb', required: true },
    interval: { value: '30', required: true, validate: (value: string) => Number(value) >= 5 },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._('cradle-statistics.label');
  },
  label() {
    return this.name || this._('cradle-statistics.label');
  },
  outputLabels() {
    return this._('cradle-statistics.outputs.statistics');
  },
});
