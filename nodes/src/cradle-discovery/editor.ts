import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-discovery', {
  category: 'smart cradle',
  color: '#C7DDEE',
  icon: 'cradle.svg',
  defaults: {
    name: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._('cradle-discovery.label');
  },
  label() {
    return this.name || this._('cradle-discovery.label');
  },
  outputLabels() {
    return this._('cradle-discovery.outputs.mqtt');
  },
});
