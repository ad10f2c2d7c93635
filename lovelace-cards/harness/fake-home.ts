import { entityIdPrefix } from '@smart-cradle/protocol/cradle-id';
import type { DeviceEntry, EntityEntry, EntityState, HomeAssistant } from '../src/home-assistant/types.ts';

export const UUID = 'cradle-abc-123';

const DOMAINS: Record<string, string> = {
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

const CALM: Scene = {
  temperature: { state: '36.7', attributes: { unit_of_measurement: '°C' } },
  direction: { state: 'front', seconds: 400 },
  crying: { state: 'off', seconds: 2_460 },
  camera: { state: 'idle', attributes: { access_token: 'token' } },
  rocking: { state: 'off', seconds: 900 },
  source: 'devices',
  microphone_level: '-41.3',
  max_temperature: '38.0',
  monitoring: { state: 'on', attributes: { state: 'on', until: null, by: null } },
  command: 'unknown',
  ...Object.fromEntries(
    Object.keys(DOMAINS)
      .filter((key) => key.startsWith('alert_'))
      .map((key) => [key, 'off']),
  ),
};

/** A home with one cradle. @param scene what differs from a calm night; null: there is no such entity. */
export function fakeHome(scene: Scene, language: string, name: string, devices = true): HomeAssistant {
  const prefix = entityIdPrefix(UUID);
  const states: Record<string, EntityState> = {};
  const entities: Record<string, EntityEntry> = {};
  const unique: Record<string, { unique_id: string }> = {};
  const device: DeviceEntry = {
    id: 'device',
    identifiers: [['mqtt', UUID]],
    name,
    manufacturer: 'Smart Cradle',
    model: 'Smart Cradle',
  };
  for (const [key, told] of Object.entries({ ...CALM, ...scene })) {
    const domain = DOMAINS[key];
    if (!domain || told === null || !devices) continue;
    const { state, attributes = {}, seconds = 60 } = typeof told === 'string' ? { state: told } : told;
    const entity_id = `${domain}.${prefix}_${key}`;
    states[entity_id] = { entity_id, state, attributes, last_changed: ago(seconds) };
    entities[entity_id] = { entity_id, device_id: 'device', platform: 'mqtt' };
    unique[entity_id] = { unique_id: `${UUID}_${key}` };
  }
  const hass: HomeAssistant = {
    states,
    devices: devices ? { device } : {},
    entities,
    locale: { language, number_format: 'language', time_format: 'language', time_zone: 'local' },
    language,
    user: { name: language === 'ko' ? '민아' : 'Mina' },
    connected: true,
    connection: { addEventListener: () => {}, removeEventListener: () => {}, ping: async () => undefined },
    callWS: async <T>() => unique as T,
    callService: async (...call) => {
      console.info('callService', JSON.stringify(call));
    },
    hassUrl: (path) => path,
  };
  return hass;
}
