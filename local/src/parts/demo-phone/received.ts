import { z } from 'zod';

/** What Home Assistant pushes to a phone, as far as the demo phone shows it. */
export const pushMessage = z.looseObject({
  title: z.string().optional(),
  message: z.string(),
  data: z
    .looseObject({
      tag: z.string().optional(),
      image: z.string().optional(),
      actions: z.array(z.looseObject({ action: z.string(), title: z.string() })).optional(),
    })
    .optional(),
});
export type PushMessage = z.output<typeof pushMessage>;

/** One notification as it came. */
export interface Received {
  push: PushMessage;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

/** What a phone has: what stands on its screen, and all that came. */
export interface Screen {
  /** By tag: a newer one of a tag takes the place of the older. */
  shown: ReadonlyMap<string, Received>;
  /** The newest first. */
  log: readonly Received[];
}

export const EMPTY_SCREEN: Screen = { shown: new Map(), log: [] };

/** How many notifications are remembered. */
const KEPT = 200;

/** The screen after a push; `clear_notification` takes away what has its tag. */
export function receive({ shown, log }: Screen, push: PushMessage, at: number): Screen {
  const received = { push, at };
  const next = new Map(shown);
  const tag = push.data?.tag ?? `untagged-${at}-${log.length}`;
  next.delete(tag);
  if (push.message !== 'clear_notification') next.set(tag, received);
  return { shown: next, log: [received, ...log].slice(0, KEPT) };
}
