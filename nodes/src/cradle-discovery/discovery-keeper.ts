import type { AvailabilityPart } from '@smart-cradle/protocol/availability';
import {
  type DeviceDiscovery,
  ORIGINS,
  stableStringify,
  withRemovals,
} from '@smart-cradle/protocol/discovery';
import { houseDiscovery, originalDiscovery, rulesDiscovery } from '@smart-cradle/protocol/entities';
import type { Language } from '@smart-cradle/protocol/language';
import { cradleTopics, discoveryTopics } from '@smart-cradle/protocol/topics';
import type { RuleMessage } from '../shared/rule-message.ts';

/** Milliseconds that an agent has, from a cradle's first sign, to describe itself. */
export const AGENT_PATIENCE = 3000;
/** Milliseconds after the start in which the retained messages of the broker arrive. */
export const SETTLING = 1500;
/** Milliseconds of silence after which a part of a cradle without an agent is offline. */
export const SILENCE = 5000;
/** Milliseconds between two pictures: Home Assistant shows at most two a second. */
export const PICTURE_INTERVAL = 500;

/** Which part of the cradle a reading proves alive. */
const PARTS_OF_READINGS = {
  temperature: ['thermometer'],
  direction: ['direction'],
  crying: ['microphone'],
  frame: ['camera'],
  camera: ['camera'],
} as const satisfies Record<string, readonly AvailabilityPart[]>;

type ReadingKind = keyof typeof PARTS_OF_READINGS;

/** The parts that the rules speak for. */
const SPOKEN_FOR = ['camera', 'microphone', 'thermometer', 'direction'] as const;
type SpokenFor = (typeof SPOKEN_FOR)[number];

/** What is known of one cradle. Times are milliseconds of one steady clock. */
export interface SeenCradle {
  firstSeen: number;
  /** It sent a reading since the start; else it is known from the settings' file only. */
  hasReadings: boolean;
  /** Its own process described itself, or announced that it is there. */
  hasAgent: boolean;
  /** The agent's name of the device. */
  name: string | null;
  lastReading: Partial<Record<SpokenFor, number>>;
  /** What the parts were last said to be, on behalf of a cradle without an agent. */
  said: Partial<Record<SpokenFor, 'online' | 'offline'>>;
  lastPicture: number | null;
}

export interface DiscoveryState {
  startedAt: number;
  language: Language;
  cradles: Readonly<Record<string, SeenCradle>>;
  /** What stands on the discovery topics, as far as it is ours. */
  standing: Readonly<Record<string, DeviceDiscovery>>;
  /** What was compared last, by topic: whether it must be composed again at all. */
  settled: Readonly<Record<string, { key: string; standing: DeviceDiscovery }>>;
  /** When everything is published again, since Home Assistant has started. */
  repeatAt: number | null;
}

export interface Publication {
  topic: string;
  payload: string | Buffer;
  retain: boolean;
  qos: 0 | 1;
}

export interface Step {
  state: DiscoveryState;
  publish: Publication[];
}

/** Versions and time, from outside. */
export interface Surroundings {
  version: string;
  /** Milliseconds of a steady clock. */
  now: number;
  /** For `since` in what people read. */
  date: Date;
}

export function initialState(startedAt: number, language: Language): DiscoveryState {
  return { startedAt, language, cradles: {}, standing: {}, settled: {}, repeatAt: null };
}

function newCradle(now: number): SeenCradle {
  return {
    firstSeen: now,
    hasReadings: false,
    hasAgent: false,
    name: null,
    lastReading: {},
    said: {},
    lastPicture: null,
  };
}

function withCradle(
  state: DiscoveryState,
  uuid: string,
  change: Partial<SeenCradle>,
  now: number,
): DiscoveryState {
  const cradle = { ...(state.cradles[uuid] ?? newCradle(now)), ...change };
  return { ...state, cradles: { ...state.cradles, [uuid]: cradle } };
}

function nothing(state: DiscoveryState): Step {
  return { state, publish: [] };
}

function partPublication(uuid: string, part: SpokenFor, online: boolean, date: Date): Publication {
  return {
    topic: cradleTopics(uuid).availabilityOf(part),
    payload: JSON.stringify({
      state: online ? 'online' : 'offline',
      reason: online ? null : 'no_data',
      since: date.toISOString(),
    }),
    retain: true,
    qos: 1,
  };
}

/** Whether the rules speak for the cradle: it had its time to show an agent, and showed none. */
function isOriginalOnly(cradle: SeenCradle, now: number): boolean {
  return cradle.hasReadings && !cradle.hasAgent && now - cradle.firstSeen >= AGENT_PATIENCE;
}

/** A message about a cradle. */
export function takeRuleMessage(state: DiscoveryState, message: RuleMessage, around: Surroundings): Step {
  const { cradle: uuid, kind } = message;
  const { now } = around;
  if (kind === 'command' && message.payload.action === 'forget') return forget(state, uuid);
  if (kind === 'settings') return nothing(state.cradles[uuid] ? state : withCradle(state, uuid, {}, now));
  if (kind === 'availability') return nothing(withCradle(state, uuid, { hasAgent: true }, now));
  if (!(kind in PARTS_OF_READINGS)) return nothing(state);
  const before = state.cradles[uuid];
  const seen = PARTS_OF_READINGS[kind as ReadingKind];
  const lastReading = { ...before?.lastReading, ...Object.fromEntries(seen.map((part) => [part, now])) };
  const firstSeen = before?.hasReadings ? before.firstSeen : now;
  const after = withCradle(state, uuid, { hasReadings: true, firstSeen, lastReading }, now);
  const cradle = after.cradles[uuid];
  if (message.kind !== 'frame' || !cradle || !isOriginalOnly(cradle, now)) return nothing(after);
  if (cradle.lastPicture !== null && now - cradle.lastPicture < PICTURE_INTERVAL) return nothing(after);
  const picture = Buffer.from(message.payload.frame, 'base64');
  return {
    state: withCradle(after, uuid, { lastPicture: now }, now),
    publish: [{ topic: cradleTopics(uuid).camera, payload: picture, retain: false, qos: 0 }],
  };
}

