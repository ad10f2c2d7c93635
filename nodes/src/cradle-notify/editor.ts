import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-notify', {
  category: 'smart cradle',
  color: '#F3C9A0',
  icon: 'font-awesome/fa-bell',
  defaults: {
    name: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 4,
  paletteLabel() {
    return this._('cradle-notify.label');
  },
  label() {
    return this.name || this._('cradle-notify.label');
  },
  outputLabels(index) {
    return this._(`cradle-notify.outputs.${['call', 'command', 'mqtt', 'template'][index]}`);
  },
});
