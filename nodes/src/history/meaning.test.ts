import { expect, test } from 'vitest';
import { MEASURED } from '../testing/detector-errors.ts';
import { judgeRules } from '../testing/judge-meaning.ts';
import { liveDays, readingsOf, seeded } from '../testing/simulated-baby.ts';
import { type CryingSecond, cryingEpisodes } from './crying-episodes.ts';
import { summariseDay, summariseWeeks } from './days.ts';
import { localDay } from './local-days.ts';
import { findPatterns } from './patterns.ts';
import { presentState } from './present.ts';
import { evidenceOf, type Minute, sleepIntervals, wakeWindows } from './sleep.ts';

const MIN = 60_000;
const MIDNIGHT = new Date('2026-11-02T00:00').getTime();

/** Seconds of crying: `[from, length]` in seconds after midnight, of a baby that kicks. */
const cries = (...runs: [number, number][]): CryingSecond[] =>
  runs.flatMap(([from, length]) =>
    Array.from({ length }, (_, second) => ({
      time: MIDNIGHT + (from + second) * 1000,
      probability: 0.95,
      motion: 40,
      occupied: true,
    })),
  );
const late = MIDNIGHT + 86_400_000;

test('crying that is less than a minute apart is one episode; a whimper and single errors are none', () => {
  const found = cryingEpisodes(cries([100, 30], [180, 20], [1000, 3], [2000, 1]), [], late);
  expect(found).toEqual([
    { from: MIDNIGHT + 100_000, to: MIDNIGHT + 200_000, crying: 50, calmAfter: 100, rocked: false },
  ]);
});

test('calm begins where five minutes without an episode begin, and is not claimed too soon', () => {
  const seconds = cries([0, 30], [200, 30]);
  expect(cryingEpisodes(seconds, [], late).map(({ calmAfter }) => calmAfter)).toEqual([230, 30]);
  const soon = cryingEpisodes(seconds, [], MIDNIGHT + 400_000);
  expect(soon.map(({ calmAfter }) => calmAfter)).toEqual([null, null]);
});

test('what the baby cannot have cried is no episode', () => {
  const all = cries([0, 40], [300, 30]);
  const found = (change: Partial<CryingSecond>, rocking: number[] = []) =>
    cryingEpisodes(
      all.map((second, index) => (index < 40 ? { ...second, ...change } : second)),
      rocking,
      late,
    ).length;
  expect(found({})).toBe(2);
  // A dog, while it sleeps; a television, while it is with its parents; what the detector itself doubts.
  expect(found({ motion: 0.7 })).toBe(1);
  expect(found({ occupied: false })).toBe(1);
  expect(found({ probability: 0.6 })).toBe(1);
  // Where nothing else is known, what was heard counts; and a rocking cradle moves the whole picture.
  expect(found({ motion: null, occupied: null, probability: null })).toBe(2);
  expect(found({ motion: 0.7 }, [MIDNIGHT])).toBe(2);
});

test('crying in short bursts is one; a lone bark beside it does not make it longer', () => {
  const sobs = cries([0, 6], [15, 6], [30, 6], [45, 6]);
  expect(cryingEpisodes(sobs, [], late)).toMatchObject([
    { from: MIDNIGHT, to: MIDNIGHT + 51_000, crying: 24 },
  ]);
  const [episode] = cryingEpisodes(cries([0, 40], [90, 4]), [], late);
  expect(episode?.to).toBe(MIDNIGHT + 40_000);
});

test('rocking counts from the start of an episode until calm', () => {
  const seconds = cries([0, 30]);
  expect(cryingEpisodes(seconds, [MIDNIGHT], late)[0]?.rocked).toBe(true);
  expect(cryingEpisodes(seconds, [MIDNIGHT + 10 * MIN], late)[0]?.rocked).toBe(false);
});

const still: Omit<Minute, 'time'> = {
  readings: 60,
  crying: 0,
  occupied: 1,
  eyesOpen: 0,
  eyesSeen: 50,
  motion: 1,
  rocking: 0,
};
const minute = (index: number, changes: Partial<Minute> = {}): Minute => ({
  ...still,
  time: MIDNIGHT + index * MIN,
  ...changes,
});
/** `.` quiet, `o` eyes open, `c` crying, `-` empty bed, ` ` nothing measured. */
const night = (pattern: string) =>
  sleepIntervals(
    [...pattern].map((sign, index) =>
      minute(index, {
        ...(sign === 'o' ? { eyesOpen: 1, motion: 30 } : {}),
        ...(sign === 'c' ? { crying: 0.8, motion: 20 } : {}),
        ...(sign === '-' ? { occupied: 0 } : {}),
        ...(sign === ' ' ? { readings: 0 } : {}),
      }),
    ),
  ).map(({ from, to, state }) => `${state} ${(to - from) / MIN}`);

test('ten quiet minutes are sleep, from their start on; fewer are not', () => {
  expect(night('oooooo..........')).toEqual(['awake 6', 'asleep 10']);
  expect(night('oooooo.........')).toEqual(['awake 15']);
});

