import { expect, test } from 'vitest';
import { runs, stepAt, timeTicks, valueAxis } from './scale.ts';
import { freeSpan, resolutionFor } from './time-range.ts';

const hour = 3_600_000;

test('a day, a week and a month are drawn with no more steps than a phone can show', () => {
  const step = (days: number) => resolutionFor({ from: 0, to: days * 24 * hour });
  expect([step(1), step(7), step(30), step(92)]).toEqual([300, 3_600, 14_400, 28_800]);
});

test('the time axis marks whole hours of the local day', () => {
  const from = new Date(2026, 0, 31, 10, 20).getTime();
  const ticks = timeTicks({ from, to: from + 24 * hour }, 5);
  expect(ticks.length).toBeGreaterThan(2);
  expect(ticks.length).toBeLessThanOrEqual(5);
  for (const at of ticks) {
    expect(new Date(at).getMinutes()).toBe(0);
    expect(new Date(at).getHours() % 6).toBe(0);
  }
});

test('the temperature axis has round ends around all that is shown', () => {
  const axis = valueAxis(36.42, 38.1);
  expect(axis.min).toBe(36);
  expect(axis.max).toBe(38.5);
  expect(axis.ticks).toEqual([36, 36.5, 37, 37.5, 38, 38.5]);
});

test('a gap in the data is a gap in the line', () => {
  expect(runs([1, 2, null, null, 3])).toEqual([
    { start: 0, items: [1, 2] },
    { start: 4, items: [3] },
  ]);
});

test('a moment outside of the steps is in none', () => {
  expect([
    stepAt([0, 10, 20], 19, 10),
    stepAt([0, 10, 20], 30, 10),
    stepAt([0, 10, 20], -1, 10),
    stepAt([], 5, 10),
  ]).toEqual([1, -1, -1, -1]);
});

test('free dates include both days and refuse what cannot be shown', () => {
  const now = new Date(2026, 1, 10, 15).getTime();
  const whole = freeSpan('2026-02-01', '2026-02-03', now);
  expect(whole.ok && whole.span.to - whole.span.from).toBe(3 * 24 * hour);
  const today = freeSpan('2026-02-10', '2026-02-10', now);
  expect(today.ok && today.span.to).toBe(now);
  expect(freeSpan('2026-02-03', '2026-02-01', now)).toEqual({ ok: false, why: 'order' });
  expect(freeSpan('2026-03-01', '2026-03-02', now)).toEqual({ ok: false, why: 'order' });
  expect(freeSpan('', '2026-02-01', now)).toEqual({ ok: false, why: 'missing' });
  expect(freeSpan('2025-01-01', '2026-02-01', now)).toEqual({ ok: false, why: 'long' });
});
