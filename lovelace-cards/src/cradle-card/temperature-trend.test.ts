import { expect, test } from 'vitest';
import { type Sample, trendOf, withSample } from './temperature-trend.ts';

const minute = 60_000;
const now = 100 * minute;
const over = (minutes: number, value: (minute: number) => number): Sample[] =>
  Array.from({ length: minutes + 1 }, (_, index) => ({
    at: now - (minutes - index) * minute,
    value: value(index),
  }));

test('a fever that climbs is said with how much in how long', () => {
  const { change } = trendOf(
    over(15, (at) => 37 + at * 0.04),
    now,
    false,
  );
  expect(change?.direction).toBe('rising');
  expect(change?.degrees).toBeCloseTo(0.6, 5);
  expect(change?.minutes).toBe(15);
});

test('the noise of a thermometer is steady', () => {
  expect(
    trendOf(
      over(15, (at) => 36.7 + (at % 2) * 0.1),
      now,
      false,
    ).change?.direction,
  ).toBe('steady');
});

test('ups and downs that no line explains are no trend', () => {
  const waves = over(15, (at) => 37 + Math.sin(at * 2.3) + at * 0.02);
  expect(trendOf(waves, now, false).change).toBeNull();
});

test('what counts as steady is as wide in °F', () => {
  const slight = over(15, (at) => 98 + at * 0.016);
  expect(trendOf(slight, now, true).change?.direction).toBe('steady');
  expect(trendOf(slight, now, false).change?.direction).toBe('rising');
});

test('nothing is said before four minutes are known', () => {
  expect(
    trendOf(
      over(3, () => 36.7),
      now,
      false,
    ).change,
  ).toBeNull();
});

test('old samples go, and the same value within ten seconds is kept once', () => {
  const first = withSample([], { at: 0, value: 36.5 });
  expect(withSample(first, { at: 5_000, value: 36.5 })).toBe(first);
  expect(withSample(first, { at: 5_000, value: 36.6 })).toHaveLength(2);
  expect(withSample(first, { at: 31 * minute, value: 36.6 })).toEqual([{ at: 31 * minute, value: 36.6 }]);
});
