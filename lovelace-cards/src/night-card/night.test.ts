import { expect, test } from 'vitest';
import { figuresOf, lastNight, usual } from './night.ts';

test('by day it is the last night, late in the evening the one that has begun', () => {
  const at = (day: number, hours: number) => new Date(2026, 0, day, hours).getTime();
  expect(lastNight(at(31, 15))).toEqual({ from: at(30, 19), to: at(31, 9) });
  expect(lastNight(at(31, 20))).toEqual({ from: at(30, 19), to: at(31, 9) });
  expect(lastNight(at(31, 23))).toEqual({ from: at(31, 19), to: at(31, 23) });
  expect(lastNight(at(31, 3))).toEqual({ from: at(30, 19), to: at(31, 3) });
});

test('stretches that touch are one, and what lies outside of the night does not count', () => {
  const minute = 60_000;
  const asleep = (from: number, to: number) => ({
    from: from * minute,
    to: to * minute,
    state: 'asleep' as const,
  });
  const figures = figuresOf(
    { from: 0, to: 600 * minute },
    [asleep(-60, 100), asleep(100, 220), { ...asleep(220, 300), state: 'awake' }, asleep(300, 700)],
    [
      { from: 220 * minute, to: 230 * minute, calmAfter: null, rocked: true },
      { from: 700 * minute, to: 710 * minute, calmAfter: null, rocked: true },
    ],
  );
  expect(figures).toEqual({ asleep: 520, longest: 300, cries: 1, crying: 10, rocked: 1 });
});

test('a night of which nothing is known does not pull the usual down', () => {
  const day = { nightMinutes: 500 } as Parameters<typeof usual>[0][number];
  expect(usual([day, { ...day, nightMinutes: null }], (one) => one.nightMinutes)).toBe(500);
  expect(usual([], (one) => one.nightMinutes)).toBeNull();
});
