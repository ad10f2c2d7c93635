import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-care', {
  category: 'smart cradle',
  color: '#D7E5C0',
  icon: 'font-awesome/fa-heart',
  defaults: {
    name: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 4,
  paletteLabel() {
    return this._('cradle-care.label');
  },
  label() {
    return this.name || this._('cradle-care.label');
  },
  outputLabels(index) {
    return this._(`cradle-care.outputs.${['points', 'statistics', 'refused', 'tell'][index]}`);
  },
});
