import { z } from 'zod';
import type { RockableOutput, TellOutput } from '../shared/tell-message.ts';

/** What cradle self-check and cradle soothe want everybody to read. */
const message = z.looseObject({
  kind: z.literal('tell'),
  cradle: z.string(),
  tag: z.string(),
  text: z.object({ en: z.string(), ko: z.string() }),
  loud: z.boolean(),
}) satisfies z.ZodType<TellOutput>;

export function readTell(input: object): TellOutput | undefined {
  const parsed = message.safeParse(input);
  return parsed.success ? parsed.data : undefined;
}

const rockable = z.looseObject({
  kind: z.literal('rockable'),
  cradle: z.string(),
  safe: z.boolean(),
}) satisfies z.ZodType<RockableOutput>;

export function readRockable(input: object): RockableOutput | undefined {
  const parsed = rockable.safeParse(input);
  return parsed.success ? parsed.data : undefined;
}
