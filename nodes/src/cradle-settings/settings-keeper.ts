import { CRADLE_ALERT_TYPES } from '@smart-cradle/protocol/alerts';
import type { Monitoring, Occupied } from '@smart-cradle/protocol/messages';
import {
  checkSetting,
  defaultSettings,
  isSettingName,
  SETTINGS,
  type SettingName,
  type SettingValues,
  settingsOf,
} from '@smart-cradle/protocol/settings';
import { isSoothingOwnSetting, SOOTHING_OWN_SETTINGS } from '@smart-cradle/protocol/soothing';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { RuleMessage } from '../shared/rule-message.ts';

/** A pause of the monitoring. */
export interface Pause {
  /** Milliseconds of the rules' clock at which monitoring is armed again. */
  until: number;
  by: string | null;
  /** Milliseconds that it was asked for: a clock that was stepped over a restart must not make it longer. */
  length: number;
  /** Whether the bed was empty since; only then does a baby in it mean that it is back. */
  emptied: boolean;
  /** Since when the baby is back; milliseconds of the rules' clock. */
  backSince: number | null;
}

/** What is remembered of one cradle. */
export interface KeptCradle {
  values: Partial<SettingValues>;
  pause: Pause | null;
}

/** Every cradle that was seen, by UUID. */
export type KeptCradles = Readonly<Record<string, KeptCradle>>;

/** A message for an mqtt out node. An empty payload clears a retained topic. */
export interface Publication {
  topic: string;
  payload: string;
  retain: boolean;
  qos: 1;
}

export interface Outcome {
  cradles: KeptCradles;
  /** For the broker. */
  publish: Publication[];
  /** For the rules, before the message that led to it. */
  announce: RuleMessage[];
}

/** As much of the rules' clock as is needed to write a time that people read. */
type WallTime = (at: number) => Date;

/** Minutes of a pause that does not say how long. */
export const DEFAULT_PAUSE_MINUTES = 30;
/** Milliseconds that the bed must be occupied again until monitoring is armed by itself. */
export const BACK_AFTER = 60_000;
const RULES_SETTINGS = settingsOf('rules');

function retained(topic: string, payload: string): Publication {
  return { topic, payload, retain: true, qos: 1 };
}

/** All settings of a cradle; the agent's stand at their defaults, since the rules need none of them. */
export function valuesOf(cradle: KeptCradle | undefined): SettingValues {
  return { ...defaultSettings(), ...cradle?.values };
}

function monitoringOf(cradle: KeptCradle, wallTime: WallTime): Monitoring {
  const { pause } = cradle;
  return pause
    ? { state: 'paused', until: wallTime(pause.until).toISOString(), by: pause.by }
    : { state: 'on', until: null, by: null };
}

function settingPublication(uuid: string, name: SettingName, cradle: KeptCradle): Publication {
  return retained(cradleTopics(uuid).setting(name), String(valuesOf(cradle)[name]));
}

function monitoringPublication(uuid: string, cradle: KeptCradle, wallTime: WallTime): Publication {
  return retained(cradleTopics(uuid).monitoring, JSON.stringify(monitoringOf(cradle, wallTime)));
}

function announceSettings(uuid: string, cradle: KeptCradle, now: number): RuleMessage {
  const topic = cradleTopics(uuid).setting('all');
  return { kind: 'settings', topic, cradle: uuid, received: now, payload: valuesOf(cradle) };
}

function announceMonitoring(uuid: string, cradle: KeptCradle, now: number, wallTime: WallTime): RuleMessage {
  const topic = cradleTopics(uuid).monitoring;
  return { kind: 'monitoring', topic, cradle: uuid, received: now, payload: monitoringOf(cradle, wallTime) };
}

/** Everything about one cradle: at its first sight and at start. */
export function introduce(
  uuid: string,
  cradle: KeptCradle,
  now: number,
  wallTime: WallTime,
): Omit<Outcome, 'cradles'> {
  return {
    publish: [
      ...RULES_SETTINGS.map((name) => settingPublication(uuid, name, cradle)),
      monitoringPublication(uuid, cradle, wallTime),
    ],
    announce: [announceSettings(uuid, cradle, now), announceMonitoring(uuid, cradle, now, wallTime)],
  };
}

function unchanged(cradles: KeptCradles): Outcome {
  return { cradles, publish: [], announce: [] };
}

function changeSetting(cradles: KeptCradles, uuid: string, name: string, text: string, now: number): Outcome {
  const cradle = cradles[uuid] ?? { values: {}, pause: null };
  // Others keep these.
  if (isSoothingOwnSetting(name)) return unchanged(cradles);
  if (isSettingName(name) && SETTINGS[name].owner !== 'rules') return unchanged(cradles);
  const refuse = (reason: string, again: Publication[]): Outcome => {
    const error = { topic: cradleTopics(uuid).settingError, retain: false, qos: 1 as const };
    return {
      cradles,
      publish: [...again, { ...error, payload: JSON.stringify({ setting: name, reason }) }],
      announce: [],
    };
  };
  if (!isSettingName(name)) return refuse(`${name.slice(0, 80)}: there is no such setting`, []);
  const checked = checkSetting(name, text);
  if (!checked.ok) return refuse(checked.reason, [settingPublication(uuid, name, cradle)]);
  const changed: KeptCradle = { ...cradle, values: { ...cradle.values, [name]: checked.value } };
  return {
    cradles: { ...cradles, [uuid]: changed },
    publish: [settingPublication(uuid, name, changed)],
    announce: [announceSettings(uuid, changed, now)],
  };
}

