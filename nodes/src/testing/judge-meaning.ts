import { type CryingEpisode, cryingEpisodes, EPISODE_RULES } from '../history/crying-episodes.ts';
import type { HistoryPoint } from '../history/points.ts';
import { type Minute, minutesIn, sleepIntervals, withoutHoles } from '../history/sleep.ts';
import type { TrueStretch } from './simulated-baby.ts';

const MINUTE = 60_000;

/** The minutes of a row of readings, as the database makes them. */
export function minutesOf(readings: Iterable<HistoryPoint>): Minute[] {
  type Sums = Record<string, { sum: number; count: number }>;
  const sums = new Map<number, Sums>();
  for (const { time, fields } of readings) {
    const minute = Math.floor(time / MINUTE) * MINUTE;
    const own = sums.get(minute) ?? {};
    sums.set(minute, own);
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value !== 'number') continue;
      const { sum, count } = own[name] ?? { sum: 0, count: 0 };
      own[name] = { sum: sum + value, count: count + 1 };
    }
  }
  return [...sums].map(([time, own]) => {
    const share = (name: string) => {
      const found = own[name];
      return found ? found.sum / found.count : null;
    };
    return {
      time,
      readings: own.temperature?.count ?? 0,
      crying: share('crying'),
      occupied: share('occupied'),
      eyesOpen: share('eyes_open'),
      eyesSeen: own.eyes_open?.count ?? 0,
      motion: share('motion'),
      rocking: share('rocking'),
    };
  });
}

/** Episodes of the truth itself: the same words (apart by a minute, at least ten seconds) without any detector. */
export function trueEpisodes(stretches: readonly TrueStretch[]): { from: number; to: number }[] {
  const episodes: { from: number; to: number }[] = [];
  for (const { from, to, truth } of stretches) {
    if (truth !== 'crying') continue;
    const last = episodes.at(-1);
    if (last && from - last.to < EPISODE_RULES.gap) last.to = to;
    else episodes.push({ from, to });
  }
  return episodes.filter(({ from, to }) => to - from >= EPISODE_RULES.leastCrying);
}

export interface Judgement {
  /** Each found episode matches at most one true one that it overlaps by at least half of both together. */
  episodes: { truth: number; found: number; matched: number; f1: number };
  sleep: { trueMinutes: number; foundMinutes: number; error: number; minutesRight: number };
}

function overlap(a: { from: number; to: number }, b: { from: number; to: number }): number {
  const inside = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  return inside / (Math.max(a.to, b.to) - Math.min(a.from, b.from));
}

/** Holds what was found against what was true. */
export function judge(
  stretches: readonly TrueStretch[],
  episodes: readonly Pick<CryingEpisode, 'from' | 'to'>[],
  sleep: readonly { from: number; to: number; state: string }[],
): Judgement {
  const truth = trueEpisodes(stretches);
  const free = new Set(episodes);
  const matched = truth.filter((one) => {
    const match = [...free].find((found) => overlap(one, found) >= 0.5);
    return match !== undefined && free.delete(match);
  }).length;
  const trueSleep = stretches
    .filter((one) => one.truth === 'asleep')
    .map(({ from, to }) => ({ from, to, state: 'asleep' as const }));
  const [from, to] = [stretches[0]?.from ?? 0, stretches.at(-1)?.to ?? 0];
  const found = sleep.map((one) => ({ ...one, state: one.state === 'asleep' ? 'asleep' : 'awake' }) as const);
  const trueMinutes = minutesIn(trueSleep, 'asleep', from, to);
  const foundMinutes = minutesIn(found, 'asleep', from, to);
  const both = trueSleep.reduce((sum, one) => sum + minutesIn(found, 'asleep', one.from, one.to), 0);
  const wrong = trueMinutes + foundMinutes - 2 * both;
  return {
    episodes: {
      truth: truth.length,
      found: episodes.length,
      matched,
      f1: (2 * matched) / (truth.length + episodes.length),
    },
    sleep: {
      trueMinutes,
      foundMinutes,
      error: Math.abs(foundMinutes - trueMinutes) / trueMinutes,
      minutesRight: 1 - wrong / ((to - from) / MINUTE),
    },
  };
}

/** The rules on readings that never were in a database. */
export function judgeRules(stretches: readonly TrueStretch[], readings: readonly HistoryPoint[]): Judgement {
  const [from, to] = [stretches[0]?.from ?? 0, stretches.at(-1)?.to ?? 0];
  const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);
  const crying = readings
    .filter(({ fields }) => fields.crying === 1)
    .map(({ time, fields }) => {
      const occupied = numberOf(fields.occupied);
      return {
        time,
        probability: numberOf(fields.probability),
        motion: numberOf(fields.motion),
        occupied: occupied === null ? null : occupied === 1,
      };
    });
  const sleep = sleepIntervals(withoutHoles(minutesOf(readings), from, to));
  return judge(stretches, cryingEpisodes(crying, [], to), sleep);
}
