import type { AvailabilityPart } from './availability.ts';
import { DIRECTION_STATES, DIRECTION_TEXTS } from './direction.ts';
import type { Component } from './discovery.ts';
import {
  type CradleIdentity,
  EXPIRE_AFTER,
  identity,
  type Publisher,
  readingAvailability,
} from './entity-identity.ts';
import { cradleTopics } from './topics.ts';

const directionTemplate = `{{ value_json.state | default({${DIRECTION_STATES.map(
  (state) => `'${DIRECTION_TEXTS[state]}': '${state}'`,
).join(', ')}}[value_json.direction]) }}`;

/** The entities that come from a cradle's own messages, by key. The keys are part of the contract: never rename one. */
export function readingComponents(
  cradle: CradleIdentity,
  publisher: Publisher,
): Record<'temperature' | 'direction' | 'crying' | 'camera' | 'rocking', Component> {
  const topics = cradleTopics(cradle.uuid);
  const available = (part: AvailabilityPart) => readingAvailability(cradle.uuid, publisher, part);
  return {
    temperature: {
      platform: 'sensor',
      ...identity(cradle, 'sensor', 'temperature', { en: 'Temperature', ko: '체온' }),
      state_topic: topics.temperature,
      value_template: '{{ value_json.temperature }}',
      device_class: 'temperature',
      state_class: 'measurement',
      unit_of_measurement: '°C',
      suggested_display_precision: 1,
      expire_after: EXPIRE_AFTER,
      ...available('thermometer'),
    },
    direction: {
      platform: 'sensor',
      ...identity(cradle, 'sensor', 'direction', { en: 'Direction', ko: '얼굴 방향' }),
      state_topic: topics.direction,
      value_template: directionTemplate,
      device_class: 'enum',
      options: DIRECTION_STATES,
      icon: 'mdi:face-man-outline',
      expire_after: EXPIRE_AFTER,
      ...available('direction'),
    },
    crying: {
      platform: 'binary_sensor',
      ...identity(cradle, 'binary_sensor', 'crying', { en: 'Crying', ko: '울음' }),
      state_topic: topics.crying,
      value_template: "{{ 'ON' if value_json.status == 'Crying' else 'OFF' }}",
      device_class: 'sound',
      icon: 'mdi:emoticon-cry-outline',
      expire_after: EXPIRE_AFTER,
      ...available('microphone'),
    },
    camera: {
      platform: 'camera',
      ...identity(cradle, 'camera', 'camera', { en: 'Camera', ko: '카메라' }),
      topic: topics.camera,
      ...available('camera'),
    },
    rocking: {
      platform: 'switch',
      ...identity(cradle, 'switch', 'rocking', { en: 'Rocking', ko: '흔들기' }),
      command_topic: topics.servo,
      payload_on: '{"action":"start"}',
      payload_off: '{"action":"stop"}',
      icon: 'mdi:cradle',
      ...(publisher === 'agent'
        ? {
            state_topic: topics.servoState,
            value_template: '{{ value_json.state }}',
            json_attributes_topic: topics.servoState,
            state_on: 'on',
            state_off: 'off',
            ...available('servo'),
          }
        : readingAvailability(cradle.uuid, publisher)),
    },
  };
}
