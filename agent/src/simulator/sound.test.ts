import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CryDetector, createCryDetector } from '../detection/cry/cry-detector.ts';
import { createSound } from './sound.ts';
import type { Voice } from './truth.ts';

let detector: CryDetector;
beforeAll(async () => {
  detector = await createCryDetector();
});
afterAll(() => detector.close());

/** What the real detector makes of 10 windows of each of 8 babies. */
async function probabilities(voice: Voice): Promise<number[]> {
  const heard: number[] = [];
  for (let seed = 1; seed <= 8; seed++) {
    const sound = createSound(seed);
    sound.next(voice, 3200);
    for (let window = 0; window < 10; window++) {
      const samples = Float32Array.from(sound.next(voice, 32_000), (sample) => sample / 32_768);
      heard.push((await detector.analyse(samples)).probability);
    }
  }
  return heard;
}

describe('the real detector', () => {
  test('hears it cry', async () => {
    const heard = await probabilities('crying');
    expect(heard.filter((probability) => probability >= 0.8).length / heard.length).toBeGreaterThanOrEqual(
      0.95,
    );
  });

  test('hears it sleep', async () => {
    expect(Math.max(...(await probabilities('silent')))).toBeLessThan(0.2);
  });

  test('does not take its fussing for crying', async () => {
    const heard = await probabilities('fussing');
    expect(heard.filter((probability) => probability >= 0.5).length / heard.length).toBeLessThan(0.1);
  });
});

test('the same seed sounds the same, another does not', () => {
  const [first, again, other] = [createSound(5), createSound(5), createSound(6)].map((sound) =>
    sound.next('crying', 16_000),
  );
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('pieces of any size make one stream', () => {
  const whole = createSound(1).next('crying', 1600);
  const sound = createSound(1);
  const pieces = [...sound.next('crying', 800), ...sound.next('crying', 800)];
  expect(pieces).toEqual([...whole]);
});

test('it is never digitally silent and never clips', () => {
  const sound = createSound(2);
  const asleep = sound.next('silent', 16_000);
  expect(new Set(asleep).size).toBeGreaterThan(10);
  const crying = sound.next('crying', 160_000);
  expect(crying.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeLessThan(32_000);
});
