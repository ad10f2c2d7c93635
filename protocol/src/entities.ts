import { ALERT_EVENTS, ALERTS, CRADLE_ALERT_TYPES, RAISED_STATES } from './alerts.ts';
import type { AvailabilityPart } from './availability.ts';
import { careComponents } from './care.ts';
import { CLIP_LABELS, CLIP_TEXTS } from './clips.ts';
import { entityIdPrefix } from './cradle-uuid.ts';
import { DIRECTION_STATES, DIRECTION_TEXTS } from './direction.ts';
import { type AvailabilityTopic, type Component, type DeviceDiscovery, ORIGINS } from './discovery.ts';
import type { Language, Localized } from './language.ts';
import { type Diagnostics, SOURCES } from './messages.ts';
import { MOTION_THRESHOLD } from './presence.ts';
import { EYE_STATES } from './readings.ts';
import { reportComponents } from './reports.ts';
import { SETTINGS, type Setting, type SettingOwner, settingsOf } from './settings.ts';
import { soothingComponents } from './soothing.ts';
import { statisticComponents } from './statistics.ts';
import { cradleTopics, houseTopics } from './topics.ts';

/** Seconds without a live reading until Home Assistant shows it as unavailable. */
export const EXPIRE_AFTER = 5;
/** The same for the diagnostics, which come every 30 s. */
export const DIAGNOSTICS_EXPIRE_AFTER = 75;
/** The same for the rules' heartbeat, which comes every 10 s. */
export const HEARTBEAT_EXPIRE_AFTER = 30;

/** Who a cradle is, as far as its entities need it. */
export interface CradleIdentity {
  uuid: string;
  name: string;
  language: Language;
}

export interface AgentIdentity extends CradleIdentity {
  version: string;
  simulated: boolean;
}

/** `agent`: a cradle of ours. `original`: the rules speak for one that knows only the original protocol. */
export type Publisher = 'agent' | 'original';

const partTemplate = '{{ value_json.state }}';

function identity(cradle: CradleIdentity, domain: Component['platform'], key: string, name: Localized) {
  return {
    unique_id: `${cradle.uuid}_${key}`,
    default_entity_id: `${domain}.${entityIdPrefix(cradle.uuid)}_${key}`,
    name: name[cradle.language],
  };
}

/** A reading is there when its publisher and its own part are. */
function readingAvailability(uuid: string, publisher: Publisher, part?: AvailabilityPart) {
  const topics = cradleTopics(uuid);
  const whole: AvailabilityTopic = {
    topic: publisher === 'agent' ? topics.availability : houseTopics.rulesAvailability,
  };
  const own: AvailabilityTopic[] = part
    ? [{ topic: topics.availabilityOf(part), value_template: partTemplate }]
    : [];
  return { availability: [whole, ...own], availability_mode: 'all' as const };
}

function rulesAvailability() {
  return {
    availability: [{ topic: houseTopics.rulesAvailability }],
    availability_mode: 'all' as const,
  };
}

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

function settingComponents(cradle: CradleIdentity, owner: SettingOwner): Record<string, Component> {
  const topics = cradleTopics(cradle.uuid);
  const available =
    owner === 'rules' ? rulesAvailability() : readingAvailability(cradle.uuid, 'agent', undefined);
  return Object.fromEntries(
    settingsOf(owner).map((name): [string, Component] => {
      const setting: Setting = SETTINGS[name];
      const common = {
        command_topic: topics.settingSet(name),
        state_topic: topics.setting(name),
        icon: setting.icon,
        entity_category: 'config' as const,
        ...available,
      };
      if (setting.kind === 'select') {
        const named = identity(cradle, 'select', name, setting.name);
        return [name, { platform: 'select', ...named, ...common, options: setting.options }];
      }
      const { min, max, step, unit } = setting;
      return [
        name,
        {
          platform: 'number',
          ...identity(cradle, 'number', name, setting.name),
          ...common,
          min,
          max,
          step,
          mode: 'box',
          ...(unit ? { unit_of_measurement: unit } : {}),
        },
      ];
    }),
  );
}

