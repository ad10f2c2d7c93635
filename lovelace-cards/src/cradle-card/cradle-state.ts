import { DIRECTION_STATES, type DirectionState } from '@smart-cradle/protocol/direction';
import { ON_BABY_TEMPERATURE } from '@smart-cradle/protocol/temperature';
import { type EntityReader, instant, numeric, onOff, type Reading, textOrNull } from '../card/reading.ts';
import type { EntityState } from '../home-assistant/types.ts';
import { type MonitorState, monitorState } from './monitor-state.ts';
import { type RaisedAlert, raisedAlerts } from './raised-alerts.ts';

export interface Temperature {
  /** In `unit`. */
  value: number;
  unit: string;
  /** The alert's threshold, in `unit`. */
  limit: number | null;
  aboveLimit: boolean;
  /** False: too cold for a thermometer on the baby; the agent says so after a minute. */
  onBaby: boolean;
}

export interface Crying {
  crying: boolean;
  /** 0 to 1, how sure the detector is; null where that entity is off, as it is by default. */
  probability: number | null;
  /** 0 to 1, from silence to the loudest that the microphone takes. */
  loudness: number | null;
}

export interface Rocking {
  on: boolean;
  endsAt: Date | null;
  /** Strength now, 1 to 4; null: the device knows only on and off. */
  level: number | null;
}

export const SLEEP_STATES = ['asleep', 'awake', 'fussing', 'away'] as const;
export type SleepState = (typeof SLEEP_STATES)[number];

/** What else is known of the baby; null: it is not, or there is no such entity. */
export interface Facts {
  sleep: { state: SleepState; since: Date | null } | null;
  occupied: boolean | null;
  /** Of the care log. */
  lastFed: Date | null;
  lastChanged: Date | null;
}

/** The strength that rocking starts with. */
export interface RockingLevel {
  entityId: string;
  /** 1 to 4. */
  value: number;
}

export interface CradleState {
  connected: boolean;
  simulated: boolean;
  /** The path of the camera's picture on Home Assistant's server, with its token. */
  camera: Reading<string>;
  direction: Reading<DirectionState>;
  crying: Reading<Crying>;
  temperature: Reading<Temperature>;
  rocking: Reading<Rocking>;
  /** Null: the strength cannot be set. */
  rockingLevel: RockingLevel | null;
  facts: Facts;
  /** The rules keep a care log. */
  hasCareLog: boolean;
  monitor: MonitorState;
  alerts: RaisedAlert[];
  /** The monitoring switch is known to this cradle. */
  canPause: boolean;
}

export interface CradleInput {
  reader: EntityReader;
  /** Whether Home Assistant can be heard. */
  connected: boolean;
  /** The device itself says that it is simulated. */
  simulatedDevice: boolean;
  /** The camera is there, but its picture is not of this moment. */
  pictureLost: boolean;
}

/** dBFS below which a room counts as silent. */
const SILENCE = -60;

function cameraPath(state: EntityState): string | undefined {
  const token = textOrNull(state.attributes.access_token);
  return token ? `/api/camera_proxy/${state.entity_id}?token=${encodeURIComponent(token)}` : undefined;
}

function celsius(value: number, unit: string): number {
  return unit === '°F' ? ((value - 32) * 5) / 9 : value;
}

/** Home Assistant gives the temperature in the house's unit; the threshold is always in °C. */
function temperatureOf(state: EntityState, reader: EntityReader): Temperature | undefined {
  const value = numeric(state);
  if (value === undefined) return undefined;
  const limit = reader.entity('max_temperature');
  // A cradle without an agent does not say it.
  const onBaby = reader.read('on_baby', onOff);
  const unit = textOrNull(state.attributes.unit_of_measurement) ?? '°C';
  const threshold = limit && numeric(limit);
  return {
    value,
    unit,
    limit: threshold === undefined ? null : unit === '°F' ? (threshold * 9) / 5 + 32 : threshold,
    aboveLimit: threshold !== undefined && celsius(value, unit) > threshold,
    onBaby: onBaby.known ? onBaby.value : celsius(value, unit) >= ON_BABY_TEMPERATURE,
  };
}

function cryingOf(state: EntityState, reader: EntityReader): Crying | undefined {
  const crying = onOff(state);
  if (crying === undefined) return undefined;
  const probability = reader.read('crying_probability', numeric);
  const level = reader.read('microphone_level', numeric);
  return {
    crying,
    probability: probability.known ? probability.value / 100 : null,
    loudness: level.known ? Math.min(1, Math.max(0, 1 - level.value / SILENCE)) : null,
  };
}

function factsOf(reader: EntityReader): Facts {
  const time = (key: string) => {
    const reading = reader.read(key, ({ state }) => instant(state) ?? undefined);
    return reading.known ? reading.value : null;
  };
  const sleep = reader.read('sleep_state', ({ state }) => SLEEP_STATES.find((one) => one === state));
  const occupied = reader.read('occupied', onOff);
  return {
    sleep: sleep.known ? { state: sleep.value, since: time('sleep_state_since') } : null,
    occupied: occupied.known ? occupied.value : null,
    lastFed: time('last_fed'),
    lastChanged: time('last_changed'),
  };
}

function strength(value: unknown): number | null {
  const level = Number(value);
  return Number.isInteger(level) && level >= 1 && level <= 4 ? level : null;
}

/** What is shown of one cradle, from Home Assistant's states. */
export function cradleState({ reader, connected, simulatedDevice, pictureLost }: CradleInput): CradleState {
  const readings = {
    camera: reader.read('camera', cameraPath),
    direction: reader.read('direction', ({ state }) => DIRECTION_STATES.find((one) => one === state)),
    crying: reader.read('crying', (state) => cryingOf(state, reader)),
    temperature: reader.read('temperature', (state) => temperatureOf(state, reader)),
  };
  const rocking = reader.read('rocking', (state): Rocking | undefined => {
    const on = onOff(state);
    if (on === undefined) return undefined;
    const { ends_at: endsAt, level } = state.attributes;
    return { on, endsAt: on ? instant(endsAt) : null, level: on ? strength(level) : null };
  });
  const level = reader.read('rocking_level', (state) => strength(state.state) ?? undefined);
  const alerts = raisedAlerts(reader);
  const monitor = monitorState(reader, readings, { connected, pictureLost });
  return {
    ...readings,
    rocking,
    rockingLevel: level.known ? { entityId: level.entityId, value: level.value } : null,
    // What was found out of readings is as old as they are.
    facts: { ...factsOf(reader), ...(monitor.kind === 'offline' ? { sleep: null, occupied: null } : {}) },
    hasCareLog: ['care_fed', 'last_fed'].some((key) => reader.entity(key) !== undefined),
    connected,
    simulated:
      simulatedDevice ||
      reader.entity('source')?.state === 'simulated' ||
      alerts.some((alert) => alert.simulated),
    monitor,
    alerts,
    canPause: reader.entity('monitoring') !== undefined,
  };
}
