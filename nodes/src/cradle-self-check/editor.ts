import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-self-check', {
  category: 'smart cradle',
  color: '#F3C9A0',
  icon: 'watch.svg',
  defaults: {
    name: { value: '' },
    time: {
      value: '19:00',
      validate: (value: string) => value === '' || /^([01]?\d|2[0-3]):[0-5]\d$/.test(value),
    },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('cradle-self-check.label');
  },
  label() {
    return this.name || this._('cradle-self-check.label');
  },
  outputLabels(index) {
    return this._(`cradle-self-check.outputs.${['report', 'tell', 'tick'][index]}`);
  },
});
