import { expect, it } from 'vitest';
import { restartDelay } from './restart-delay.ts';

it('waits longer with each death of the last minute, at most 5 s, and forgives older ones', () => {
  const now = 1_000_000;
  const deaths = (count: number, age = 0) => Array.from({ length: count }, () => now - age);
  expect(restartDelay(deaths(1), now)).toBe(0);
  const waits = [1, 2, 3, 4, 5, 6, 50].map((count) => restartDelay(deaths(count), now));
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  expect(waits.at(-1)).toBe(5000);
  expect(restartDelay([...deaths(20, 61_000), now], now)).toBe(0);
});
