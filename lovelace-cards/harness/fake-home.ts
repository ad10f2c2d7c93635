import { entityIdPrefix } from '@smart-cradle/protocol/cradle-id';
import type { DeviceEntry, EntityEntry, EntityState, HomeAssistant } from '../src/home-assistant/types.ts';
import { fakeHistory, fakeRecorder } from './fake-history.ts';
import { fakeStream, type StreamMode } from './fake-stream.ts';

export const UUID = 'cradle-abc-123';

export const DOMAINS: Record<string, string> = {
  temperature: 'sensor',
  direction: 'sensor',
  crying: 'binary_sensor',
  crying_probability: 'sensor',
  camera: 'camera',
  rocking: 'switch',
  source: 'sensor',
  microphone_level: 'sensor',
  max_temperature: 'number',
  monitoring: 'switch',
  command: 'notify',
  rocking_level: 'number',
  abnormal_position_timeout: 'number',
  crying_duration_threshold: 'number',
  crying_blocking: 'number',
  position_gap: 'number',
  rocking_minutes: 'number',
  direction_rule: 'select',
  soothing: 'switch',
  occupied: 'binary_sensor',
  on_baby: 'binary_sensor',
  sleep_state: 'sensor',
  sleep_state_since: 'sensor',
  last_fed: 'sensor',
  last_changed: 'sensor',
  care_fed: 'button',
  pairing: 'sensor',
  test_alarm_report: 'sensor',
  self_check: 'sensor',
  alert_high_temperature: 'binary_sensor',
  alert_abnormal_position: 'binary_sensor',
  alert_crying: 'binary_sensor',
  alert_face_not_visible: 'binary_sensor',
  alert_sensor_lost: 'binary_sensor',
  alert_agent_offline: 'binary_sensor',
  alert_history_offline: 'binary_sensor',
};

export function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

export interface Told {
  state: string;
  attributes?: Record<string, unknown>;
  /** Seconds since the state changed. */
  seconds?: number;
}

export type Scene = Record<string, Told | string | null>;

function number(state: string, min: number, max: number, step: number, unit?: string): Told {
  return { state, attributes: { min, max, step, ...(unit ? { unit_of_measurement: unit } : {}) } };
}

const CALM: Scene = {
  temperature: { state: '36.7', attributes: { unit_of_measurement: '°C' } },
  direction: { state: 'front', seconds: 400 },
  crying: { state: 'off', seconds: 2_460 },
  camera: { state: 'idle', attributes: { access_token: 'token' } },
  rocking: { state: 'off', seconds: 900 },
  source: 'devices',
  microphone_level: '-41.3',
  max_temperature: number('38.0', 35, 42, 0.1, '°C'),
  abnormal_position_timeout: number('30', 1, 600, 1, 's'),
  crying_duration_threshold: number('30', 1, 600, 1, 's'),
  crying_blocking: number('3', 0, 120, 1, 'min'),
  position_gap: number('2', 0, 30, 1, 's'),
  rocking_minutes: number('15', 1, 60, 1, 'min'),
  rocking_level: number('2', 1, 4, 1),
  soothing: 'off',
  occupied: 'on',
  on_baby: 'on',
  sleep_state: 'asleep',
  sleep_state_since: ago(4_300),
  last_fed: ago(9_700),
  last_changed: ago(5_300),
  care_fed: 'unknown',
  pairing: 'none',
  test_alarm_report: {
    state: 'partly',
    attributes: {
      at: ago(86_000),
      recipients: [
        { id: 'mina', name: 'Mina', result: 'delivered' },
        { id: 'jun', name: 'Jun', result: 'failed' },
      ],
    },
  },
  self_check: {
    state: 'armed',
    attributes: {
      items: [
        { name: 'camera', ok: true },
        { name: 'push', ok: true },
      ],
    },
  },
  monitoring: { state: 'on', attributes: { state: 'on', until: null, by: null } },
  command: 'unknown',
  ...Object.fromEntries(
    Object.keys(DOMAINS)
      .filter((key) => key.startsWith('alert_'))
      .map((key) => [key, 'off']),
  ),
};

export interface HomeOptions {
  language: string;
  name: string;
  /** False: no cradle is there. */
  cradle: boolean;
  /** How many cradles there are. */
  count: number;
  /** False: the cradle's own history does not answer. */
  history: boolean;
  fahrenheit: boolean;
  /** What `camera.video`, which has video and sound, does; undefined: there is none. */
  stream: StreamMode | undefined;
}

/** A service call, as the card made it. */
export type Call = {
  domain: string;
  service: string;
  data: Record<string, unknown>;
  entity: string | undefined;
};

const RECIPIENTS: Record<string, Told> = {
  'switch.smart_cradle_recipient_mina_push': {
    state: 'on',
    attributes: { friendly_name: 'Mina’s phone Push' },
  },
  'switch.smart_cradle_recipient_mina_critical': {
    state: 'on',
    attributes: { friendly_name: 'Mina’s phone Critical' },
  },
  'number.smart_cradle_recipient_mina_order': {
    state: '1',
    attributes: { friendly_name: 'Mina’s phone Order' },
  },
  'switch.smart_cradle_recipient_jun_push': {
    state: 'on',
    attributes: { friendly_name: 'Jun’s phone Push' },
  },
  'switch.smart_cradle_recipient_jun_critical': {
    state: 'off',
    attributes: { friendly_name: 'Jun’s phone Critical' },
  },
  'number.smart_cradle_recipient_jun_order': {
    state: '2',
    attributes: { friendly_name: 'Jun’s phone Order' },
  },
};

