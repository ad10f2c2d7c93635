import type { SleepState } from '@smart-cradle/protocol/statistics';

/** What was measured in one minute. Shares are 0 to 1, of the readings that there were; null: none. */
export interface Minute {
  /** Its start, milliseconds since 1970 UTC. */
  time: number;
  /** Readings of the sensor that gave most. */
  readings: number;
  crying: number | null;
  /** Share of the readings in which the bed was occupied; unknown ones are left out. */
  occupied: number | null;
  eyesOpen: number | null;
  /** How many readings saw the eyes. */
  eyesSeen: number;
  /** Mean, 0 to 100. */
  motion: number | null;
  rocking: number | null;
}

/** A stretch in one state. Milliseconds since 1970 UTC. */
export interface SleepInterval {
  from: number;
  to: number;
  state: SleepState;
}

/**
 * The rules of the sleep state, as docs/history.md tells them to parents. They say what the sensors saw, not how a baby
 * is: a still baby with closed eyes counts as asleep.
 */
export const SLEEP_RULES = {
  /** Readings that a minute needs, of 60. */
  leastReadings: 20,
  /** Share of crying from which a minute is fussing. */
  fussing: 0.25,
  /** Motion below which what is heard is not the baby's crying: it lies still. */
  still: 3,
  /** Readings of the eyes that a minute needs for them to count. */
  leastEyes: 10,
  eyesOpen: 0.5,
  /** Motion of a minute from which it is active, when the eyes are not seen. */
  motion: 8,
  /** The same while the eyes are closed: babies move in their sleep. */
  motionEyesClosed: 25,
  /** While it rocks, the whole picture moves: motion says nothing. */
  rocking: 0.2,
  /** Minutes on each side that have a say in whether a minute is active. */
  window: 2,
  /** Quiet minutes in a row until they count as sleep, from their start. */
  fallingAsleep: 10,
  /** Active minutes in a row, between two of sleep, that do not count as waking. */
  stirring: 2,
  /** Minutes without readings, between two of the same state, that take it over. */
  bridge: 5,
} as const;

/** Minutes before and behind a stretch that its states depend on. */
export const SLEEP_CONTEXT = 45;

const MINUTE = 60_000;

type Evidence = 'active' | 'quiet' | 'fussing' | 'away' | 'unknown';

/** What one minute says by itself. */
export function evidenceOf(minute: Minute): Evidence {
  const rules = SLEEP_RULES;
  const { crying, occupied, eyesOpen, eyesSeen, motion, rocking } = minute;
  if (minute.readings < rules.leastReadings) return 'unknown';
  if (occupied !== null && occupied < 0.5) return 'away';
  const eyes = eyesSeen >= rules.leastEyes ? eyesOpen : null;
  const moved = (rocking ?? 0) >= rules.rocking ? null : motion;
  const liesStill = moved !== null && moved < rules.still;
  if (crying !== null && crying >= rules.fussing && !liesStill) return 'fussing';
  if (eyes !== null && eyes >= rules.eyesOpen) return 'active';
  const limit = eyes === null ? rules.motion : rules.motionEyesClosed;
  if (moved !== null && moved >= limit) return 'active';
  // Neither eyes nor a sign of life: the bed may be empty.
  return eyes === null && (moved === null || occupied === null) ? 'unknown' : 'quiet';
}

/** Stretches of equal values: [start index, end index). */
function stretches<Value>(values: readonly Value[]): { from: number; to: number; value: Value }[] {
  const found: { from: number; to: number; value: Value }[] = [];
  values.forEach((value, index) => {
    const last = found.at(-1);
    if (last && last.value === value) last.to = index + 1;
    else found.push({ from: index, to: index + 1, value });
  });
  return found;
}

/** One minute of noise between others is outvoted by its neighbours. Crying and absence are not voted on. */
function smooth(evidence: readonly Evidence[]): Evidence[] {
  return evidence.map((own, index) => {
    if (own !== 'active' && own !== 'quiet') return own;
    const near = evidence.slice(Math.max(0, index - SLEEP_RULES.window), index + SLEEP_RULES.window + 1);
    const quiet = near.filter((one) => one === 'quiet').length;
    const active = near.filter((one) => one === 'active' || one === 'fussing').length;
    if (quiet === active) return own;
    return quiet > active ? 'quiet' : 'active';
  });
}

