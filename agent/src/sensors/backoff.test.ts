import { expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

it('doubles up to the longest wait, and begins again when all is well', () => {
  const backoff = createBackoff(500, 5_000, () => 0);
  expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  backoff.reset();
  expect(backoff.next()).toBe(500);
});

it('is shortened by up to a quarter, so that many do not return at once', () => {
  expect(createBackoff(1_000, 5_000, () => 0.999).next()).toBe(750);
});
