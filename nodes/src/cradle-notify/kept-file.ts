import { LANGUAGES } from '@smart-cradle/protocol/language';
import { RECIPIENT_KINDS } from '@smart-cradle/protocol/recipients';
import { z } from 'zod';
import type { Kept } from './notifier.ts';

const onOff = z.enum(['ON', 'OFF']);

/** What the node keeps on disk. */
export const keptNotifier = z.object({
  book: z.object({
    members: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.enum(RECIPIENT_KINDS),
        target: z.string(),
        settings: z.object({
          push: onOff,
          email: onOff,
          critical: onOff,
          alerts: z.enum(['all', 'care']),
          order: z.number(),
          language: z.enum(LANGUAGES),
          email_address: z.string(),
        }),
      }),
    ),
    left: z.array(z.string()),
  }),
  codes: z.record(z.string(), z.object({ tag: z.string(), expiresAt: z.number() })),
  told: z.record(z.string(), z.array(z.string())),
}) satisfies z.ZodType<Kept>;