/** The agent's own entities besides the readings. */
function agentOnlyComponents(cradle: CradleIdentity): Record<string, Component> {
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
function clipComponents(cradle: CradleIdentity): Record<string, Component> {
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

/** The agent's discovery payload. */
export function agentDiscovery(agent: AgentIdentity): DeviceDiscovery {
  return {
    device: {
      identifiers: [agent.uuid],
      name: agent.name,
      manufacturer: 'Smart Cradle',
      model: agent.simulated ? 'Smart Cradle (SIMULATED)' : 'Smart Cradle',
      sw_version: agent.version,
      serial_number: agent.uuid,
    },
    origin: { name: ORIGINS.agent, sw_version: agent.version },
    components: {
      ...readingComponents(agent, 'agent'),
      ...agentOnlyComponents(agent),
      ...clipComponents(agent),
      ...settingComponents(agent, 'agent'),
    },
  };
}

/** What the rules publish on the agent's topic for a cradle that speaks only the original protocol. */
export function originalDiscovery(cradle: CradleIdentity, version: string): DeviceDiscovery {
  return {
    device: { identifiers: [cradle.uuid], name: cradle.name },
    origin: { name: ORIGINS.rules, sw_version: version },
    components: readingComponents(cradle, 'original'),
  };
}

/** Home Assistant refuses an attribute named `state`: an alert's own state is the attribute `alert_state`. */
const alertAttributes = '{{ dict(value_json, alert_state=value_json.state) | tojson }}';

const raisedTemplate = `{{ 'ON' if value_json.state in [${RAISED_STATES.map((state) => `'${state}'`).join(', ')}] else 'OFF' }}`;

/** The rules' discovery payload for one cradle: alerts, events, alert settings, commands. */
export function rulesDiscovery(cradle: CradleIdentity, version: string): DeviceDiscovery {
  const topics = cradleTopics(cradle.uuid);
  const alerts = CRADLE_ALERT_TYPES.map((type): [string, Component] => {
    const key = `alert_${type}`;
    const { icon, name, category } = ALERTS[type];
    return [
      key,
      {
        platform: 'binary_sensor',
        ...identity(cradle, 'binary_sensor', key, {
          en: `Alert: ${name.en.toLowerCase()}`,
          ko: `알림: ${name.ko}`,
        }),
        state_topic: topics.alert(type),
        value_template: raisedTemplate,
        json_attributes_topic: topics.alert(type),
        json_attributes_template: alertAttributes,
        device_class: 'problem',
        icon,
        ...(category === 'technical' ? { entity_category: 'diagnostic' as const } : {}),
        ...rulesAvailability(),
      },
    ];
  });
  const button = (
    action: 'acknowledge' | 'snooze' | 'test_alarm',
    icon: string,
    name: Localized,
  ): Component => ({
    platform: 'button',
    ...identity(cradle, 'button', action, name),
    command_topic: topics.command,
    payload_press: JSON.stringify({ action }),
    icon,
    ...rulesAvailability(),
  });
  return {
    device: { identifiers: [cradle.uuid], name: cradle.name },
    origin: { name: ORIGINS.rules, sw_version: version },
    components: {
      ...Object.fromEntries(alerts),
      alert: {
        platform: 'event',
        ...identity(cradle, 'event', 'alert', { en: 'Alert', ko: '알림' }),
        state_topic: topics.event,
        event_types: ALERT_EVENTS,
        icon: 'mdi:bell-ring-outline',
        ...rulesAvailability(),
      },
      alert_image: {
        platform: 'image',
        ...identity(cradle, 'image', 'alert_image', { en: 'Last alert', ko: '마지막 알림 사진' }),
        image_topic: topics.alertImage,
        content_type: 'image/jpeg',
        ...rulesAvailability(),
      },
      acknowledge: button('acknowledge', 'mdi:bell-check-outline', { en: 'Acknowledge', ko: '확인' }),
      snooze: button('snooze', 'mdi:bell-sleep-outline', { en: 'Snooze', ko: '다시 알림' }),
      test_alarm: button('test_alarm', 'mdi:bell-alert-outline', { en: 'Test alarm', ko: '시험 알림' }),
      command: {
        platform: 'notify',
        ...identity(cradle, 'notify', 'command', { en: 'Command', ko: '명령' }),
        command_topic: topics.command,
        icon: 'mdi:console-line',
        ...rulesAvailability(),
      },
      monitoring: {
        platform: 'switch',
        ...identity(cradle, 'switch', 'monitoring', { en: 'Monitoring', ko: '감시' }),
        command_topic: topics.command,
        payload_on: '{"action":"resume"}',
        payload_off: '{"action":"pause"}',
        state_topic: topics.monitoring,
        value_template: '{{ value_json.state }}',
        json_attributes_topic: topics.monitoring,
        state_on: 'on',
        state_off: 'paused',
        icon: 'mdi:shield-moon-outline',
        ...rulesAvailability(),
      },
      ...reportComponents(cradle),
      ...soothingComponents(cradle),
      ...statisticComponents(cradle),
      ...careComponents(cradle),
      ...settingComponents(cradle, 'rules'),
    },
  };
}

/** The house's own device: whether the rules live. No availability topic, so that it goes unavailable by itself. */
export function houseDiscovery(language: Language, version: string): DeviceDiscovery {
  const name: Localized = { en: 'Smart Cradle rules', ko: '스마트 요람 규칙' };
  return {
    device: { identifiers: ['smart-cradle-rules'], name: name[language], manufacturer: 'Smart Cradle' },
    origin: { name: ORIGINS.rules, sw_version: version },
    components: {
      rules: {
        platform: 'binary_sensor',
        unique_id: 'smart_cradle_rules',
        default_entity_id: 'binary_sensor.smart_cradle_rules',
        name: null,
        state_topic: houseTopics.rulesHeartbeat,
        value_template: 'ON',
        device_class: 'connectivity',
        expire_after: HEARTBEAT_EXPIRE_AFTER,
      },
    },
  };
}
