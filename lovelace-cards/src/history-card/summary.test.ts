import { expect, test } from 'vitest';
import type { Day, Episode } from '../history/history.ts';
import { minutesAsleep, minutesCrying } from './summary.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const series = {
  time: [0, 3_600_000],
  temperature: [null, null],
  crying: [0.5, 0.25],
  direction: [null, null],
  motion: [null, null],
  rocking: [null, null],
};

test('crying is counted by episodes, and by the series when some of them were left out', () => {
  const episodes: Episode[] = [{ from: 0, to: 5 * MINUTE, calmAfter: null, rocked: false }];
  expect(minutesCrying({ episodes, series }, 3600)).toBe(5);
  expect(minutesCrying({ episodes, episodesLeftOut: 3, series }, 3600)).toBe(45);
});

test('sleep is counted by its stretches, and in a long range by the days', () => {
  const sleep = [{ from: 0, to: 90 * MINUTE, state: 'asleep' as const }];
  const days = [{ sleepMinutes: 800 }, { sleepMinutes: null }, { sleepMinutes: 900 }] as Day[];
  expect(minutesAsleep({ sleep, days, from: 0, to: DAY })).toBe(90);
  expect(minutesAsleep({ sleep, days, from: 0, to: 30 * DAY })).toBe(1700);
});
