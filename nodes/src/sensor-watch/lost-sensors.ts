import type { Availability, PartAvailability } from '@smart-cradle/protocol/messages';
import type { RuleMessage } from '../shared/rule-message.ts';

/** The parts whose loss a parent must know of. */
export const WATCHED_PARTS = ['camera', 'microphone', 'thermometer'] as const;
export type WatchedPart = (typeof WATCHED_PARTS)[number];

/** What is known of the sensors of one cradle. Times are milliseconds of the rules' clock. */
export interface Watched {
  /** Undefined: the cradle speaks only the original protocol, or nothing was heard yet. */
  availability: Availability | undefined;
  parts: Partial<Record<WatchedPart, PartAvailability>>;
  /** When each part was last heard of; a part that never was is not missed. */
  heard: Partial<Record<WatchedPart, number>>;
  /** When watching began. */
  since: number;
  simulated: boolean;
}

export function beginWatch(now: number): Watched {
  return { availability: undefined, parts: {}, heard: {}, since: now, simulated: false };
}

const PART_OF: Partial<Record<RuleMessage['kind'], WatchedPart>> = {
  temperature: 'thermometer',
  direction: 'camera',
  camera: 'camera',
  frame: 'camera',
  crying: 'microphone',
};

function isWatchedPart(part: string): part is WatchedPart {
  return (WATCHED_PARTS as readonly string[]).includes(part);
}

/** What one message tells. */
export function hear(watched: Watched, message: RuleMessage): Watched {
  if (message.kind === 'availability') return { ...watched, availability: message.payload };
  if (message.kind === 'availabilityOf') {
    if (!isWatchedPart(message.part)) return watched;
    return { ...watched, parts: { ...watched.parts, [message.part]: message.payload } };
  }
  const part = PART_OF[message.kind];
  if (!part) return watched;
  const { payload } = message;
  const marked = typeof payload === 'object' && 'simulated' in payload && payload.simulated === true;
  return {
    ...watched,
    simulated: marked || (message.kind === 'camera' ? watched.simulated : false),
    heard: { ...watched.heard, [part]: message.received },
  };
}

export interface Loss {
  /** Nobody is watching at all. */
  agent: boolean;
  /** The single parts that are lost; empty when all of the agent is: one cause, one alert. */
  parts: WatchedPart[];
}

/** @param silence Milliseconds after which a part that was heard of is lost. */
export function findLoss(watched: Watched, now: number, silence: number): Loss {
  const { availability, parts, heard, since } = watched;
  const silent = (part: WatchedPart) => now - (heard[part] ?? now) > silence;
  const known = WATCHED_PARTS.filter((part) => heard[part] !== undefined);
  const nothing = known.length === 0 ? now - since > silence : known.every(silent);
  // An agent whose parts say themselves that they are lost lives, although nothing is read.
  const explained = WATCHED_PARTS.some((part) => parts[part]?.state === 'offline');
  if (availability === 'offline' || (nothing && !(availability === 'online' && explained))) {
    return { agent: true, parts: [] };
  }
  const lost = WATCHED_PARTS.filter((part) => {
    const said = parts[part];
    if (said?.reason === 'not_configured') return false;
    return said?.state === 'offline' || silent(part);
  });
  return { agent: false, parts: lost };
}