function device(id: string, identifier: string, name: string): DeviceEntry {
  return {
    id,
    identifiers: [['mqtt', identifier]],
    name,
    manufacturer: 'Smart Cradle',
    model: 'Smart Cradle',
  };
}

/**
 * A home with cradles of which the first is as the scene says. What the cards ask for happens in it, and its states
 * change as those of a real one would.
 * @param scene what differs from a calm night; null: there is no such entity
 * @param changed called with the next object after a change
 */
export function fakeHome(scene: Scene, options: HomeOptions, changed: (hass: HomeAssistant) => void) {
  const { language, name, cradle, count, history, fahrenheit } = options;
  const stream = options.stream && fakeStream(options.stream);
  const states: Record<string, EntityState> = {};
  const entities: Record<string, EntityEntry> = {};
  const unique: Record<string, { unique_id: string }> = {};
  const devices: Record<string, DeviceEntry> = {};
  const calls: Call[] = [];
  const add = (entity_id: string, told: Told | string, device_id: string, unique_id: string) => {
    const { state, attributes = {}, seconds = 60 } = typeof told === 'string' ? { state: told } : told;
    states[entity_id] = { entity_id, state, attributes, last_changed: ago(seconds) };
    entities[entity_id] = { entity_id, device_id, platform: 'mqtt' };
    unique[entity_id] = { unique_id };
  };
  for (let index = 0; cradle && index < count; index += 1) {
    const uuid = index === 0 ? UUID : `cradle-${index + 1}`;
    const deviceId = `device-${index}`;
    devices[deviceId] = device(deviceId, uuid, index === 0 ? name : `${name} ${index + 1}`);
    for (const [key, told] of Object.entries({ ...CALM, ...(index === 0 ? scene : {}) })) {
      const domain = DOMAINS[key];
      if (domain && told !== null)
        add(`${domain}.${entityIdPrefix(uuid)}_${key}`, told, deviceId, `${uuid}_${key}`);
    }
  }
  devices.recipients = device('recipients', 'smart-cradle-recipients', 'Smart Cradle recipients');
  for (const [id, told] of Object.entries(RECIPIENTS)) add(id, told, 'recipients', id);

  if (stream) {
    states['camera.video'] = {
      entity_id: 'camera.video',
      state: 'idle',
      attributes: { supported_features: 2 },
      last_changed: ago(60),
    };
  }

  const listeners = new Map<string, Set<() => void>>();
  let answering = true;
  let hass: HomeAssistant;
  const next = (changes: Partial<HomeAssistant> = {}) => {
    hass = { ...hass, states: { ...states }, ...changes };
    changed(hass);
  };
  const set = (entity_id: string, state: string, attributes?: Record<string, unknown>) => {
    const before = states[entity_id];
    if (!before) throw new Error(`no entity ${entity_id}`);
    states[entity_id] = {
      entity_id,
      state,
      attributes: attributes ?? before.attributes,
      last_changed: new Date().toISOString(),
    };
    next();
  };
  hass = {
    states: { ...states },
    devices,
    entities,
    locale: { language, number_format: 'language', time_format: 'language', time_zone: 'local' },
    language,
    config: { unit_system: { temperature: fahrenheit ? '°F' : '°C' } },
    user: { name: language === 'ko' ? '민아' : 'Mina' },
    connected: true,
    connection: {
      addEventListener: (event, listener) => {
        listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      },
      removeEventListener: (event, listener) => listeners.get(event)?.delete(listener),
      subscribeMessage: (listener, message) => {
        if (!stream) throw new Error('nothing to subscribe to');
        return stream.subscribeMessage(listener, message);
      },
      ping: () => (answering ? Promise.resolve() : new Promise(() => {})),
    },
    callWS: async <T>(message: Readonly<Record<string, unknown>>) => {
      if (stream && String(message.type).startsWith('camera/')) return (await stream.callWS(message)) as T;
      if (message.type === 'history/history_during_period') {
        const from = Date.parse(String(message.start_time));
        return fakeRecorder(message.entity_ids as string[], from, Date.now()) as T;
      }
      return (message.type === 'recorder/statistics_during_period' ? {} : unique) as T;
    },
    callService: async (domain, service, data = {}, target) => {
      calls.push({ domain, service, data: { ...data }, entity: target?.entity_id });
      const id = target?.entity_id ?? '';
      if (domain === 'rest_command') {
        if (!history) throw new Error('no route to host');
        const content = fakeHistory(String(data.cradle), data as never);
        return { response: { status: 200, content: home.care ? { ...content, care: home.care } : content } };
      }
      if (domain === 'switch') setTimeout(() => set(id, service === 'turn_on' ? 'on' : 'off'), 50);
      if (domain === 'number') setTimeout(() => set(id, String(data.value)), 50);
      return undefined;
    },
    hassUrl: (path) => path,
  };
  const home = {
    hass,
    calls,
    stream: stream?.state,
    /** What stands in the care log, in place of what is made up. */
    care: undefined as unknown,
    set,
    /** Home Assistant is not heard any more, or again. */
    connect: (on: boolean) => {
      answering = on;
      for (const listener of listeners.get(on ? 'ready' : 'disconnected') ?? []) listener();
      next({ connected: on });
    },
  };
  return home;
}
