import { parseValue } from '@smart-cradle/protocol/parse-message';
import { z } from 'zod';

/** What the editor saves, and what a message may change. */
const watchConfig = z.strictObject({
  /** Seconds of silence after which something is lost. */
  silence: z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number().min(1).max(600)),
});
export type WatchConfig = z.output<typeof watchConfig>;

/** @throws Error that names the wrong field and its value. */
export function checkWatchConfig(config: unknown): WatchConfig {
  const checked = parseValue(watchConfig, config);
  if (!checked.ok) throw new Error(checked.reason.replace(/^message /, 'configure '));
  return checked.value;
}
