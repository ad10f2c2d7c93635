import { z } from 'zod';
import type { Localized } from './language.ts';

/** What a parent says of the last minute: it rang without crying, or the baby cried and it did not ring. */
export const CLIP_LABELS = ['false_alarm', 'missed'] as const;
export type ClipLabel = (typeof CLIP_LABELS)[number];

/** `clip/set`. A retained one is refused whatever it says. */
export const clipSetMessage = z.looseObject({
  label: z.enum(CLIP_LABELS),
  by: z.string().max(100).optional(),
});

/** `clip`: what is kept on the device. The sound itself and the names of the files stay there. */
export const clipMessage = z.looseObject({
  count: z.int().min(0),
  /** The newest one that was kept since the agent started. */
  last: z
    .looseObject({ label: z.enum(CLIP_LABELS), time: z.iso.datetime({ offset: true }), seconds: z.number() })
    .nullable(),
  /** Why the last wish was not fulfilled; null when it was. */
  error: z.string().nullable(),
});
export type ClipState = z.output<typeof clipMessage>;

/** How each label is offered to people. */
export const CLIP_TEXTS: Record<ClipLabel, { icon: string; name: Localized }> = {
  false_alarm: {
    icon: 'mdi:bell-cancel-outline',
    name: { en: 'Mark a false cry alarm', ko: '울음 오알림 표시' },
  },
  missed: {
    icon: 'mdi:ear-hearing-off',
    name: { en: 'Mark a missed cry', ko: '놓친 울음 표시' },
  },
};