function forget(state: DiscoveryState, uuid: string): Step {
  const { [uuid]: gone, ...cradles } = state.cradles;
  const topics = [discoveryTopics.rules(uuid), discoveryTopics.agent(uuid)].filter(
    (topic) => state.standing[topic],
  );
  const parts = SPOKEN_FOR.filter((part) => gone?.said[part]).map((part) =>
    cradleTopics(uuid).availabilityOf(part),
  );
  const standing = Object.fromEntries(
    Object.entries(state.standing).filter(([topic]) => !topics.includes(topic)),
  );
  return {
    state: { ...state, cradles, standing },
    publish: [...topics, ...parts].map((topic) => ({ topic, payload: '', retain: true, qos: 1 })),
  };
}

/**
 * A message on a discovery topic, which may be our own.
 *
 * @param content undefined: the topic was cleared.
 */
export function takeDiscovery(
  state: DiscoveryState,
  topic: string,
  content: DeviceDiscovery | undefined,
  around: Surroundings,
): Step {
  if (content?.origin.name === ORIGINS.rules) {
    return nothing(
      state.standing[topic] ? state : { ...state, standing: { ...state.standing, [topic]: content } },
    );
  }
  const uuid = /^homeassistant\/device\/([^/]+)\/config$/.exec(topic)?.[1];
  if (!uuid || discoveryTopics.agent(uuid) !== topic) return nothing(state);
  if (content?.origin.name !== ORIGINS.agent) {
    return nothing(
      state.cradles[uuid] && !content ? withCradle(state, uuid, { hasAgent: false }, around.now) : state,
    );
  }
  const { [topic]: _ours, ...standing } = state.standing;
  const known = { hasAgent: true, name: content.device.name, said: {} };
  return nothing(withCradle({ ...state, standing }, uuid, known, around.now));
}

export function takeLanguage(state: DiscoveryState, language: Language): Step {
  return nothing({ ...state, language });
}

/** Home Assistant has started: everything is published again, `delay` milliseconds later. */
export function takeBirth(state: DiscoveryState, delay: number, around: Surroundings): Step {
  return nothing({ ...state, repeatAt: around.now + delay });
}

interface Wanted {
  topic: string;
  /** The same for the same payload. */
  key: string;
  compose(): DeviceDiscovery;
}

/** What shall stand on the discovery topics now. */
function wanted(state: DiscoveryState, { now, version }: Surroundings): Wanted[] {
  const { language } = state;
  const payloads: Wanted[] = [
    { topic: discoveryTopics.house, key: language, compose: () => houseDiscovery(language, version) },
  ];
  for (const [uuid, cradle] of Object.entries(state.cradles)) {
    if (cradle.name === null && now - cradle.firstSeen < AGENT_PATIENCE) continue;
    const identity = { uuid, name: cradle.name ?? uuid, language };
    const key = `${language}|${identity.name}`;
    payloads.push({
      topic: discoveryTopics.rules(uuid),
      key,
      compose: () => rulesDiscovery(identity, version),
    });
    if (isOriginalOnly(cradle, now)) {
      payloads.push({
        topic: discoveryTopics.agent(uuid),
        key,
        compose: () => originalDiscovery(identity, version),
      });
    }
  }
  return payloads;
}

/** Lets time pass: call it about once a second, and after every message that changed the state. */
export function passTime(state: DiscoveryState, around: Surroundings): Step {
  const { now, date } = around;
  if (now - state.startedAt < SETTLING) return nothing(state);
  const publish: Publication[] = [];
  let next = state;

  const repeat = state.repeatAt !== null && now >= state.repeatAt;
  if (repeat) next = { ...next, repeatAt: null };
  for (const { topic, key, compose } of wanted(state, around)) {
    const before = next.standing[topic];
    const settled = next.settled[topic];
    if (!repeat && settled && settled.key === key && settled.standing === before) continue;
    const payload = compose();
    if (before && !repeat && stableStringify(before) === stableStringify(payload)) {
      next = { ...next, settled: { ...next.settled, [topic]: { key, standing: before } } };
      continue;
    }
    for (const one of withRemovals(before, payload)) {
      publish.push({ topic, payload: stableStringify(one), retain: true, qos: 1 });
    }
    next = {
      ...next,
      standing: { ...next.standing, [topic]: payload },
      settled: { ...next.settled, [topic]: { key, standing: payload } },
    };
  }

  for (const [uuid, cradle] of Object.entries(state.cradles)) {
    if (!isOriginalOnly(cradle, now)) continue;
    const said = { ...cradle.said };
    for (const part of SPOKEN_FOR) {
      const last = cradle.lastReading[part];
      const online = last !== undefined && now - last < SILENCE;
      const word = online ? 'online' : 'offline';
      if (said[part] === word) continue;
      said[part] = word;
      publish.push(partPublication(uuid, part, online, date));
    }
    next = withCradle(next, uuid, { said }, now);
  }
  return { state: next, publish };
}