test('a short stir does not end sleep, crying does', () => {
  expect(night(`${'.'.repeat(20)}oo${'.'.repeat(20)}`)).toEqual(['asleep 42']);
  expect(night(`${'.'.repeat(20)}c${'.'.repeat(20)}`)).toEqual(['asleep 20', 'fussing 1', 'asleep 20']);
  expect(night(`${'.'.repeat(20)}oooooo${'.'.repeat(20)}`)).toEqual(['asleep 20', 'awake 6', 'asleep 20']);
});

test('an empty bed is away, and what is not measured is unknown unless it is short', () => {
  expect(night(`${'.'.repeat(12)}---${'.'.repeat(12)}`)).toEqual(['asleep 12', 'away 3', 'asleep 12']);
  expect(night(`${'.'.repeat(12)}   ${'.'.repeat(12)}`)).toEqual(['asleep 27']);
  expect(night(`${'.'.repeat(12)}${' '.repeat(8)}${'.'.repeat(12)}`)).toEqual([
    'asleep 12',
    'unknown 8',
    'asleep 12',
  ]);
});

test('says nothing of a baby of which neither eyes nor motion are measured, or whose bed rocks unseen', () => {
  expect(evidenceOf(minute(0, { eyesSeen: 0, eyesOpen: null, motion: null }))).toBe('unknown');
  expect(evidenceOf(minute(0, { eyesSeen: 0, eyesOpen: null, rocking: 1 }))).toBe('unknown');
  expect(evidenceOf(minute(0, { occupied: null }))).toBe('quiet');
});

test('awake counts through fussing and an empty bed, back to the last sleep', () => {
  const intervals = [
    { from: 0, to: 10, state: 'asleep' as const },
    { from: 10, to: 20, state: 'fussing' as const },
    { from: 20, to: 30, state: 'away' as const },
    { from: 30, to: 40, state: 'awake' as const },
  ];
  expect(presentState(intervals)).toEqual({ state: 'awake', since: 30, awakeSince: 10 });
  expect(wakeWindows([...intervals, { from: 40, to: 50, state: 'asleep' }])).toEqual([{ from: 10, to: 40 }]);
});

test('a start that nobody saw is not claimed', () => {
  const [unknown, awake, asleep] = [
    { from: 0, to: 10, state: 'unknown' as const },
    { from: 10, to: 20, state: 'awake' as const },
    { from: 20, to: 30, state: 'asleep' as const },
  ];
  expect(presentState([unknown])).toEqual({ state: 'unknown', since: null, awakeSince: null });
  expect(presentState([unknown, awake])).toEqual({ state: 'awake', since: null, awakeSince: null });
  expect(presentState([awake])).toEqual({ state: 'awake', since: null, awakeSince: null });
  expect(presentState([unknown, awake, asleep])).toMatchObject({ since: 20 });
  expect(presentState([asleep, { ...unknown, from: 30, to: 40 }])).toMatchObject({ since: 30 });
});

test('a day, a week, and what follows a feed', () => {
  const day = localDay(MIDNIGHT + 12 * 60 * MIN);
  const episode = {
    from: MIDNIGHT + 125 * MIN,
    to: MIDNIGHT + 127 * MIN,
    crying: 90,
    calmAfter: 120,
    rocked: true,
  };
  const fed = { id: 'a', kind: 'fed' as const, at: MIDNIGHT + 100 * MIN, note: '', by: null };
  const sleep = [
    { from: MIDNIGHT - 60 * MIN, to: MIDNIGHT + 120 * MIN, state: 'asleep' as const },
    { from: MIDNIGHT + 120 * MIN, to: MIDNIGHT + 140 * MIN, state: 'fussing' as const },
    { from: MIDNIGHT + 140 * MIN, to: MIDNIGHT + 200 * MIN, state: 'asleep' as const },
  ];
  const summary = summariseDay(day, {
    episodes: [episode],
    sleep,
    care: [fed],
    temperature: [36.4, 36.6, 37],
  });
  expect(summary).toMatchObject({
    date: '2026-11-02',
    sleep_minutes: 180,
    night_minutes: 240,
    longest_sleep_minutes: 180,
    cries: 1,
    crying_minutes: 1.5,
    feeds: 1,
    changes: 0,
  });
  expect(summary.cries_by_hour[2]).toBe(1);
  expect(summariseWeeks([summary])).toMatchObject([{ week: '2026-11-02', days: 1, cries_a_day: 1 }]);
  const next = { ...summary, date: '2026-11-03', temperature: [36, 36.7, 37] as const };
  const third = { ...summary, date: '2026-11-04', temperature: [36, 36.8, 37] as const };
  const patterns = findPatterns({ days: [summary, next, third], episodes: [episode], sleep, care: [fed] });
  expect(patterns.after_feeding).toEqual({ feeds: 1, followed_by_crying: 1, median_minutes: 25 });
  expect(patterns.wake_window_minutes).toBe(20);
  expect(patterns.temperature_trend).toBeCloseTo(0.1);
});

test('two days of readings with the errors of the detectors', () => {
  const truth = liveDays(MIDNIGHT, 2, seeded(7));
  const { episodes, sleep } = judgeRules(truth, [...readingsOf('cradle-a', truth, MEASURED, seeded(8))]);
  expect(episodes.truth).toBeGreaterThan(15);
  expect(episodes.f1).toBeGreaterThanOrEqual(0.95);
  expect(sleep.error).toBeLessThanOrEqual(0.05);
});