function changePause(
  cradles: KeptCradles,
  uuid: string,
  pause: Pause | null,
  now: number,
  wallTime: WallTime,
): Outcome {
  const changed: KeptCradle = { values: {}, ...cradles[uuid], pause };
  return {
    cradles: { ...cradles, [uuid]: changed },
    publish: [monitoringPublication(uuid, changed, wallTime)],
    announce: [announceMonitoring(uuid, changed, now, wallTime)],
  };
}

/** Clears every retained topic of a cradle that the rules publish. */
function forget(cradles: KeptCradles, uuid: string): Outcome {
  const { [uuid]: _gone, ...rest } = cradles;
  const topics = cradleTopics(uuid);
  const cleared = [
    ...RULES_SETTINGS.map((name) => topics.setting(name)),
    topics.monitoring,
    ...CRADLE_ALERT_TYPES.map((type) => topics.alert(type)),
    topics.alertImage,
    topics.pairing,
    topics.testAlarm,
    topics.selfCheck,
    topics.soothingState,
    ...SOOTHING_OWN_SETTINGS.map((name) => topics.setting(name)),
  ];
  return { cradles: rest, publish: cleared.map((topic) => retained(topic, '')), announce: [] };
}

/** What a message changes. A cradle that was not seen before is introduced first. */
export function takeMessage(
  cradles: KeptCradles,
  message: RuleMessage,
  now: number,
  wallTime: WallTime,
): Outcome {
  const { cradle: uuid } = message;
  if (message.kind === 'command' && message.payload.action === 'forget') return forget(cradles, uuid);
  if (!cradles[uuid]) {
    if (!isSign(message)) return unchanged(cradles);
    const fresh: KeptCradle = { values: {}, pause: null };
    const first = introduce(uuid, fresh, now, wallTime);
    const then = takeMessage({ ...cradles, [uuid]: fresh }, message, now, wallTime);
    return {
      cradles: then.cradles,
      publish: [...first.publish, ...then.publish],
      announce: [...first.announce, ...then.announce],
    };
  }
  if (message.kind === 'settingSet') {
    return changeSetting(cradles, uuid, message.setting, message.payload, now);
  }
  if (message.kind === 'occupied') return seeBed(cradles, uuid, message.payload, now, wallTime);
  if (message.kind !== 'command') return unchanged(cradles);
  const command = message.payload;
  if (command.action === 'pause') {
    const length = (command.minutes ?? DEFAULT_PAUSE_MINUTES) * 60_000;
    const pause = { until: now + length, length, by: command.by ?? null, emptied: false, backSince: null };
    return changePause(cradles, uuid, pause, now, wallTime);
  }
  return command.action === 'resume' ? changePause(cradles, uuid, null, now, wallTime) : unchanged(cradles);
}

/** A parent has the baby: when it lies in the bed again for a minute, monitoring is armed. */
function seeBed(
  cradles: KeptCradles,
  uuid: string,
  occupied: Occupied,
  now: number,
  wallTime: WallTime,
): Outcome {
  const cradle = cradles[uuid];
  const pause = cradle?.pause;
  if (!cradle || !pause || occupied === 'unknown') return unchanged(cradles);
  if (occupied === 'ON' && pause.backSince !== null && now - pause.backSince >= BACK_AFTER) {
    return changePause(cradles, uuid, null, now, wallTime);
  }
  const emptied = pause.emptied || occupied === 'OFF';
  const backSince = occupied === 'ON' && emptied ? (pause.backSince ?? now) : null;
  if (emptied === pause.emptied && backSince === pause.backSince) return unchanged(cradles);
  const next = { ...cradle, pause: { ...pause, emptied, backSince } };
  return { ...unchanged(cradles), cradles: { ...cradles, [uuid]: next } };
}

/** Only what a cradle itself sends makes it known: a stray command or a cleared topic does not. */
function isSign(message: RuleMessage): boolean {
  return (
    ['temperature', 'direction', 'crying', 'frame', 'camera'].includes(message.kind) ||
    (message.kind === 'availability' && message.payload === 'online')
  );
}

/** Arms the cradles whose pause is over. */
export function endPauses(cradles: KeptCradles, now: number, wallTime: WallTime): Outcome {
  let outcome = unchanged(cradles);
  for (const [uuid, { pause }] of Object.entries(cradles)) {
    if (!pause || pause.until > now) continue;
    const armed = changePause(outcome.cradles, uuid, null, now, wallTime);
    outcome = {
      cradles: armed.cradles,
      publish: [...outcome.publish, ...armed.publish],
      announce: [...outcome.announce, ...armed.announce],
    };
  }
  return outcome;
}

/** The next moment of the rules' clock at which a pause ends. */
export function nextPauseEnd(cradles: KeptCradles): number | undefined {
  const ends = Object.values(cradles).flatMap(({ pause }) => (pause ? [pause.until] : []));
  return ends.length > 0 ? Math.min(...ends) : undefined;
}
