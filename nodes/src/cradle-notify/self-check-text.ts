import { z } from 'zod';

/** The second output of cradle self-check: what everybody shall read. */
const message = z.looseObject({
  kind: z.literal('self_check'),
  cradle: z.string(),
  text: z.object({ en: z.string(), ko: z.string() }),
  loud: z.boolean(),
});
export type SelfCheckText = z.output<typeof message>;

export function readSelfCheckText(input: object): SelfCheckText | undefined {
  const parsed = message.safeParse(input);
  return parsed.success ? parsed.data : undefined;
}
