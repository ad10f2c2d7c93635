/**
 * Days of a simulated baby: what it does (the truth), and what the detectors make of it, errors included. Everything
 * comes from one seed.
 */
import type { Fields, HistoryPoint } from '../history/points.ts';

/** What the baby does in one second. */
export type Truth = 'asleep' | 'awake' | 'crying' | 'away';

/** A stretch of the truth. Milliseconds since 1970 UTC. */
export interface TrueStretch {
  from: number;
  to: number;
  truth: Truth;
}

/** How the detectors err. Shares are of the seconds. */
export interface DetectorErrors {
  /** Seconds of crying that are taken for silence, in runs of about this many seconds. */
  cryMissed: number;
  cryMissedRun: number;
  /** Bursts an hour in which something else is taken for crying, and their longest length in seconds. */
  falseCriesAnHour: number;
  falseCrySeconds: number;
  /** The face is not seen although it is there. */
  faceLost: number;
  /** Open eyes taken for closed ones, and the reverse. */
  eyesWrong: number;
  /** Mean motion of a still and of an awake baby, 0 to 100. */
  motionAsleep: number;
  motionAwake: number;
  /** The bed is taken for empty, or for occupied. */
  occupiedWrong: number;
  /** Readings that do not arrive. */
  lost: number;
}

export const ERRORS: DetectorErrors = {
  cryMissed: 0.1,
  cryMissedRun: 4,
  falseCriesAnHour: 1,
  falseCrySeconds: 3,
  faceLost: 0.12,
  eyesWrong: 0.08,
  motionAsleep: 2,
  motionAwake: 22,
  occupiedWrong: 0.02,
  lost: 0.01,
};

/** mulberry32: a small generator of pseudo-random numbers, 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SECOND = 1000;
const MINUTE = 60_000;

/**
 * What the baby does from a midnight on: sleeps of 30 minutes to 4 hours (longer at night), each ended by waking, often
 * by crying; awake times, in which it is taken out of the bed for a while.
 */
export function liveDays(start: number, days: number, random: () => number): TrueStretch[] {
  const end = start + days * 24 * 60 * MINUTE;
  const stretches: TrueStretch[] = [];
  const add = (truth: Truth, minutes: number) => {
    const from = stretches.at(-1)?.to ?? start;
    const to = Math.min(end, from + Math.round(minutes * 60) * SECOND);
    if (to > from) stretches.push({ from, to, truth });
  };
  const between = (low: number, high: number) => low + random() * (high - low);
  while ((stretches.at(-1)?.to ?? start) < end) {
    const hour = new Date(stretches.at(-1)?.to ?? start).getHours();
    const night = hour >= 19 || hour < 6;
    add('asleep', night ? between(90, 240) : between(30, 100));
    if (random() < 0.7) {
      const bouts = 1 + Math.floor(random() * 3);
      for (let bout = 0; bout < bouts; bout++) {
        add('crying', between(0.5, 6));
        add('awake', between(1.5, 4));
      }
    } else add('awake', between(4, 10));
    if (random() < (night ? 0.6 : 0.9)) add('away', night ? between(15, 40) : between(30, 90));
    add('awake', between(5, night ? 12 : 25));
    if (random() < 0.3) {
      add('crying', between(0.4, 3));
      add('awake', between(2, 6));
    }
  }
  return stretches;
}

/** The readings that the detectors make of the truth, one a second, in order. */
export function* readingsOf(
  cradle: string,
  stretches: readonly TrueStretch[],
  errors: DetectorErrors,
  random: () => number,
): Generator<HistoryPoint> {
  let missing = 0;
  let falseCry = 0;
  for (const { from, to, truth } of stretches) {
    for (let time = from; time < to; time += SECOND) {
      missing -= 1;
      falseCry -= 1;
      const crying = truth === 'crying';
      if (missing <= 0 && random() < errors.cryMissed / errors.cryMissedRun)
        missing = 1 + random() * 2 * (errors.cryMissedRun - 1);
      if (falseCry <= 0 && random() < errors.falseCriesAnHour / 3600)
        falseCry = 1 + random() * errors.falseCrySeconds;
      if (random() < errors.lost) continue;
      const heard = crying ? missing <= 0 : falseCry > 0;
      const inBed = truth !== 'away';
      const seen = inBed && random() >= errors.faceLost;
      const turned = truth === 'asleep' ? random() < 0.03 : random() < 0.25;
      const open = (truth === 'awake' || (crying && random() < 0.4)) !== random() < errors.eyesWrong;
      const mean = !inBed ? 0.5 : truth === 'asleep' ? errors.motionAsleep : errors.motionAwake;
      const fields: Fields = {
        temperature: Math.round((36.4 + 0.3 * Math.sin(time / 7_200_000) + random() * 0.2) * 10) / 10,
        direction: !seen ? 'not_visible' : turned ? 'left' : 'front',
        away: seen && !turned ? 0 : 1,
        seen: Number(seen),
        crying: Number(heard),
        probability: Math.round((heard ? 0.7 + random() * 0.3 : random() * 0.4) * 100) / 100,
        motion: Math.min(100, Math.round(-mean * Math.log(1 - random()))),
        occupied: Number(inBed !== random() < errors.occupiedWrong),
        rocking: 0,
        ...(seen ? { eyes_open: Number(open) } : {}),
        simulated: true,
      };
      yield { measurement: 'reading', tags: { cradle }, fields, time };
    }
  }
}
