import { CRADLE_UUID_PATTERN, CRADLE_UUID_RULE } from '@smart-cradle/protocol/cradle-id';

export const CARD_TYPE = 'smart-cradle-card';
export const LAYOUTS = ['full', 'compact'] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface CradleCardConfig {
  type: string;
  /** The cradle's UUID. */
  cradle: string;
  layout: Layout;
}

function isLayout(value: unknown): value is Layout {
  return LAYOUTS.some((layout) => layout === value);
}

/** @throws Error that names the field and the value, which Home Assistant shows in place of the card. */
export function parseConfig(config: unknown): CradleCardConfig {
  const fields = (config ?? {}) as Readonly<Record<string, unknown>>;
  const { cradle, layout = 'full', type = `custom:${CARD_TYPE}` } = fields;
  if (cradle === undefined || cradle === '') {
    throw new Error('cradle is missing: give the UUID of a cradle, such as cradle-abc-123');
  }
  if (typeof cradle !== 'string' || !CRADLE_UUID_PATTERN.test(cradle)) {
    throw new Error(`cradle (${JSON.stringify(cradle)}) ${CRADLE_UUID_RULE}`);
  }
  if (!isLayout(layout)) {
    throw new Error(`layout (${JSON.stringify(layout)}) must be one of ${LAYOUTS.join(', ')}`);
  }
  return { type: String(type), cradle, layout };
}
