import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-history', {
  category: 'smart cradle',
  color: '#D7E5C0',
  icon: 'font-awesome/fa-database',
  defaults: {
    name: { value: '' },
    server: { value: '', type: 'cradle-influxdb', required: true },
    alertAfter: { value: '60', required: true, validate: (value: string) => Number(value) > 0 },
    queueMegabytes: { value: '64', required: true, validate: (value: string) => Number(value) > 0 },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('cradle-history.label');
  },
  label() {
    return this.name || this._('cradle-history.label');
  },
  outputLabels(index) {
    return this._(`cradle-history.outputs.${['alert', 'event', 'statistics'][index]}`);
  },
});
