import type { EntityIds } from '../home-assistant/cradle-entities.ts';
import type { EntityState, HomeAssistant } from '../home-assistant/types.ts';

/** Why there is no value: no such entity, its publisher is gone, it has not spoken yet, Home Assistant is not heard. */
export type Gap = 'missing' | 'unavailable' | 'unknown' | 'disconnected';

export type Reading<T> =
  | { known: true; value: T; since: Date; entityId: string }
  | { known: false; why: Gap; since: Date | null; entityId: string | null };

export interface EntityReader {
  entity(key: string): EntityState | undefined;
  /** A value where there is one; `parse` returns undefined for what makes no sense, which counts as unknown. */
  read<T>(key: string, parse: (state: EntityState) => T | undefined): Reading<T>;
}

/** A time from an attribute. */
export function instant(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at;
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A number from a state; undefined when it is none. */
export function numeric({ state }: EntityState): number | undefined {
  const value = state.trim() === '' ? Number.NaN : Number(state);
  return Number.isFinite(value) ? value : undefined;
}

/** An on/off state. */
export function onOff({ state }: EntityState): boolean | undefined {
  if (state === 'on') return true;
  return state === 'off' ? false : undefined;
}

/** While Home Assistant is not heard every reading is a gap: an old value must not look live. */
export function entityReader(
  states: HomeAssistant['states'],
  entities: EntityIds,
  connected: boolean,
): EntityReader {
  const entity = (key: string): EntityState | undefined => states[entities.get(key) ?? ''];
  return {
    entity,
    read: (key, parse) => {
      const found = entity(key);
      if (!found) return { known: false, why: 'missing', since: null, entityId: entities.get(key) ?? null };
      const { entity_id: entityId } = found;
      const since = instant(found.last_changed);
      if (!connected) return { known: false, why: 'disconnected', since: null, entityId };
      if (found.state === 'unavailable') return { known: false, why: 'unavailable', since, entityId };
      const value = found.state === 'unknown' ? undefined : parse(found);
      if (value === undefined) return { known: false, why: 'unknown', since, entityId };
      return { known: true, value, since: since ?? new Date(0), entityId };
    },
  };
}
