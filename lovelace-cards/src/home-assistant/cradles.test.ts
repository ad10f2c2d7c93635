import { expect, test } from 'vitest';
import { findCradles } from './cradles.ts';

const device = (id: string, identifier: string, manufacturer: string | null = 'Smart Cradle') => ({
  id,
  identifiers: [['mqtt', identifier]] as const,
  name: `Name of ${id}`,
  manufacturer,
});
const owned = (entity_id: string, device_id: string) =>
  [entity_id, { entity_id, device_id, platform: 'mqtt' }] as const;

test('cradles are found by their device, the original protocol’s too, and the house’s own devices are none', () => {
  const hass = {
    devices: Object.fromEntries(
      [
        device('b', 'cradle-2'),
        device('a', 'old-1', null),
        device('c', 'smart-cradle-recipients'),
        device('d', 'smart-cradle-rules'),
        device('e', 'some-lamp', null),
      ].map((one) => [one.id, one]),
    ),
    entities: Object.fromEntries([
      owned('sensor.cradle_2_temperature', 'b'),
      owned('binary_sensor.old_1_crying', 'a'),
      owned('sensor.smart_cradle_recipient_mina_state', 'c'),
      owned('sensor.smart_cradle_rules', 'd'),
      owned('light.lamp', 'e'),
    ]),
  };
  expect(findCradles(hass).map(({ uuid }) => uuid)).toEqual(['old-1', 'cradle-2']);
});
