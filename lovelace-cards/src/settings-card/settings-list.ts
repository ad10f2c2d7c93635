import type { Language } from '@smart-cradle/protocol/language';
import type { Setting } from '@smart-cradle/protocol/setting-kinds';
import { SETTINGS } from '@smart-cradle/protocol/settings';
import type { EntityIds } from '../home-assistant/cradle-entities.ts';
import type { EntityState, HomeAssistant } from '../home-assistant/types.ts';

/** Units that Korean writes as words. */
const UNITS: Record<Language, Readonly<Record<string, string>>> = {
  en: {},
  ko: { s: '초', min: '분', h: '시간' },
};

export const GROUPS = ['thresholds', 'again', 'gaps', 'cradle', 'soothing', 'other'] as const;
export type Group = (typeof GROUPS)[number];

interface Common {
  key: string;
  group: Group;
  entityId: string;
  name: string;
  /** What it does; null for a setting that this card does not know yet. */
  description: string | null;
  /** Null: the entity is unavailable or has no value yet. */
  value: string | null;
  /** What it is after installing; null: not known. */
  standard: string | null;
}

export type ShownSetting =
  | (Common & { kind: 'number'; min: number; max: number; step: number; unit: string | null })
  | (Common & { kind: 'select'; options: readonly string[] })
  | (Common & { kind: 'switch' })
  | (Common & { kind: 'text'; longest: number });

/** Entities that are on the cradle card or say something else than a setting. */
const ELSEWHERE = new Set(['rocking', 'monitoring', 'rocking_level']);

function groupOf(key: string, setting: Setting | undefined): Group {
  if (key.startsWith('soothing')) return 'soothing';
  if (key.endsWith('_blocking')) return 'again';
  if (key.endsWith('_gap') || key.endsWith('_hysteresis')) return 'gaps';
  if (setting?.owner === 'rules') return 'thresholds';
  return setting ? 'cradle' : 'other';
}

function limit(state: EntityState, name: string, otherwise: number): number {
  const value = state.attributes[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** Every number, choice, text and switch of the cradle that is a setting; new ones of later versions appear by themselves. */
export function settingsOf(
  states: HomeAssistant['states'],
  entities: EntityIds,
  deviceName: string,
  language: Language,
): ShownSetting[] {
  const known: Readonly<Record<string, Setting>> = SETTINGS;
  const order = Object.keys(known);
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...entities]
    .flatMap(([key, entityId]): ShownSetting[] => {
      const state = states[entityId];
      const domain = entityId.slice(0, entityId.indexOf('.'));
      if (!state || ELSEWHERE.has(key)) return [];
      const setting = Object.hasOwn(known, key) ? known[key] : undefined;
      const spoken = String(state.attributes.friendly_name ?? key);
      const common: Common = {
        key,
        group: groupOf(key, setting),
        entityId,
        name:
          setting?.name[language] ??
          (spoken.startsWith(deviceName) ? spoken.slice(deviceName.length).trim() : spoken),
        description: setting?.description[language] ?? null,
        value: state.state === 'unavailable' || state.state === 'unknown' ? null : state.state,
        standard: setting ? String(setting.default) : null,
      };
      if (domain === 'number') {
        const unit = state.attributes.unit_of_measurement;
        return [
          {
            ...common,
            kind: 'number',
            min: limit(state, 'min', 0),
            max: limit(state, 'max', 100),
            step: limit(state, 'step', 1),
            unit: typeof unit === 'string' ? (UNITS[language][unit] ?? unit) : null,
          },
        ];
      }
      if (domain === 'select') {
        const options = state.attributes.options;
        return Array.isArray(options) ? [{ ...common, kind: 'select', options: options.map(String) }] : [];
      }
      if (domain === 'text') {
        // A text that nobody has written yet is unknown, which is as good as empty.
        const value = state.state === 'unknown' ? '' : common.value;
        return [{ ...common, value, kind: 'text', longest: limit(state, 'max', 255) }];
      }
      return domain === 'switch' ? [{ ...common, kind: 'switch' }] : [];
    })
    .sort(
      (a, b) =>
        GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) ||
        Number(b.kind === 'switch') - Number(a.kind === 'switch') ||
        place(a.key) - place(b.key) ||
        a.key.localeCompare(b.key),
    );
}

export type Checked = { ok: true; value: number } | { ok: false };

/** What somebody typed, in either way of writing decimals; refused outside the range. */
export function checkNumber(
  text: string,
  { min, max, step }: { min: number; max: number; step: number },
): Checked {
  const value = text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
  if (!Number.isFinite(value) || value < min || value > max) return { ok: false };
  return { ok: true, value: Number((Math.round(value / step) * step).toFixed(6)) };
}
