import { CLIP_LABELS, CLIP_TEXTS } from './clips.ts';
import type { Component } from './discovery.ts';
import {
  type AgentIdentity,
  type CradleIdentity,
  DIAGNOSTICS_EXPIRE_AFTER,
  EXPIRE_AFTER,
  identity,
  readingAvailability,
} from './entity-identity.ts';
import type { Localized } from './language.ts';
import { type Diagnostics, SOURCES } from './messages.ts';
import { MOTION_THRESHOLD } from './presence.ts';
import { EYE_STATES } from './readings.ts';
import { cradleTopics } from './topics.ts';

/** The agent's own entities besides the readings. */
export function agentOnlyComponents(cradle: AgentIdentity): Record<string, Component> {
  const topics = cradleTopics(cradle.uuid);
  const diagnostic = (key: keyof Diagnostics & string, name: Localized) => ({
    platform: 'sensor' as const,
    ...identity(cradle, 'sensor', key, name),
    state_topic: topics.diagnostics,
    value_template: `{{ value_json.${key} }}`,
    entity_category: 'diagnostic' as const,
    expire_after: DIAGNOSTICS_EXPIRE_AFTER,
    ...readingAvailability(cradle.uuid, 'agent'),
  });
  const counter = (key: keyof Diagnostics & string, icon: string, name: Localized): Component => ({
    ...diagnostic(key, name),
    state_class: 'total_increasing',
    icon,
    enabled_by_default: key === 'restarts',
  });
  return {
    motion: {
      platform: 'binary_sensor',
      ...identity(cradle, 'binary_sensor', 'motion', { en: 'Motion', ko: '움직임' }),
      state_topic: topics.motion,
      value_template: `{{ 'ON' if value | int(0) >= ${MOTION_THRESHOLD} else 'OFF' }}`,
      device_class: 'motion',
      expire_after: EXPIRE_AFTER,
      ...readingAvailability(cradle.uuid, 'agent', 'camera'),
    },
    occupied: {
      platform: 'binary_sensor',
      ...identity(cradle, 'binary_sensor', 'occupied', { en: 'Occupied', ko: '아기 있음' }),
      state_topic: topics.occupied,
      // MQTT's `None` is Home Assistant's `unknown`.
      value_template: "{{ value if value in ['ON', 'OFF'] else 'None' }}",
      device_class: 'occupancy',
      icon: 'mdi:bed-outline',
      expire_after: EXPIRE_AFTER,
      ...readingAvailability(cradle.uuid, 'agent', 'camera'),
    },
    on_baby: {
      platform: 'binary_sensor',
      ...identity(cradle, 'binary_sensor', 'on_baby', { en: 'Thermometer on the baby', ko: '체온계 부착' }),
      state_topic: topics.temperature,
      value_template: "{{ 'OFF' if value_json.on_baby == false else 'ON' }}",
      icon: 'mdi:thermometer-check',
      expire_after: EXPIRE_AFTER,
      ...readingAvailability(cradle.uuid, 'agent', 'thermometer'),
    },
    eyes: {
      platform: 'sensor',
      ...identity(cradle, 'sensor', 'eyes', { en: 'Eyes', ko: '눈' }),
      state_topic: topics.direction,
      value_template: "{{ value_json.eyes or 'None' }}",
      device_class: 'enum',
      options: EYE_STATES,
      icon: 'mdi:eye-outline',
      enabled_by_default: false,
      expire_after: EXPIRE_AFTER,
      ...readingAvailability(cradle.uuid, 'agent', 'direction'),
    },
    crying_probability: {
      platform: 'sensor',
      ...identity(cradle, 'sensor', 'crying_probability', { en: 'Crying probability', ko: '울음 확률' }),
      state_topic: topics.crying,
      value_template: '{{ (value_json.probability * 100) | round(0) }}',
      state_class: 'measurement',
      unit_of_measurement: '%',
      icon: 'mdi:chart-bell-curve',
      enabled_by_default: false,
      expire_after: EXPIRE_AFTER,
      ...readingAvailability(cradle.uuid, 'agent', 'microphone'),
    },
    problem: {
      platform: 'binary_sensor',
      ...identity(cradle, 'binary_sensor', 'problem', { en: 'Problem', ko: '문제' }),
      state_topic: topics.problems,
      value_template: '{{ value_json.state }}',
      // Which parts, and why: it changes only with them.
      json_attributes_topic: topics.problems,
      json_attributes_template: '{{ value_json.problems | tojson }}',
      device_class: 'problem',
      entity_category: 'diagnostic',
      ...readingAvailability(cradle.uuid, 'agent'),
    },
    source: {
      ...diagnostic('source', { en: 'Source', ko: '데이터 출처' }),
      device_class: 'enum',
      options: SOURCES,
      icon: 'mdi:import',
    },
    frame_rate: {
      ...diagnostic('frame_rate', { en: 'Frame rate', ko: '초당 프레임' }),
      state_class: 'measurement',
      unit_of_measurement: 'fps',
      icon: 'mdi:filmstrip',
    },
    microphone_level: {
      ...diagnostic('microphone_level', { en: 'Microphone level', ko: '마이크 음량' }),
      state_class: 'measurement',
      unit_of_measurement: 'dBFS',
      icon: 'mdi:microphone',
    },
    cpu_temperature: {
      ...diagnostic('cpu_temperature', { en: 'CPU temperature', ko: 'CPU 온도' }),
      device_class: 'temperature',
      state_class: 'measurement',
      unit_of_measurement: '°C',
    },
    wifi_signal: {
      ...diagnostic('wifi_signal', { en: 'Wi-Fi signal', ko: 'Wi-Fi 신호' }),
      device_class: 'signal_strength',
      state_class: 'measurement',
      unit_of_measurement: 'dBm',
    },
    link_step: {
      ...diagnostic('link_step', { en: 'Picture reduction', ko: '영상 축소 단계' }),
      icon: 'mdi:image-size-select-small',
    },
    link_latency: {
      ...diagnostic('link_latency', { en: 'Link latency', ko: '연결 지연' }),
      device_class: 'duration',
      state_class: 'measurement',
      unit_of_measurement: 'ms',
      enabled_by_default: false,
    },
    address: {
      ...diagnostic('address', { en: 'Address', ko: '주소' }),
      icon: 'mdi:ip-network-outline',
    },
    registered_at: {
      ...diagnostic('registered_at', { en: 'Registered at', ko: '등록 시각' }),
      device_class: 'timestamp',
    },
    disk_free: {
      ...diagnostic('disk_free', { en: 'Free disk space', ko: '디스크 여유 공간' }),
      device_class: 'data_size',
      state_class: 'measurement',
      unit_of_measurement: 'MiB',
    },
    version: {
      ...diagnostic('version', { en: 'Version', ko: '버전' }),
      icon: 'mdi:tag-outline',
      enabled_by_default: false,
    },
    ...(cradle.looksForUpdates
      ? {
          update: {
            platform: 'update' as const,
            ...identity(cradle, 'update', 'update', { en: 'Update', ko: '업데이트' }),
            state_topic: topics.update,
            entity_category: 'diagnostic' as const,
            ...readingAvailability(cradle.uuid, 'agent'),
          },
        }
      : {}),
    firmware: {
      ...diagnostic('firmware', { en: 'Arduino firmware', ko: '아두이노 펌웨어' }),
      value_template: "{{ value_json.firmware or 'None' }}",
      icon: 'mdi:chip',
    },
    uptime: {
      ...diagnostic('uptime', { en: 'Uptime', ko: '가동 시간' }),
      device_class: 'duration',
      state_class: 'measurement',
      unit_of_measurement: 's',
      enabled_by_default: false,
    },
    memory: {
      ...diagnostic('memory', { en: 'Memory', ko: '메모리' }),
      device_class: 'data_size',
      state_class: 'measurement',
      unit_of_measurement: 'MiB',
      enabled_by_default: false,
    },
    restarts: counter('restarts', 'mdi:restart', { en: 'Restarts of parts', ko: '부품 재시작' }),
    dropped: counter('dropped', 'mdi:delete-sweep-outline', { en: 'Dropped', ko: '버린 자료' }),
    rejected: counter('rejected', 'mdi:message-off-outline', {
      en: 'Rejected messages',
      ko: '거부한 메시지',
    }),
  };
}

/** A button for each label of a clip of sound, and how many clips the device keeps. */
export function clipComponents(cradle: CradleIdentity): Record<string, Component> {
  const topics = cradleTopics(cradle.uuid);
  const buttons = CLIP_LABELS.map((label): [string, Component] => {
    const key = `mark_${label}`;
    const { icon, name } = CLIP_TEXTS[label];
    return [
      key,
      {
        platform: 'button',
        ...identity(cradle, 'button', key, name),
        command_topic: topics.clipSet,
        payload_press: JSON.stringify({ label }),
        icon,
        ...readingAvailability(cradle.uuid, 'agent', 'microphone'),
      },
    ];
  });
  return {
    ...Object.fromEntries(buttons),
    clips: {
      platform: 'sensor',
      ...identity(cradle, 'sensor', 'clips', { en: 'Sound clips kept', ko: '보관된 소리 클립' }),
      state_topic: topics.clip,
      value_template: '{{ value_json.count }}',
      icon: 'mdi:waveform',
      entity_category: 'diagnostic',
      ...readingAvailability(cradle.uuid, 'agent'),
    },
  };
}
