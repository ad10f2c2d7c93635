import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CryDetector, CryJudgement } from './cry/cry-detector.ts';
import { createTwoOfThree } from './cry/two-of-three.ts';
import { CryingWatch } from './crying-watch.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const SECOND = new Float32Array(16_000);
const crying: CryJudgement = { probability: 0.9, crying: true, level: -20, digitalSilence: false };

let threshold = 0.5;
beforeEach(() => {
  threshold = 0.5;
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

/** A watch whose detectors are given one after another; the last one stays. */
async function watching(...detectors: CryDetector['analyse'][]) {
  const states: (string | null)[] = [];
  const readings: CryJudgement[] = [];
  const closed: number[] = [];
  let made = 0;
  const watch = new CryingWatch({
    createDetector: async () => {
      const number = made;
      made += 1;
      const analyse = detectors[Math.min(number, detectors.length - 1)];
      if (!analyse) throw new Error('no model');
      return { analyse, close: async () => void closed.push(number) };
    },
    createSteady: createTwoOfThree,
    threshold: () => threshold,
    log,
    onReading: (reading) => readings.push(reading),
    onState: (state) => states.push(state),
  });
  watch.start();
  await vi.advanceTimersByTimeAsync(0);
  watch.microphoneState(null);
  const hear = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      watch.take(SECOND);
      await vi.advanceTimersByTimeAsync(1_000);
    }
  };
  return { watch, states, readings, closed, hear, made: () => made };
}

const answers: CryDetector['analyse'] = async () => crying;
const hangs: CryDetector['analyse'] = () => new Promise(() => {});
const fails: CryDetector['analyse'] = async () => {
  throw new Error('broken');
};

test('a window is judged each second, once two are heard; two of three make the state', async () => {
  const { readings, hear, states } = await watching(answers);
  await hear(4);
  expect(readings.map((reading) => reading.crying)).toEqual([false, true, true]);
  expect(states).toEqual(['starting', null]);
});

test('a cry that was over a second ago does not count as one, though the window still holds it', async () => {
  const hears: CryDetector['analyse'] = async (window) => ({
    ...crying,
    probability: window.some((sample) => sample > 0.1) ? 0.9 : 0.1,
  });
  const { watch, readings } = await watching(hears);
  for (const level of [0.2, 0.2, 0.2, 0.001, 0.001]) {
    watch.take(SECOND.map((_, n) => level * Math.sin((2 * Math.PI * 440 * n) / 16_000)));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(readings.map((reading) => reading.crying)).toEqual([false, true, true, false]);
});

test('a detector that hangs is told, left behind, and another one goes on', async () => {
  const { watch, readings, hear, states, closed } = await watching(hangs, answers);
  await hear(10);
  expect(states).toEqual(['starting', null, 'detector_stuck', null]);
  expect(watch.restarts).toBe(1);
  expect(closed).toEqual([0]);
  expect(readings.length).toBeGreaterThan(2);
  expect(watch.dropped).toBeGreaterThan(0);
});

test('an answer of a detector that was left behind is not heard', async () => {
  let answer = (_: CryJudgement) => {};
  const { readings, hear } = await watching(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    hangs,
  );
  await hear(7);
  answer(crying);
  await vi.advanceTimersByTimeAsync(0);
  expect(readings).toEqual([]);
});

test('a detector that fails three times in a row is restarted', async () => {
  const { watch, hear, states, readings } = await watching(fails, answers);
  await hear(3);
  expect(watch.restarts).toBe(0);
  expect(states.at(-1)).toBe('detector_stuck');
  await hear(3);
  expect(watch.restarts).toBe(1);
  expect(states.at(-1)).toBeNull();
  expect(readings.length).toBeGreaterThan(0);
});

test('a detector that does not start is tried again, and that is told', async () => {
  const { states, made } = await watching();
  expect(states).toEqual(['starting', 'device_error']);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(made()).toBe(3);
});

test('what was heard before the microphone was lost does not count any more', async () => {
  const { watch, readings, hear } = await watching(answers);
  await hear(4);
  watch.microphoneState('disconnected');
  expect(watch.level).toBeNull();
  watch.microphoneState(null);
  await hear(2);
  expect(readings.at(-1)?.crying).toBe(false);
});

test('the threshold is that of this moment', async () => {
  const { readings, hear } = await watching(answers);
  await hear(4);
  threshold = 0.95;
  await hear(3);
  expect(readings.map((reading) => reading.crying)).toEqual([false, true, true, true, false, false]);
});
