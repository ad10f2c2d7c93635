import { expect, test } from 'vitest';
import { checkNumber, settingsOf } from './settings-list.ts';

const range = { min: 35, max: 42, step: 0.1 };

test('a number is taken with either decimal mark and put onto the steps', () => {
  expect(checkNumber(' 37,84 ', range)).toEqual({ ok: true, value: 37.8 });
  expect(checkNumber('38', range)).toEqual({ ok: true, value: 38 });
});

test.each(['', 'warm', '34.9', '42.1', '3 8', 'Infinity'])('%j is refused', (text) => {
  expect(checkNumber(text, range)).toEqual({ ok: false });
});

const state = (entity_id: string, value: string, attributes: Record<string, unknown> = {}) => ({
  entity_id,
  state: value,
  attributes,
  last_changed: '',
});

test('settings stand in groups with unit, range and standard; what is no setting is left out', () => {
  const entities = new Map([
    ['crying_gap', 'number.gap'],
    ['max_temperature', 'number.max'],
    ['rocking', 'switch.rocking'],
    ['temperature', 'sensor.t'],
    ['light', 'switch.light'],
    ['crying_blocking', 'number.again'],
  ]);
  const settings = settingsOf(
    {
      'number.gap': state('number.gap', 'unavailable'),
      'number.max': state('number.max', '38.0', { min: 35, max: 42, step: 0.1, unit_of_measurement: '°C' }),
      'switch.rocking': state('switch.rocking', 'off'),
      'sensor.t': state('sensor.t', '36.5'),
      'switch.light': state('switch.light', 'on', { friendly_name: 'Nursery Night light' }),
      'number.again': state('number.again', '3'),
    },
    entities,
    'Nursery',
    'ko',
  );
  expect(settings.map(({ key, group, value }) => [key, group, value])).toEqual([
    ['max_temperature', 'thresholds', '38.0'],
    ['crying_blocking', 'again', '3'],
    ['crying_gap', 'gaps', null],
    ['light', 'other', 'on'],
  ]);
  expect(settings[0]).toMatchObject({ name: '최고 체온', unit: '°C', min: 35, max: 42, standard: '38' });
  expect(settings[3]).toMatchObject({ name: 'Night light', description: null });
});
