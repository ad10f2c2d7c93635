import type { Availability, PartAvailability } from '@smart-cradle/protocol/messages';
import type { RuleMessage } from '../shared/rule-message.ts';

/** The parts whose loss a parent must know of. `direction` is what the detector makes of the camera's picture. */
export const WATCHED_PARTS = ['camera', 'microphone', 'thermometer', 'direction'] as const;
export type WatchedPart = (typeof WATCHED_PARTS)[number];

/** What is known of the sensors of one cradle. Times are milliseconds of the rules' clock. */
export interface Watched {
  /** Undefined: the cradle speaks only the original protocol, or nothing was heard yet. */
  availability: Availability | undefined;
  parts: Partial<Record<WatchedPart, PartAvailability>>;
  /** When each part was last heard of; a part that never was is not missed. */
  heard: Partial<Record<WatchedPart, number>>;
  /** When the cradle, and each part, was said to be offline. */
  offlineAt: Partial<Record<WatchedPart | 'agent', number>>;
  /** When watching began. */
  since: number;
  simulated: boolean;
  /** The last reading came from a thermometer that lies somewhere else. */
  offBaby: boolean;
}

export function beginWatch(now: number): Watched {
  return {
    availability: undefined,
    parts: {},
    heard: {},
    offlineAt: {},
    since: now,
    simulated: false,
    offBaby: false,
  };
}

/** The same cradle after a time in which nothing could be heard: it is given its time anew. */
export function resumeWatch(watched: Watched, now: number): Watched {
  const heard = Object.fromEntries(Object.keys(watched.heard).map((part) => [part, now]));
  return { ...watched, heard, since: now };
}

const PART_OF: Partial<Record<RuleMessage['kind'], WatchedPart>> = {
  temperature: 'thermometer',
  direction: 'direction',
  camera: 'camera',
  frame: 'camera',
  crying: 'microphone',
};

function isWatchedPart(part: string): part is WatchedPart {
  return (WATCHED_PARTS as readonly string[]).includes(part);
}

/** What one message tells. */
export function hear(watched: Watched, message: RuleMessage): Watched {
  const said = (what: WatchedPart | 'agent', state: Availability) => {
    const { [what]: before, ...others } = watched.offlineAt;
    return state === 'online' ? others : { ...others, [what]: before ?? message.received };
  };
  if (message.kind === 'availability') {
    return { ...watched, availability: message.payload, offlineAt: said('agent', message.payload) };
  }
  if (message.kind === 'availabilityOf') {
    const { part, payload } = message;
    if (!isWatchedPart(part)) return watched;
    return {
      ...watched,
      parts: { ...watched.parts, [part]: payload },
      offlineAt: said(part, payload.state),
    };
  }
  const part = PART_OF[message.kind];
  if (!part) return watched;
  const { payload } = message;
  const marked = typeof payload === 'object' && 'simulated' in payload && payload.simulated === true;
  return {
    ...watched,
    offBaby: message.kind === 'temperature' ? message.payload.on_baby === false : watched.offBaby,
    simulated: marked || (message.kind === 'camera' ? watched.simulated : false),
    heard: { ...watched.heard, [part]: message.received },
  };
}

export interface Loss {
  /** Nobody is watching at all. */
  agent: boolean;
  /** The single parts that are lost; empty when all of the agent is: one cause, one alert. */
  parts: WatchedPart[];
  /** When the loss began: the last that was heard, or when it was said. */
  since: number;
}

/** @param silence Milliseconds after which a part that was heard of is lost. */
export function findLoss(watched: Watched, now: number, silence: number): Loss {
  const { availability, parts, heard, offlineAt, since } = watched;
  const silent = (part: WatchedPart) => now - (heard[part] ?? now) > silence;
  const known = WATCHED_PARTS.filter((part) => heard[part] !== undefined);
  const nothing = known.length === 0 ? now - since > silence : known.every(silent);
  // An agent whose parts say themselves that they are lost lives, although nothing is read.
  const explained = WATCHED_PARTS.some((part) => parts[part]?.state === 'offline');
  if (availability === 'offline' || (nothing && !(availability === 'online' && explained))) {
    const last = Math.max(since, ...known.map((part) => heard[part] ?? since));
    return { agent: true, parts: [], since: Math.min(offlineAt.agent ?? now, last) };
  }
  const lost = WATCHED_PARTS.filter((part) => {
    const said = parts[part];
    // A dark room is no loss of the detector: it is shown, and told by the self-check, but wakes nobody.
    if (said?.reason === 'not_configured' || said?.reason === 'too_dark') return false;
    // Of a cradle without an agent the rules say themselves which part is silent: what it never had is not missed.
    if (availability === undefined && heard[part] === undefined) return false;
    return said?.state === 'offline' || silent(part);
  });
  // Without a picture there is no face: that is the camera's loss.
  const causes = lost.includes('camera') ? lost.filter((part) => part !== 'direction') : lost;
  const began = causes.map((part) => Math.min(offlineAt[part] ?? now, heard[part] ?? now));
  return { agent: false, parts: causes, since: Math.min(now, ...began) };
}
