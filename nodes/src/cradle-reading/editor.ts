import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-reading', {
  category: 'smart cradle',
  color: '#C7DDEE',
  icon: 'cradle.svg',
  defaults: {
    name: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 2,
  paletteLabel() {
    return this._('cradle-reading.label');
  },
  label() {
    return this.name || this._('cradle-reading.label');
  },
  outputLabels(index) {
    return this._(`cradle-reading.outputs.${['reading', 'refused'][index]}`);
  },
});
