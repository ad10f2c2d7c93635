import { z } from 'zod';
import type { ButtonComponent, Component } from './discovery.ts';
import { type EntityOwner, identity, rulesAvailability } from './entity-identity.ts';
import type { Localized } from './language.ts';
import { cradleTopics } from './topics.ts';

/** What a parent does for the baby, as the care log knows it. */
export const CARE_KINDS = ['fed', 'changed', 'bed', 'medicine', 'bath', 'other'] as const;
export type CareKind = (typeof CARE_KINDS)[number];

/** Names of the kinds, for people. */
export const CARE_NAMES = {
  fed: { en: 'Fed', ko: '먹임' },
  changed: { en: 'Changed', ko: '기저귀' },
  bed: { en: 'Put to bed', ko: '재움' },
  medicine: { en: 'Medicine', ko: '약' },
  bath: { en: 'Bath', ko: '목욕' },
  other: { en: 'Other', ko: '기타' },
} as const satisfies Record<CareKind, Localized>;

/** Characters of a note. */
export const MAX_CARE_NOTE = 200;

const kind = z.enum(CARE_KINDS);
/** When it was done; ISO 8601. */
const at = z.iso.datetime({ offset: true });
const note = z.string().max(MAX_CARE_NOTE);
const by = z.string().max(100).optional();
/** Made by the rules; stands in every answer of the history. */
const id = z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be an id from the history');

/** The care log's share of `command`. An absent `at` is now. */
export const careCommands = [
  z.looseObject({ action: z.literal('care'), kind, at: at.optional(), note: note.optional(), by }),
  z.looseObject({
    action: z.literal('care_correct'),
    id,
    kind: kind.optional(),
    at: at.optional(),
    note: note.optional(),
    by,
  }),
  z.looseObject({ action: z.literal('care_delete'), id, by }),
  /** Takes back the last of these four that was done to this cradle's log. */
  z.looseObject({ action: z.literal('care_undo'), by }),
] as const;

/** What `care/error` holds, for an event entity: why a command was refused, so that whoever sent it can know. */
export interface CareErrorMessage {
  event_type: 'refused';
  action: string;
  field: string;
  /** In the language of the house; it names the field and the value. */
  reason: string;
  reasons: Localized;
  by: string | null;
}

/** The kinds that have a button of their own. */
const BUTTONS = {
  fed: { icon: 'mdi:baby-bottle-outline' },
  changed: { icon: 'mdi:human-baby-changing-table' },
  bed: { icon: 'mdi:bed-outline' },
  medicine: { icon: 'mdi:pill' },
} as const satisfies Partial<Record<CareKind, { icon: string }>>;

/** Buttons of the care log, and what was refused of it, by key. */
export function careComponents(cradle: EntityOwner): Record<string, Component> {
  const button = (key: string, name: Localized, icon: string, command: object): ButtonComponent => ({
    platform: 'button',
    ...identity(cradle, 'button', key, name),
    command_topic: cradleTopics(cradle.uuid).command,
    payload_press: JSON.stringify(command),
    icon,
    ...rulesAvailability(),
  });
  const kinds = (Object.keys(BUTTONS) as (keyof typeof BUTTONS)[]).map((one) => {
    const key = `care_${one}`;
    return [key, button(key, CARE_NAMES[one], BUTTONS[one].icon, { action: 'care', kind: one })] as const;
  });
  const undo: Localized = { en: 'Undo care entry', ko: '돌봄 기록 되돌리기' };
  return {
    ...Object.fromEntries(kinds),
    care_undo: button('care_undo', undo, 'mdi:undo', { action: 'care_undo' }),
    care_refused: {
      platform: 'event',
      ...identity(cradle, 'event', 'care_refused', { en: 'Care entry refused', ko: '돌봄 기록 거부' }),
      state_topic: cradleTopics(cradle.uuid).careError,
      event_types: ['refused'],
      icon: 'mdi:note-off-outline',
      ...rulesAvailability(),
    },
  };
}
