import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-settings', {
  category: 'smart cradle',
  color: '#C7DDEE',
  icon: 'cradle.svg',
  defaults: {
    name: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('cradle-settings.label');
  },
  label() {
    return this.name || this._('cradle-settings.label');
  },
  outputLabels(index) {
    return this._(`cradle-settings.outputs.${['message', 'mqtt', 'tick'][index]}`);
  },
});
