/** Video that has not moved for this long is not live any more, ms. */
export const LIVE_FOR = 3_000;
/** A stream is begun anew when nothing came for this long, ms: from the offer to the first frame, and later. */
export const GIVE_UP_AFTER = 10_000;
/** Frames that come and all look alike: said after this long, ms. Even a dark room's noise changes something. */
export const ALIKE_FOR = 10_000;
/** From one try to the next, ms; doubled with each failure. */
export const FIRST_WAIT = 2_000;
export const LONGEST_WAIT = 60_000;

export interface StreamFacts {
  /** When the session began, ms since 1970. */
  openedAt: number;
  /** When a frame (a packet of sound while nobody can look) came last; null: none yet. */
  movedAt: number | null;
  /** Since when every frame has looked alike; null: they differ, or nobody can tell. */
  alikeSince: number | null;
  now: number;
}

export type StreamView =
  | { kind: 'opening' }
  | { kind: 'live' }
  /** Frames come, and all look the same. `age` in ms. */
  | { kind: 'alike'; age: number }
  /** It moved, and does not any more. `age` in ms. */
  | { kind: 'stalled'; age: number }
  /** To be begun anew. */
  | { kind: 'dead' };

/** What may be said of the video on the screen. */
export function streamView({ openedAt, movedAt, alikeSince, now }: StreamFacts): StreamView {
  const age = now - (movedAt ?? openedAt);
  if (age >= GIVE_UP_AFTER) return { kind: 'dead' };
  if (movedAt === null) return { kind: 'opening' };
  if (age >= LIVE_FOR) return { kind: 'stalled', age };
  if (alikeSince !== null && now - alikeSince >= ALIKE_FOR) return { kind: 'alike', age: now - alikeSince };
  return { kind: 'live' };
}

/** @param failures in a row, at least 1. */
export function waitAfter(failures: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
}
