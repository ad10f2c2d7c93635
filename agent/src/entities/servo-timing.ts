import type { ServoMessage, ServoState } from '@smart-cradle/protocol/messages';

/** What the motor does. `since` and `endsAt` in ms, monotonic; undefined: it stands still. */
export interface Run {
  since: number;
  endsAt: number;
  by: string | null;
}

/** ms between renewals: one `servo` is one short run of the motor, so that a dead agent means a still cradle. */
export const RENEW_EVERY = 1_000;

/**
 * The run after a start command; one that goes on keeps its beginning.
 *
 * @param longest minutes, from the settings
 * @param now ms, monotonic
 */
export function startRun(
  run: Run | undefined,
  { minutes, by }: ServoMessage,
  longest: number,
  now: number,
): Run {
  const length = Math.min(minutes ?? longest, longest) * 60_000;
  return { since: run?.since ?? now, endsAt: now + length, by: by ?? null };
}

/** The payload of `servo/state`. */
export function servoStateOf(run: Run | undefined, changedAt: Date, now: number, date: Date): ServoState {
  return {
    state: run ? 'on' : 'off',
    // The firmware says neither what strength it runs at nor takes one.
    level: null,
    since: changedAt.toISOString(),
    ends_at: run ? new Date(date.getTime() + run.endsAt - now).toISOString() : null,
    by: run?.by ?? null,
  };
}
