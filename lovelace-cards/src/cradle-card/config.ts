import { type CardConfig, parseCardConfig } from '../card/card-config.ts';

export const CARD_TYPE = 'smart-cradle-card';
export const CRADLE_CARD_FIELDS = { layout: ['full', 'compact', 'night'] } as const;

export type CradleCardConfig = CardConfig<typeof CRADLE_CARD_FIELDS>;

/** @throws Error that names the field and the value. */
export function parseConfig(config: unknown): CradleCardConfig {
  return parseCardConfig(config, CRADLE_CARD_FIELDS);
}
