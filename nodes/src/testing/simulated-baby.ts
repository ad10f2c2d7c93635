/**
 * Days of a simulated baby: what it does (the truth), and what the detectors make of it, errors included. Everything
 * comes from one seed.
 */
import { createTwoOfThree } from '../../../agent/src/detection/cry/two-of-three.ts';
import type { Fields, HistoryPoint } from '../history/points.ts';
import type { DetectorErrors } from './detector-errors.ts';

/** What the baby does in one second. */
export type Truth = 'asleep' | 'awake' | 'crying' | 'away';

/** A stretch of the truth. Milliseconds since 1970 UTC. */
export interface TrueStretch {
  from: number;
  to: number;
  truth: Truth;
}

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

/** Something that is so for stretches of a length, in a part of the time; asked once a second. */
function inStretches(random: () => number, seconds: number): (share: number) => boolean {
  let left = 0;
  let is = false;
  return (share) => {
    if (left <= 0) {
      is = random() < share;
      left = seconds * (0.5 + random());
    }
    left -= 1;
    return is;
  };
}

/** Seconds that a baby lies in one position, and that it stirs at a time. */
const POSITION_SECONDS = 600;
const STIR_SECONDS = 12;
const NOISE_SECONDS = 300;

/** What the microphone's detector says, second by second; its own steadying is the agent's. */
function createEar(errors: DetectorErrors, random: () => number) {
  const steady = createTwoOfThree();
  const noisy = inStretches(random, NOISE_SECONDS);
  const clips = inStretches(random, errors.clipSeconds);
  let unheard = false;
  let wasFalse = false;
  let sureClip = false;
  const isSure = (own: boolean) => (own ? random() < errors.sure : sureClip);
  return {
    begin: () => {
      unheard = random() < errors.bouts;
    },
    hear(crying: boolean): { crying: boolean; probability: number } {
      const isFalse = noisy(errors.noisy) && clips(errors.falseClips);
      if (isFalse && !wasFalse) sureClip = random() < errors.falseSure;
      wasFalse = isFalse;
      const heard = crying
        ? !unheard && random() >= errors.windows
        : isFalse && random() < errors.falseWindows;
      const [low, high] = !heard ? [0, 0.5] : isSure(crying) ? [0.8, 1] : [0.5, 0.8];
      return { crying: steady(heard), probability: low + random() * (high - low) };
    },
  };
}

/** The readings that the detectors make of the truth, one a second, in order. */
export function* readingsOf(
  cradle: string,
  stretches: readonly TrueStretch[],
  errors: DetectorErrors,
  random: () => number,
): Generator<HistoryPoint> {
  const ear = createEar(errors, random);
  const turnedAway = inStretches(random, POSITION_SECONDS);
  const stirring = inStretches(random, STIR_SECONDS);
  for (const { from, to, truth } of stretches) {
    ear.begin();
    for (let time = from; time < to; time += SECOND) {
      const crying = truth === 'crying';
      const heard = ear.hear(crying);
      const hidden = turnedAway(errors.turnedAway);
      const stirs = stirring(truth === 'asleep' ? errors.stirsAsleep : crying ? 1 : errors.stirsAwake);
      if (random() < errors.lost) continue;
      const inBed = truth !== 'away';
      const seen = inBed && !hidden && random() >= errors.faceLost;
      const turned = truth === 'asleep' ? random() < 0.03 : random() < 0.25;
      const open = (truth === 'awake' || (crying && random() < 0.4)) !== random() < errors.eyesWrong;
      const mean = inBed && stirs ? errors.motionStirring : errors.motionStill;
      const told = errors.emptyAfter !== null && time - from >= errors.emptyAfter * SECOND;
      const occupied = (inBed || !told) !== random() < errors.occupiedWrong;
      const fields: Fields = {
        temperature: Math.round((36.4 + 0.3 * Math.sin(time / 7_200_000) + random() * 0.2) * 10) / 10,
        direction: !seen ? 'not_visible' : turned ? 'left' : 'front',
        away: seen && !turned ? 0 : 1,
        seen: Number(seen),
        crying: Number(heard.crying),
        probability: Math.round(heard.probability * 100) / 100,
        motion: Math.min(100, Math.round(-mean * Math.log(1 - random()) * 10) / 10),
        rocking: 0,
        ...(inBed || errors.emptyAfter !== null ? { occupied: Number(occupied) } : {}),
        ...(seen ? { eyes_open: Number(open) } : {}),
        simulated: true,
      };
      yield { measurement: 'reading', tags: { cradle }, fields, time };
    }
  }
}
