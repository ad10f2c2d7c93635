import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-soothe', {
  category: 'smart cradle',
  color: '#C7E9C0',
  icon: 'cradle.svg',
  defaults: {
    name: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 5,
  paletteLabel() {
    return this._('cradle-soothe.label');
  },
  label() {
    return this.name || this._('cradle-soothe.label');
  },
  outputLabels(index) {
    return this._(`cradle-soothe.outputs.${['mqtt', 'player', 'tell', 'tick', 'history'][index]}`);
  },
});
