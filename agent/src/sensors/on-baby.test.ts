import { expect, it } from 'vitest';
import { createOnBaby } from './on-baby.ts';

it('says that a thermometer that was cold for a minute is not on the baby, until it is warm', () => {
  const onBaby = createOnBaby();
  expect(onBaby(36.5, 0)).toBe(true);
  expect(onBaby(25, 10_000)).toBe(true);
  expect(onBaby(24, 69_000)).toBe(true);
  expect(onBaby(24, 70_000)).toBe(false);
  expect(onBaby(32.9, 100_000)).toBe(false);
  expect(onBaby(33, 101_000)).toBe(true);
});

it('begins to count anew when it was warm in between', () => {
  const onBaby = createOnBaby();
  onBaby(25, 0);
  onBaby(36, 59_000);
  expect(onBaby(25, 61_000)).toBe(true);
  expect(onBaby(25, 120_000)).toBe(true);
  expect(onBaby(25, 121_000)).toBe(false);
});
