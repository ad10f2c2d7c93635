import { DIRECTION_STATES, type DirectionState } from '@smart-cradle/protocol/direction';
import { ON_BABY_TEMPERATURE } from '@smart-cradle/protocol/temperature';
import type { EntityIds } from '../home-assistant/cradle-entities.ts';
import type { EntityState, HomeAssistant } from '../home-assistant/types.ts';
import { type MonitorState, monitorState } from './monitor-state.ts';
import { type RaisedAlert, raisedAlerts } from './raised-alerts.ts';
import {
  type EntityReader,
  entityReader,
  instant,
  numeric,
  onOff,
  type Reading,
  textOrNull,
} from './reading.ts';

export interface Temperature {
  /** In `unit`. */
  value: number;
  unit: string;
  /** The alert's threshold, in `unit`. */
  limit: number | null;
  aboveLimit: boolean;
  /** False: so cold that the thermometer does not lie on the baby. */
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
  monitor: MonitorState;
  alerts: RaisedAlert[];
  /** The notify entity that takes commands; null while nobody would hear them. */
  command: string | null;
  /** The monitoring switch is known to this cradle. */
  canPause: boolean;
}

export interface CradleInput {
  states: HomeAssistant['states'];
  entities: EntityIds;
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
function temperatureOf(state: EntityState, limit: EntityState | undefined): Temperature | undefined {
  const value = numeric(state);
  if (value === undefined) return undefined;
  const unit = textOrNull(state.attributes.unit_of_measurement) ?? '°C';
  const threshold = limit && numeric(limit);
  return {
    value,
    unit,
    limit: threshold === undefined ? null : unit === '°F' ? (threshold * 9) / 5 + 32 : threshold,
    aboveLimit: threshold !== undefined && celsius(value, unit) > threshold,
    onBaby: celsius(value, unit) >= ON_BABY_TEMPERATURE,
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

/** What is shown of one cradle, from Home Assistant's states. */
export function cradleState(input: CradleInput): CradleState {
  const { states, entities, connected, simulatedDevice, pictureLost } = input;
  const reader = entityReader(states, entities, connected);
  const readings = {
    camera: reader.read('camera', cameraPath),
    direction: reader.read('direction', ({ state }) => DIRECTION_STATES.find((one) => one === state)),
    crying: reader.read('crying', (state) => cryingOf(state, reader)),
    temperature: reader.read('temperature', (state) =>
      temperatureOf(state, reader.entity('max_temperature')),
    ),
  };
  const rocking = reader.read('rocking', (state): Rocking | undefined => {
    const on = onOff(state);
    return on === undefined ? undefined : { on, endsAt: on ? instant(state.attributes.ends_at) : null };
  });
  const alerts = raisedAlerts(reader);
  const command = reader.entity('command');
  return {
    ...readings,
    rocking,
    connected,
    simulated:
      simulatedDevice ||
      reader.entity('source')?.state === 'simulated' ||
      alerts.some((alert) => alert.simulated),
    monitor: monitorState(reader, readings, { connected, pictureLost }),
    alerts,
    command: connected && command && command.state !== 'unavailable' ? command.entity_id : null,
    canPause: reader.entity('monitoring') !== undefined,
  };
}
