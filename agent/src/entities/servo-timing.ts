import type { ServoMessage, ServoState } from '@smart-cradle/protocol/messages';
import type { Motion } from './firmware-line.ts';

/** What was asked of the motor. `since` and `endsAt` in ms, monotonic. */
export interface Run {
  since: number;
  endsAt: number;
  by: string | null;
  /** 1 to 4, when the command named one; else the setting's. */
  level: number | undefined;
}

/** ms between renewals: one `servo` is one short run of the motor, so that a dead agent means a still cradle. */
export const RENEW_EVERY = 1_000;
/** ms within which the cradle's own firmware answers a command, one lost line included. */
export const ANSWER_WITHIN = 2_000;
/** ms within which it says something of itself: it does so every 2 s. */
export const HEARD_WITHIN = 4_500;

/**
 * The run after a start command; one that goes on keeps its beginning.
 *
 * @param longest minutes, from the settings
 * @param now ms, monotonic
 */
export function startRun(
  run: Run | undefined,
  { minutes, by, level }: ServoMessage,
  longest: number,
  now: number,
): Run {
  const length = Math.min(minutes ?? longest, longest) * 60_000;
  return { since: run?.since ?? now, endsAt: now + length, by: by ?? null, level };
}

/**
 * The payload of `servo/state`.
 *
 * @param motion what the motor does, as its firmware says it, else as it was told
 * @param changedAt when it began to move or came to rest
 */
export function servoStateOf(
  motion: Motion,
  run: Run | undefined,
  changedAt: Date,
  now: number,
  date: Date,
): ServoState {
  const running = motion.on ? run : undefined;
  return {
    state: motion.on ? 'on' : 'off',
    level: motion.level,
    since: changedAt.toISOString(),
    ends_at: running ? new Date(date.getTime() + running.endsAt - now).toISOString() : null,
    by: running?.by ?? null,
  };
}
