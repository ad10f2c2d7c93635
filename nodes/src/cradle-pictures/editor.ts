import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-pictures', {
  category: 'smart cradle',
  color: '#D7E5C0',
  icon: 'font-awesome/fa-picture-o',
  defaults: {
    name: { value: '' },
    folder: { value: '' },
    picturesUrl: { value: '' },
    version: { value: 1 },
  },
  credentials: { token: { type: 'password' } },
  inputs: 1,
  outputs: 2,
  paletteLabel() {
    return this._('cradle-pictures.label');
  },
  label() {
    return this.name || this._('cradle-pictures.label');
  },
  outputLabels(index) {
    return this._(`cradle-pictures.outputs.${['points', 'answer'][index]}`);
  },
});
