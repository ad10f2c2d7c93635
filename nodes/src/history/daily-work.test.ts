import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stateFile } from '../shared/state-file.ts';
import { DailyWork, keptRuns } from './daily-work.ts';

const HOUR = 3_600_000;

let folder: string;
let now: number;
/** What stands in the way of the next backup. */
let obstacle: Error | null;
let answers: boolean;
let full: boolean;
/** Days of pictures that could go early. */
let days: number;
let told: string[];
let work: DailyWork;

function open(): DailyWork {
  return new DailyWork({
    file: stateFile(folder, 'work', keptRuns.parse, (reason) => told.push(reason)),
    now: () => now,
    backUp: async () => {
      if (obstacle) throw obstacle;
      return 7;
    },
    cleanUp: async () => ({ pictures: { old: 1, early: 0 }, backups: [] }),
    removePictures: () => {
      const early = days;
      days = 0;
      if (early > 0) full = false;
      return { old: 0, early };
    },
    folders: [folder],
    isAnswering: async () => answers,
    backedUp: (points) => told.push(`backup of ${points}`),
    cleanedUp: () => told.push('clean-up'),
    failed: (reason) => told.push(reason),
    isFull: () => full,
  });
}

async function at(text: string): Promise<void> {
  now = new Date(text).getTime();
  await work.run();
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-work-'));
  now = new Date('2026-11-24T12:00').getTime();
  obstacle = null;
  answers = true;
  full = false;
  days = 0;
  told = [];
  work = open();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a failed backup is told, tried again after a quarter of an hour, and over when it succeeds', async () => {
  obstacle = new Error('no space left');
  await at('2026-11-25T02:00');
  expect(work.upkeep.backup).toEqual({ bad: true, reason: 'no space left', hours: 14 });
  obstacle = null;
  await at('2026-11-25T02:10');
  expect(work.upkeep.backup.bad).toBe(true);
  await at('2026-11-25T02:15');
  expect(work.upkeep.backup).toEqual({ bad: false, reason: null, hours: 0 });
  expect(told).toEqual(['no space left', 'backup of 7']);
});

test('a database that is away has its own alert; a backup that is missing for a day has this one', async () => {
  obstacle = new Error('ECONNREFUSED');
  answers = false;
  await at('2026-11-25T02:00');
  expect(work.upkeep.backup.bad).toBe(false);
  await at('2026-11-25T14:01');
  expect(work.upkeep.backup).toEqual({ bad: true, reason: null, hours: 26 });
});

test('what was missed is made up for, also after a restart', async () => {
  await at('2026-11-25T04:00');
  expect(told).toEqual(['backup of 7', 'clean-up']);
  work = open();
  await at('2026-11-25T23:00');
  expect(told).toHaveLength(2);
  await at('2026-11-28T23:00');
  expect(told).toHaveLength(4);
  expect(work.lastRuns.backup).toBe(now);
});

test('a full disk: the oldest pictures go, and a day long it is told that they are gone', async () => {
  full = true;
  days = 3;
  await at('2026-11-24T13:00');
  expect(work.upkeep.disk).toEqual({ bad: true, days: 3 });
  work = open();
  now += 23 * HOUR;
  expect(work.upkeep.disk).toEqual({ bad: true, days: 3 });
  now += 2 * HOUR;
  expect(work.upkeep.disk).toEqual({ bad: false, days: 0 });
  // Nothing more can go: it stays told until there is room again.
  full = true;
  await work.run();
  expect(work.upkeep.disk).toEqual({ bad: true, days: 0 });
  full = false;
  await work.run();
  expect(work.upkeep.disk.bad).toBe(false);
});
