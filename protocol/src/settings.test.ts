import { expect, test } from 'vitest';
import { checkSetting, defaultSettings, SETTING_NAMES, SETTINGS } from './settings.ts';

test("the original's defaults", () => {
  expect(defaultSettings()).toMatchObject({
    max_temperature: 38,
    abnormal_position_timeout: 30,
    crying_duration_threshold: 30,
    temperature_blocking: 5,
    position_blocking: 5,
    crying_blocking: 3,
  });
});

test.each(SETTING_NAMES)('%s takes its own default', (name) => {
  expect(checkSetting(name, String(SETTINGS[name].default))).toEqual({
    ok: true,
    value: SETTINGS[name].default,
  });
});

test.each(['', ' ', 'warm', '34.9', '42.1', 'Infinity', '-38', '38,5'])(
  'refuses "%s" °C, and says what is allowed',
  (text) => {
    expect(checkSetting('max_temperature', text)).toEqual({
      ok: false,
      reason: `max_temperature (${JSON.stringify(text)}): must be a number from 35 to 42 °C`,
    });
  },
);

test('a choice is one of its options', () => {
  expect(checkSetting('direction_rule', 'original')).toEqual({ ok: true, value: 'original' });
  expect(checkSetting('direction_rule', 'mine')).toEqual({
    ok: false,
    reason: 'direction_rule ("mine"): must be one of offset, original',
  });
});
