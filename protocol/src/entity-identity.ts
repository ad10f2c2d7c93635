import type { AvailabilityPart } from './availability.ts';
import { entityIdPrefix } from './cradle-id.ts';
import type { AvailabilityTopic, Component } from './discovery.ts';
import type { Language, Localized } from './language.ts';
import { cradleTopics, houseTopics } from './topics.ts';

/** Seconds without a live reading until Home Assistant shows it as unavailable. */
export const EXPIRE_AFTER = 5;
/** The same for the diagnostics, which come every 30 s. */
export const DIAGNOSTICS_EXPIRE_AFTER = 75;
/** The same for the rules' heartbeat, which comes every 10 s. */
export const HEARTBEAT_EXPIRE_AFTER = 30;

/** Who a cradle is, as far as its entities need it. */
export interface CradleIdentity {
  uuid: string;
  name: string;
  language: Language;
}

export interface AgentIdentity extends CradleIdentity {
  version: string;
  simulated: boolean;
  /** Room in which Home Assistant puts a new device. */
  area?: string;
  /** Whether it looks for newer versions of itself. */
  looksForUpdates?: boolean;
}

/** `agent`: a cradle of ours. `original`: the rules speak for one that knows only the original protocol. */
export type Publisher = 'agent' | 'original';

const partTemplate = '{{ value_json.state }}';

/** As much of a cradle as its entities' ids and names need. */
export type EntityOwner = Pick<CradleIdentity, 'uuid' | 'language'>;

/** What every entity of a cradle has: an id that never changes, an English entity id, a name in the house's language. */
export function identity(cradle: EntityOwner, domain: Component['platform'], key: string, name: Localized) {
  return {
    unique_id: `${cradle.uuid}_${key}`,
    default_entity_id: `${domain}.${entityIdPrefix(cradle.uuid)}_${key}`,
    name: name[cradle.language],
  };
}

/** A reading is there when its publisher and its own part are. */
export function readingAvailability(uuid: string, publisher: Publisher, part?: AvailabilityPart) {
  const topics = cradleTopics(uuid);
  const whole: AvailabilityTopic = {
    topic: publisher === 'agent' ? topics.availability : houseTopics.rulesAvailability,
  };
  const own: AvailabilityTopic[] = part
    ? [{ topic: topics.availabilityOf(part), value_template: partTemplate }]
    : [];
  return { availability: [whole, ...own], availability_mode: 'all' as const };
}

/** What the rules publish is there as long as they are. */
export function rulesAvailability() {
  return {
    availability: [{ topic: houseTopics.rulesAvailability }],
    availability_mode: 'all' as const,
  };
}
