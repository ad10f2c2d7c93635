import type { EditorRED } from 'node-red';

declare const RED: EditorRED;

RED.nodes.registerType('mqtt-retained', {
  category: 'smart cradle',
  color: '#D8BFD8',
  icon: 'font-awesome/fa-refresh',
  defaults: {
    name: { value: '' },
    birthTopic: { value: 'smart-cradle/rules/availability', required: true },
    birthPayload: { value: 'online', required: true },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._('mqtt-retained.label');
  },
  label() {
    return this.name || this._('mqtt-retained.label');
  },
  outputLabels() {
    return this._('mqtt-retained.outputs.mqtt');
  },
});
