import { type CardConfig, parseCardConfig } from '../card/card-config.ts';
import { CARE_KINDS } from '../card/commands.ts';

export const CARD_TYPE = 'smart-cradle-card';
export const CRADLE_CARD_FIELDS = {
  layout: ['full', 'compact', 'night'],
  stream_entity: { camera: true },
  care: { list: CARE_KINDS, first: ['fed', 'changed', 'bed', 'medicine'] },
} as const;

export type CradleCardConfig = CardConfig<typeof CRADLE_CARD_FIELDS>;

/** @throws Error that names the field and the value. */
export function parseConfig(config: unknown): CradleCardConfig {
  return parseCardConfig(config, CRADLE_CARD_FIELDS);
}

/** The camera whose video stands in place of the cradle's own pictures. */
export function streamOf({ stream_entity: stream }: CradleCardConfig, uuid: string): string | undefined {
  return typeof stream === 'object' ? stream[uuid] : stream;
}
