import { ALERT_TYPES } from '@smart-cradle/protocol/alerts';
import { SETTING_NAMES } from '@smart-cradle/protocol/settings';
import type { EditorRED } from 'node-red';
import { COMPARISONS, READINGS } from './condition.ts';

declare const RED: EditorRED;

/** Fields that are a number, or the name of a setting of the cradle. */
const AMOUNTS = ['threshold', 'duration', 'gap', 'hysteresis', 'blocking'] as const;

const amount = (value: string) => ({ value, required: true });

RED.nodes.registerType('duration-alert', {
  category: 'smart cradle',
  color: '#F3B6B6',
  icon: 'alert.svg',
  defaults: {
    name: { value: '' },
    alertType: { value: 'crying', required: true },
    title: { value: '' },
    reading: { value: 'crying', required: true },
    whileOccupied: { value: false },
    property: { value: 'status', required: true },
    comparison: { value: 'equals', required: true },
    threshold: amount('Crying'),
    thresholdType: { value: 'str' },
    duration: amount('crying_duration_threshold'),
    durationType: { value: 'setting' },
    gap: amount('crying_gap'),
    gapType: { value: 'setting' },
    hysteresis: amount('0'),
    hysteresisType: { value: 'num' },
    blocking: amount('crying_blocking'),
    blockingType: { value: 'setting' },
    reminder: amount('2'),
    acknowledgement: amount('10'),
    version: { value: 2 },
  },
  inputs: 1,
  outputs: 3,
  paletteLabel() {
    return this._('duration-alert.label');
  },
  label() {
    return this.name || this._('duration-alert.label');
  },
  outputLabels(index) {
    return this._(`duration-alert.outputs.${['alert', 'event', 'tick'][index]}`);
  },
  oneditprepare() {
    const fill = (
      field: string,
      options: readonly (readonly [value: string, label: string])[],
      chosen: string,
    ) => {
      const select = $(`#node-input-${field}`);
      for (const [value, label] of options) select.append($('<option>').val(value).text(label));
      select.val(chosen);
    };
    fill(
      'alertType',
      ALERT_TYPES.map((type) => [type, this._(`duration-alert.types.${type}`)] as const),
      this.alertType,
    );
    fill(
      'reading',
      READINGS.map((name) => [name, this._(`duration-alert.readings.${name}`)] as const),
      this.reading,
    );
    const showRows = () => {
      const custom = $('#node-input-alertType').val() === 'custom';
      $('.duration-alert-title').toggle(custom);
      $('.duration-alert-occupied').toggle($('#node-input-reading').val() !== 'any');
    };
    $('#node-input-alertType, #node-input-reading').on('change', showRows);
    fill(
      'comparison',
      COMPARISONS.map((name) => [name, this._(`duration-alert.comparisons.${name}`)] as const),
      this.comparison,
    );
    const setting = {
      value: 'setting',
      label: this._('duration-alert.setting'),
      icon: 'fa fa-cog',
      options: SETTING_NAMES.map((name) => ({ value: name, label: name })),
    };
    for (const field of AMOUNTS) {
      $(`#node-input-${field}`).typedInput({
        types: field === 'threshold' ? ['num', 'str', setting] : ['num', setting],
        typeField: `#node-input-${field}Type`,
      });
    }
    showRows();
  },
});
