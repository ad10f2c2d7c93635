import type { Gap } from '../card/reading.ts';

/** A picture that has not changed for this long is not live any more, ms. A real camera's noise changes every frame. */
export const LIVE_FOR = 3_000;

/** What is known of the pictures that arrived. */
export interface Freshness {
  /** When the bytes last differed from the ones before, ms since 1970; null: only one picture so far, of unknown age. */
  changedAt: number | null;
  firstAt: number | null;
}

export const NO_PICTURE: Freshness = { changedAt: null, firstAt: null };

export function sameBytes(a: Uint8Array | null, b: Uint8Array): boolean {
  return a !== null && a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** A picture has arrived. The first one proves nothing: the server hands out the last one it has, however old. */
export function pictureArrived(before: Freshness, changed: boolean, now: number): Freshness {
  if (before.firstAt === null) return { changedAt: null, firstAt: now };
  return changed ? { ...before, changedAt: now } : before;
}

export type PictureView =
  | { kind: 'live' }
  /** `age` in ms, at least. */
  | { kind: 'stale'; age: number }
  | { kind: 'waiting' }
  | { kind: 'failed' }
  | { kind: 'gone'; why: Gap };

export interface PictureConditions {
  freshness: Freshness;
  /** Null: the camera is there. */
  gap: Gap | null;
  /** Since when fetching fails, ms since 1970. */
  failingSince: number | null;
  now: number;
}

/** What may be said of the picture on the screen. */
export function pictureView({ freshness, gap, failingSince, now }: PictureConditions): PictureView {
  if (gap) return { kind: 'gone', why: gap };
  const { changedAt, firstAt } = freshness;
  if (firstAt === null) {
    return failingSince !== null && now - failingSince >= LIVE_FOR ? { kind: 'failed' } : { kind: 'waiting' };
  }
  const age = now - (changedAt ?? firstAt);
  if (age >= LIVE_FOR) return { kind: 'stale', age };
  return changedAt === null ? { kind: 'waiting' } : { kind: 'live' };
}

/**
 * Whether pictures were asked for long enough and none of this moment came. When somebody comes back to the page the
 * picture is old, but not lost.
 * @param fetchingSince ms since 1970; null while nobody looks.
 */
export function pictureLost(view: PictureView, fetchingSince: number | null, now: number): boolean {
  if (view.kind !== 'stale' && view.kind !== 'failed') return false;
  return fetchingSince !== null && now - fetchingSince >= LIVE_FOR;
}
