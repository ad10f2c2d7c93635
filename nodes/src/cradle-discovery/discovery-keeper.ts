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
interface SeenCradle {
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

export interface Publication {
  topic: string;
  payload: string | Buffer;
  retain: boolean;
  qos: 0 | 1;
}

/** Versions and time, from outside. */
export interface Surroundings {
  version: string;
  /** Milliseconds of a steady clock. */
  now: number;
  /** For `since` in what people read. */
  date: Date;
}

interface Wanted {
  topic: string;
  /** The same for the same payload. */
  key: string;
  compose(): DeviceDiscovery;
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

/** Describes every cradle to Home Assistant. A reading changes it in place: hundreds of cradles send thousands a second. */
export class DiscoveryKeeper {
  readonly #startedAt: number;
  readonly #cradles = new Map<string, SeenCradle>();
  /** What stands on the discovery topics, as far as it is ours. */
  readonly #standing = new Map<string, DeviceDiscovery>();
  /** What was compared last, by topic: whether it must be composed again at all. */
  readonly #settled = new Map<string, { key: string; standing: DeviceDiscovery }>();
  #language: Language;
  /** When everything is published again, since Home Assistant has started. */
  #repeatAt: number | null = null;

  /** @param startedAt Milliseconds of a steady clock. */
  constructor(startedAt: number, language: Language) {
    this.#startedAt = startedAt;
    this.#language = language;
  }

  /** How many cradles are known. */
  get count(): number {
    return this.#cradles.size;
  }

  #cradle(uuid: string, now: number): SeenCradle {
    const known = this.#cradles.get(uuid);
    if (known) return known;
    const cradle = newCradle(now);
    this.#cradles.set(uuid, cradle);
    return cradle;
  }

  /** A message about a cradle. */
  takeRuleMessage(message: RuleMessage, { now }: Surroundings): Publication[] {
    const { cradle: uuid, kind } = message;
    if (kind === 'command' && message.payload.action === 'forget') return this.#forget(uuid);
    if (kind === 'settings') this.#cradle(uuid, now);
    if (kind === 'availability') this.#cradle(uuid, now).hasAgent = true;
    if (!(kind in PARTS_OF_READINGS)) return [];
    const cradle = this.#cradle(uuid, now);
    for (const part of PARTS_OF_READINGS[kind as ReadingKind]) cradle.lastReading[part] = now;
    if (!cradle.hasReadings) cradle.firstSeen = now;
    cradle.hasReadings = true;
    if (message.kind !== 'frame' || !isOriginalOnly(cradle, now)) return [];
    if (cradle.lastPicture !== null && now - cradle.lastPicture < PICTURE_INTERVAL) return [];
    cradle.lastPicture = now;
    const picture = Buffer.from(message.payload.frame, 'base64');
    return [{ topic: cradleTopics(uuid).camera, payload: picture, retain: false, qos: 0 }];
  }

  #forget(uuid: string): Publication[] {
    const said = this.#cradles.get(uuid)?.said ?? {};
    this.#cradles.delete(uuid);
    const topics = [discoveryTopics.rules(uuid), discoveryTopics.agent(uuid)].filter((topic) =>
      this.#standing.delete(topic),
    );
    const parts = SPOKEN_FOR.filter((part) => said[part]).map((part) =>
      cradleTopics(uuid).availabilityOf(part),
    );
    return [...topics, ...parts].map((topic) => ({ topic, payload: '', retain: true, qos: 1 }));
  }

  /**
   * A message on a discovery topic, which may be our own.
   *
   * @param content undefined: the topic was cleared.
   */
  takeDiscovery(topic: string, content: DeviceDiscovery | undefined, { now }: Surroundings): void {
    if (content?.origin.name === ORIGINS.rules) {
      if (!this.#standing.has(topic)) this.#standing.set(topic, content);
      return;
    }
    const uuid = /^homeassistant\/device\/([^/]+)\/config$/.exec(topic)?.[1];
    if (!uuid || discoveryTopics.agent(uuid) !== topic) return;
    if (content?.origin.name !== ORIGINS.agent) {
      const known = this.#cradles.get(uuid);
      if (known && !content) known.hasAgent = false;
      return;
    }
    this.#standing.delete(topic);
    Object.assign(this.#cradle(uuid, now), { hasAgent: true, name: content.device.name, said: {} });
  }

  takeLanguage(language: Language): void {
    this.#language = language;
  }

  /** Home Assistant has started: everything is published again, `delay` milliseconds later. */
  takeBirth(delay: number, { now }: Surroundings): void {
    this.#repeatAt = now + delay;
  }

  /** What shall stand on the discovery topics now. */
  #wanted({ now, version }: Surroundings): Wanted[] {
    const language = this.#language;
    const payloads: Wanted[] = [
      { topic: discoveryTopics.house, key: language, compose: () => houseDiscovery(language, version) },
    ];
    for (const [uuid, cradle] of this.#cradles) {
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

  /** Lets time pass: to be called about once a second. */
  passTime(around: Surroundings): Publication[] {
    const { now, date } = around;
    if (now - this.#startedAt < SETTLING) return [];
    const publish: Publication[] = [];
    const repeat = this.#repeatAt !== null && now >= this.#repeatAt;
    if (repeat) this.#repeatAt = null;
    for (const { topic, key, compose } of this.#wanted(around)) {
      const before = this.#standing.get(topic);
      const settled = this.#settled.get(topic);
      if (!repeat && settled && settled.key === key && settled.standing === before) continue;
      const payload = compose();
      const same = before && !repeat && stableStringify(before) === stableStringify(payload);
      if (!same) {
        for (const one of withRemovals(before, payload)) {
          publish.push({ topic, payload: stableStringify(one), retain: true, qos: 1 });
        }
        this.#standing.set(topic, payload);
      }
      this.#settled.set(topic, { key, standing: same ? before : payload });
    }
    for (const [uuid, cradle] of this.#cradles) {
      if (!isOriginalOnly(cradle, now)) continue;
      for (const part of SPOKEN_FOR) {
        const last = cradle.lastReading[part];
        const online = last !== undefined && now - last < SILENCE;
        const word = online ? 'online' : 'offline';
        if (cradle.said[part] === word) continue;
        cradle.said[part] = word;
        publish.push(partPublication(uuid, part, online, date));
      }
    }
    return publish;
  }
}
