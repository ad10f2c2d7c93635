import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('sensor-watch', {
  category: 'smart cradle',
  color: '#F3C9A0',
  icon: 'watch.svg',
  defaults: {
    name: { value: '' },
    silence: {
      value: '5',
      required: true,
      validate: (value: string) => Number(value) >= 1 && Number(value) <= 600,
    },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('sensor-watch.label');
  },
  label() {
    return this.name || this._('sensor-watch.label');
  },
  outputLabels(index) {
    return this._(`sensor-watch.outputs.${['alert', 'event', 'tick'][index]}`);
  },
});
