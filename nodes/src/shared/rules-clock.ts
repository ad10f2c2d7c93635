import { readFileSync } from 'node:fs';

/** A moment as it is kept on disk, so that a later process can tell how long ago it was. */
export interface ClockStamp {
  /** Milliseconds of the rules' clock. */
  at: number;
  /** Milliseconds since 1970 UTC. */
  wall: number;
  /** Milliseconds since the machine started. */
  uptime: number;
  /** Which start of the machine that was; null: the system does not say. */
  boot: string | null;
}

/**
 * The clock of the rules. In a simulation it runs `speed` times as fast as the wall clock, together with the scenario,
 * so that a rule of 30 s holds for 30 s of the scenario.
 */
export interface RulesClock {
  /** Milliseconds; only differences mean durations. A step of the wall clock does not move it. */
  now(): number;
  /** The wall time at which this clock shows `at`. */
  wallTime(at: number): Date;
  /** Milliseconds of the wall clock that `duration` milliseconds of this clock take. */
  toWallDuration(duration: number): number;
  stamp(): ClockStamp;
  /** What to add to moments that were kept together with the stamp, so that they lie as long ago as they do. */
  shiftSince(stamp: ClockStamp): number;
  /** Milliseconds by which the wall clock was stepped since the start; what is below {@link STEP} is not noticed. */
  wallStep(): number;
}

/** Milliseconds that the wall clock may go astray until it counts as stepped. */
export const STEP = 5_000;

/** Where the time comes from, in milliseconds. */
export interface TimeSources {
  wall(): number;
  /** Runs on evenly from the wall time of the process's start. */
  steady(): number;
  /** Since the machine started, for every process the same. */
  uptime(): number;
  boot(): string | null;
}

function readBoot(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

export const systemTime: TimeSources = {
  wall: () => Date.now(),
  steady: () => performance.timeOrigin + performance.now(),
  uptime: () => Number(process.hrtime.bigint() / 1_000_000n),
  boot: readBoot,
};

/**
 * Linear in the wall time, so that moments kept on disk mean the same after a restart.
 *
 * @param speed 1 to 4.
 */
export function createRulesClock(speed = 1, sources = systemTime): RulesClock {
  let step = 0;
  const boot = sources.boot();
  const now = () => sources.steady() * speed;
  const wallStep = () => {
    const astray = sources.wall() - sources.steady();
    if (Math.abs(astray - step) > STEP) step = astray;
    return step;
  };
  return {
    now,
    wallStep,
    wallTime: (at) => new Date(at / speed + wallStep()),
    toWallDuration: (duration) => duration / speed,
    stamp: () => ({ at: now(), wall: sources.wall(), uptime: sources.uptime(), boot }),
    shiftSince(stamp) {
      const byWall = sources.wall() - stamp.wall;
      const byUptime = sources.uptime() - stamp.uptime;
      const sameBoot = boot !== null && boot === stamp.boot && byUptime >= 0;
      // A machine without a clock starts in the past: no time is known to have passed then.
      const elapsed = sameBoot ? byUptime : Math.max(0, byWall);
      const shift = now() - elapsed * speed - stamp.at;
      return Math.abs(shift) > STEP * speed ? shift : 0;
    },
  };
}
