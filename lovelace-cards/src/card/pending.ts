/** How long the device has for its answer until the card says that none came, ms. */
export const ANSWER_TIMEOUT = 6_000;

/** Something that was asked for and has not come yet. */
export interface Pending {
  /** What shows that it came: the state that is waited for. */
  want: string;
  /** When it was asked for, ms since 1970. */
  at: number;
}

export type PendingState = 'none' | 'waiting' | 'unanswered';

/** @param actual what is now, in the same words as `want`. */
export function pendingState(pending: Pending | undefined, actual: string, now: number): PendingState {
  if (!pending || pending.want === actual) return 'none';
  return now - pending.at < ANSWER_TIMEOUT ? 'waiting' : 'unanswered';
}
