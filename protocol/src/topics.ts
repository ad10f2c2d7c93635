import { type AlertType, isAlertType } from './alerts.ts';
import { type AvailabilityPart, isAvailabilityPart } from './availability.ts';

/** Every topic of one cradle. Who publishes what, and what is retained, stands beside each. */
export function cradleTopics(uuid: string) {
  const root = `cradle/${uuid}`;
  return {
    /** Agent, 1 Hz, QoS 0. */
    temperature: `${root}/temperature`,
    /** Agent, 1 Hz and at once on change, QoS 0. */
    direction: `${root}/direction`,
    /** Agent, 1 Hz and at once on change, QoS 0. */
    crying: `${root}/crying`,
    /** Agent, 1 Hz, QoS 0, plain: 0 to 100; nothing while it cannot be told. */
    motion: `${root}/motion`,
    /** Agent, 1 Hz and at once on change, QoS 0, plain: `ON`, `OFF`, `unknown`. */
    occupied: `${root}/occupied`,
    /** Agent, off by default, QoS 0: the original's base64 JSON. */
    frame: `${root}/frame`,
    /** Anyone; never retained. */
    servo: `${root}/servo`,
    /** Agent, retained. */
    servoState: `${root}/servo/state`,
    /** Agent, QoS 0: the JPEG itself. */
    camera: `${root}/camera`,
    /** Anyone; never retained: asks for a picture of this moment. The payload does not matter. */
    snapshotSet: `${root}/snapshot/set`,
    /** Agent, QoS 0: the JPEG that was asked for, also while `camera` is off; none comes from a camera that is lost. */
    snapshot: `${root}/snapshot`,
    /** Agent, retained; its last will is `offline`. */
    availability: `${root}/availability`,
    /** Agent, retained. */
    availabilityOf: (part: AvailabilityPart) => `${root}/availability/${part}`,
    /** Rules, retained, on every transition. */
    alert: (type: AlertType) => `${root}/alert/${type}`,
    /** Rules, retained: the JPEG of the last alert. */
    alertImage: `${root}/alert/image`,
    /** Rules, retained: whether readings become alerts, and until when not. */
    monitoring: `${root}/monitoring`,
    /** Rules, retained for ten minutes: the code that a phone scans to join. */
    pairing: `${root}/pairing`,
    /** Rules, retained: who got the last test alarm. */
    testAlarm: `${root}/test_alarm`,
    /** Rules, retained: whether the monitor was ready when it was last looked at. */
    selfCheck: `${root}/self_check`,
    /** Rules, retained: what the soothing does, and why not. */
    soothingState: `${root}/soothing/state`,
    /** Rules, never retained: one run of the soothing that has ended. */
    soothingRun: `${root}/soothing/run`,
    /** Rules, never retained. */
    event: `${root}/event`,
    /** The setting's owner, retained: the plain value. */
    setting: (name: string) => `${root}/settings/${name}`,
    /** Anyone; never retained. */
    settingSet: (name: string) => `${root}/settings/${name}/set`,
    /** The setting's owner: why a value was refused. */
    settingError: `${root}/settings/error`,
    /** Anyone, untrusted; never retained. */
    command: `${root}/command`,
    /** Rules, retained: the plain value of one statistic. */
    statistics: (name: string) => `${root}/statistics/${name}`,
    /** Rules, never retained: a command of the care log that was refused, and why. */
    careError: `${root}/care/error`,
    /** Agent, retained: how many clips are kept on the device, and the last one. */
    clip: `${root}/clip`,
    /** Anyone; never retained: keep the last minute of sound, which never leaves the device. */
    clipSet: `${root}/clip/set`,
    /** Agent, retained, only where its owner has said whom to ask: its own version and the newest. */
    update: `${root}/update`,
    /** Agent, retained: what is wrong with the device at this moment. */
    problems: `${root}/problems`,
    /** Agent, every 30 s. */
    diagnostics: `${root}/diagnostics`,
  } as const;
}

/** Topics of the house, published by the rules. */
export const houseTopics = {
  /** Retained; the rules' last will is `offline`. */
  rulesAvailability: 'smart-cradle/rules/availability',
  /** Every 10 s, out of the rule path itself. */
  rulesHeartbeat: 'smart-cradle/rules/heartbeat',
  /** Retained: `en` or `ko`. */
  language: 'smart-cradle/language',
  /** Retained: an alert that is about no single cradle. */
  alert: (type: AlertType) => `smart-cradle/alert/${type}`,
  /** Never retained: what happened to such an alert. */
  event: 'smart-cradle/event',
} as const;

/** Home Assistant's discovery topics and its birth message. */
export const discoveryTopics = {
  /** The agent's, or the rules' on behalf of a cradle that speaks only the original protocol. */
  agent: (uuid: string) => `homeassistant/device/${uuid}/config`,
  rules: (uuid: string) => `homeassistant/device/${uuid}-rules/config`,
  house: 'homeassistant/device/smart-cradle-rules/config',
  /** Home Assistant says `online` here when it has started. */
  birth: 'homeassistant/status',
} as const;

/** What the rules subscribe to for every cradle of the house. */
export const ruleSubscriptions = [
  'cradle/+/temperature',
  'cradle/+/direction',
  'cradle/+/crying',
  'cradle/+/motion',
  'cradle/+/occupied',
  'cradle/+/frame',
  'cradle/+/servo',
  'cradle/+/servo/state',
  'cradle/+/availability',
  'cradle/+/availability/+',
  'cradle/+/settings/+/set',
  'cradle/+/command',
  'cradle/+/camera',
] as const;

/** A topic of ours, taken apart. */
export type CradleTopic =
  | { kind: 'temperature' | 'direction' | 'crying' | 'frame' | 'servo' | 'camera'; uuid: string }
  | { kind: 'motion' | 'occupied'; uuid: string }
  | { kind: 'availability' | 'event' | 'command' | 'diagnostics' | 'servoState' | 'alertImage'; uuid: string }
  | { kind: 'availabilityOf'; uuid: string; part: AvailabilityPart }
  | { kind: 'alert'; uuid: string; type: AlertType }
  | { kind: 'setting' | 'settingSet'; uuid: string; name: string };

const oneLevel = new Set([
  'temperature',
  'direction',
  'crying',
  'motion',
  'occupied',
  'frame',
  'servo',
  'camera',
  'availability',
  'event',
  'command',
  'diagnostics',
] as const);

type OneLevel = typeof oneLevel extends Set<infer Name> ? Name : never;

function isOneLevel(name: string): name is OneLevel {
  return (oneLevel as Set<string>).has(name);
}

/** Takes a topic apart; `undefined` when it is not one of ours. */
export function parseTopic(topic: string): CradleTopic | undefined {
  const [root, uuid, first, second, third, ...rest] = topic.split('/');
  if (root !== 'cradle' || !uuid || !first || rest.length > 0) return undefined;
  if (second === undefined) return isOneLevel(first) ? { kind: first, uuid } : undefined;
  if (first === 'settings' && third === 'set') return { kind: 'settingSet', uuid, name: second };
  if (third !== undefined) return undefined;
  if (first === 'settings' && second !== 'error') return { kind: 'setting', uuid, name: second };
  if (first === 'servo' && second === 'state') return { kind: 'servoState', uuid };
  if (first === 'availability' && isAvailabilityPart(second)) {
    return { kind: 'availabilityOf', uuid, part: second };
  }
  if (first === 'alert' && second === 'image') return { kind: 'alertImage', uuid };
  if (first === 'alert' && isAlertType(second)) return { kind: 'alert', uuid, type: second };
  return undefined;
}
