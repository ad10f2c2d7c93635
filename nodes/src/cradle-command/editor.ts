import { CRADLE_UUID_PATTERN } from '@smart-cradle/protocol/cradle-id';
import type { EditorRED } from 'node-red';
import { OFFERED_ACTIONS } from './actions.ts';

declare const RED: EditorRED;

RED.nodes.registerType('cradle-command', {
  category: 'smart cradle',
  color: '#C7DDEE',
  icon: 'cradle.svg',
  defaults: {
    name: { value: '' },
    /** Empty: the message says which. */
    cradle: { value: '', validate: (value: string) => value === '' || CRADLE_UUID_PATTERN.test(value) },
    action: { value: '' },
    version: { value: 1 },
  },
  inputs: 1,
  outputs: 1,
  paletteLabel() {
    return this._('cradle-command.label');
  },
  label() {
    return this.name || this._('cradle-command.label');
  },
  outputLabels() {
    return this._('cradle-command.outputs.mqtt');
  },
  oneditprepare() {
    const select = $('#node-input-action');
    select.append($('<option>').val('').text(this._('cradle-command.byMessage')));
    for (const action of OFFERED_ACTIONS) {
      select.append(
        $('<option>')
          .val(action)
          .text(this._(`cradle-command.actions.${action}`)),
      );
    }
    select.val(this.action);
  },
});
