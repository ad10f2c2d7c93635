import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('history-maintenance', {
  category: 'smart cradle',
  color: '#D7E5C0',
  icon: 'font-awesome/fa-wrench',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'cradle-influxdb', required: true },
    folder: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('history-maintenance.label');
  },
  label() {
    return this.name || this._('history-maintenance.label');
  },
  outputLabels(index) {
    return this._(`history-maintenance.outputs.${['statistics', 'alert', 'event'][index]}`);
  },
});