/** Short silences of the sensors between two equal neighbours take their word. */
function bridge<Value extends string>(values: readonly Value[], hole: Value): Value[] {
  const filled = [...values];
  for (const { from, to, value } of stretches(values)) {
    const before = values[from - 1];
    if (value !== hole || to - from > SLEEP_RULES.bridge || before === undefined || before !== values[to])
      continue;
    filled.fill(before, from, to);
  }
  return filled;
}

/**
 * The state of each minute. A quiet stretch is sleep once it has lasted ten minutes, from its start on; a short stir
 * between two stretches of sleep does not end it.
 *
 * @param minutes One a minute without holes, in order.
 */
export function sleepStates(minutes: readonly Minute[]): SleepState[] {
  const evidence = smooth(bridge(minutes.map(evidenceOf), 'unknown'));
  const states = evidence.map((one): SleepState => (one === 'quiet' || one === 'active' ? 'awake' : one));
  for (const { from, to, value } of stretches(evidence)) {
    if (value === 'quiet' && to - from >= SLEEP_RULES.fallingAsleep) states.fill('asleep', from, to);
  }
  for (const { from, to, value } of stretches(states)) {
    const between = states[from - 1] === 'asleep' && states[to] === 'asleep';
    if (value === 'awake' && between && to - from <= SLEEP_RULES.stirring) states.fill('asleep', from, to);
  }
  return bridge(states, 'unknown');
}

/** One minute a minute from `from` on: what was not measured is a minute without readings. */
export function withoutHoles(minutes: readonly Minute[], from: number, to: number): Minute[] {
  const byTime = new Map(minutes.map((minute) => [minute.time, minute]));
  const all: Minute[] = [];
  for (let time = Math.floor(from / MINUTE) * MINUTE; time < to; time += MINUTE) {
    all.push(
      byTime.get(time) ?? {
        time,
        readings: 0,
        crying: null,
        occupied: null,
        eyesOpen: null,
        eyesSeen: 0,
        motion: null,
        rocking: null,
      },
    );
  }
  return all;
}

/** The stretches of a row of minutes without holes. */
export function sleepIntervals(minutes: readonly Minute[]): SleepInterval[] {
  const first = minutes[0]?.time ?? 0;
  return stretches(sleepStates(minutes)).map(({ from, to, value }) => ({
    from: first + from * MINUTE,
    to: first + to * MINUTE,
    state: value,
  }));
}

/** Minutes in a state within a range. */
export function minutesIn(
  intervals: readonly SleepInterval[],
  state: SleepState,
  from: number,
  to: number,
): number {
  const inside = intervals
    .filter((one) => one.state === state)
    .map((one) => Math.min(one.to, to) - Math.max(one.from, from));
  return inside.reduce((sum, length) => sum + Math.max(0, length), 0) / MINUTE;
}

/** The longest stretch of sleep within a range, minutes. */
export function longestSleep(intervals: readonly SleepInterval[], from: number, to: number): number {
  const inside = intervals
    .filter(({ state }) => state === 'asleep')
    .map((one) => (Math.min(one.to, to) - Math.max(one.from, from)) / MINUTE);
  return Math.max(0, ...inside);
}

/**
 * Wake windows: how long the baby was awake, or fussed, between two stretches of sleep. The bed may be empty meanwhile:
 * an awake baby is mostly somewhere else.
 */
export function wakeWindows(intervals: readonly SleepInterval[]): { from: number; to: number }[] {
  const sleeps = intervals.filter(({ state }) => state === 'asleep');
  return sleeps.slice(1).flatMap((next, index) => {
    const before = sleeps[index];
    if (!before) return [];
    const between = intervals.filter((one) => one.from >= before.to && one.to <= next.from);
    const known = between.some(({ state }) => state === 'awake' || state === 'fussing');
    return known ? [{ from: before.to, to: next.from }] : [];
  });
}
