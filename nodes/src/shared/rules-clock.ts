/**
 * The clock of the rules. In a simulation it runs `speed` times as fast as the wall clock, together with the scenario,
 * so that a rule of 30 s holds for 30 s of the scenario.
 */
export interface RulesClock {
  /** Milliseconds; only differences mean durations. */
  now(): number;
  /** The wall time at which this clock shows `at`. */
  wallTime(at: number): Date;
  /** Milliseconds of the wall clock that `duration` milliseconds of this clock take. */
  toWallDuration(duration: number): number;
}

/**
 * Linear in the wall time, so that moments kept on disk mean the same after a restart. Within one process it is
 * monotonic: a step of the wall clock does not move it.
 *
 * @param speed 1 to 4.
 */
export function createRulesClock(speed = 1): RulesClock {
  return {
    now: () => (performance.timeOrigin + performance.now()) * speed,
    wallTime: (at) => new Date(at / speed),
    toWallDuration: (duration) => duration / speed,
  };
}
