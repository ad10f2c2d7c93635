import type { DirectionState } from '@smart-cradle/protocol/direction';
import type { Occupied } from '@smart-cradle/protocol/messages';
import type { SettingValues } from '@smart-cradle/protocol/settings';
import { beginWatch, findLoss, hear, type Watched } from '../sensor-watch/lost-sensors.ts';
import type { RuleMessage } from '../shared/rule-message.ts';
import type { Sight, SoothingSettings } from './soothing-machine.ts';

/** What was last heard of one cradle. Times are milliseconds of the rules' clock. */
export interface Heard {
  watched: Watched;
  monitored: boolean;
  crying: { value: boolean; at: number } | null;
  direction: { value: DirectionState; at: number } | null;
  occupied: { value: Occupied; at: number } | null;
  /** °C. */
  temperature: number | null;
  /** Who rocks the cradle; null: it is still. */
  rockedBy: string | null;
  /** Whether there is a motor that says what it does. */
  motor: boolean;
}

export function hearNothing(now: number): Heard {
  return {
    watched: beginWatch(now),
    monitored: true,
    crying: null,
    direction: null,
    occupied: null,
    temperature: null,
    rockedBy: null,
    motor: false,
  };
}

/** Who says that it was soothing that has switched the motor. */
export const BY_SOOTHING = 'soothing';

/** What a message changes. */
export function listen(heard: Heard, message: RuleMessage, now: number): Heard {
  const watched = hear(heard.watched, message);
  switch (message.kind) {
    case 'monitoring':
      return { ...heard, monitored: message.payload.state === 'on' };
    case 'crying':
      return { ...heard, watched, crying: { value: message.payload.status === 'Crying', at: now } };
    case 'direction':
      return { ...heard, watched, direction: { value: message.payload.state, at: now } };
    case 'occupied':
      return { ...heard, occupied: { value: message.payload, at: now } };
    case 'temperature':
      return { ...heard, watched, temperature: message.payload.temperature };
    case 'servoState': {
      const { state, by } = message.payload;
      return { ...heard, rockedBy: state === 'on' ? (by ?? '') : null, motor: true };
    }
    case 'availabilityOf':
      return message.part === 'servo'
        ? { ...heard, watched, motor: message.payload.state === 'online' }
        : { ...heard, watched };
    default:
      return { ...heard, watched };
  }
}

/** Milliseconds after which the newest reading says nothing of now. */
export interface Freshness {
  reading: number;
  silence: number;
}

/** What is known at a moment. */
export function look(heard: Heard, settings: SettingValues, now: number, fresh: Freshness): Sight {
  const recent = <Value>(reading: { value: Value; at: number } | null): Value | null =>
    reading && now - reading.at <= fresh.reading ? reading.value : null;
  const loss = findLoss(heard.watched, now, fresh.silence);
  const { temperature } = heard;
  return {
    crying: recent(heard.crying),
    direction: recent(heard.direction),
    occupied: recent(heard.occupied),
    // A fever has gone when its alert has.
    fever: temperature !== null && temperature > settings.max_temperature - settings.temperature_hysteresis,
    sensorLost: loss.parts.length > 0,
    agentLost: loss.agent,
    monitored: heard.monitored,
    rockedByHand: heard.rockedBy !== null && heard.rockedBy !== BY_SOOTHING,
  };
}

const MINUTE = 60_000;

export function soothingSettings(settings: SettingValues): SoothingSettings {
  const lock = settings.soothing_level_lock;
  return {
    highest: settings.soothing_level,
    lock: lock === 'off' ? null : Number(lock),
    weaning: settings.soothing_weaning === 'on',
    longest: settings.soothing_minutes * MINUTE,
    night: settings.soothing_night_limit * MINUTE,
  };
}

/** The night of a moment: one that begins at noon. */
export function nightOf(date: Date): string {
  const noon = new Date(date);
  noon.setHours(noon.getHours() - 12);
  return `${noon.getFullYear()}-${noon.getMonth() + 1}-${noon.getDate()}`;
}
