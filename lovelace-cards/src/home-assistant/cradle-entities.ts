import { entityIdPrefix } from '@smart-cradle/protocol/cradle-id';
import { findCradle } from './cradles.ts';
import type { HomeAssistant } from './types.ts';

/** Entity ids of one cradle by the key of the contract, such as `temperature` or `alert_crying`. */
export type EntityIds = ReadonlyMap<string, string>;

/** The enabled entities of a device, sorted. */
export function entitiesOfDevice(entities: HomeAssistant['entities'], deviceId: string): string[] {
  return Object.values(entities)
    .filter((entity) => entity.device_id === deviceId)
    .map((entity) => entity.entity_id)
    .sort();
}

/** By unique id, `<uuid>_<key>`, which a user cannot change. */
export function keysByUniqueId(
  uuid: string,
  entries: Readonly<Record<string, { unique_id?: unknown } | null>>,
): EntityIds {
  const start = `${uuid}_`;
  return new Map(
    Object.entries(entries).flatMap(([entityId, entry]): [string, string][] => {
      const unique = entry?.unique_id;
      return typeof unique === 'string' && unique.startsWith(start)
        ? [[unique.slice(start.length), entityId]]
        : [];
    }),
  );
}

/** By the entity id that discovery proposes, for when the registry does not answer. */
export function keysByEntityId(uuid: string, entityIds: readonly string[]): EntityIds {
  const start = `${entityIdPrefix(uuid)}_`;
  return new Map(
    entityIds.flatMap((entityId): [string, string][] => {
      const id = entityId.slice(entityId.indexOf('.') + 1);
      return id.startsWith(start) ? [[id.slice(start.length), entityId]] : [];
    }),
  );
}

/** Answers of the registry, shared by all cards of the page. */
const answers = new Map<string, Promise<EntityIds>>();

async function ask(hass: HomeAssistant, uuid: string, entityIds: readonly string[]): Promise<EntityIds> {
  const entries = await hass.callWS<Record<string, { unique_id?: unknown } | null>>({
    type: 'config/entity_registry/get_entries',
    entity_ids: entityIds,
  });
  const found = keysByUniqueId(uuid, entries);
  return found.size > 0 ? found : keysByEntityId(uuid, entityIds);
}

/** Which entities a cradle's device has now; empty when there is no such device. */
export function candidates(hass: Pick<HomeAssistant, 'devices' | 'entities'>, uuid: string): string[] {
  const cradle = findCradle(hass.devices, uuid);
  return cradle ? entitiesOfDevice(hass.entities, cradle.deviceId) : [];
}

/**
 * Tells which candidate is which. Never fails: when the registry does not answer, the proposed entity ids are taken. Any
 * user of the house may ask this.
 */
export function resolveEntities(
  hass: HomeAssistant,
  uuid: string,
  entityIds: readonly string[],
): Promise<EntityIds> {
  if (entityIds.length === 0) return Promise.resolve(new Map());
  const question = [uuid, ...entityIds].join(' ');
  const known = answers.get(question);
  if (known) return known;
  const answer = ask(hass, uuid, entityIds).catch((error: unknown) => {
    answers.delete(question);
    console.warn('Smart Cradle: the entity registry did not answer; taking the proposed entity ids', error);
    return keysByEntityId(uuid, entityIds);
  });
  answers.set(question, answer);
  return answer;
}
