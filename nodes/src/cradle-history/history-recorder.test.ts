import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryPoint } from '../history/points.ts';
import { DiskQueue } from './disk-queue.ts';
import { HistoryRecorder } from './history-recorder.ts';
import { type HistoryDatabase, RefusedPoints } from './history-writer.ts';

let folder: string;
let now: number;
let written: HistoryPoint[];
let reports: string[];
let failing: Error | undefined;
let queues: DiskQueue[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-recorder-'));
  now = 1_000_000_000;
  written = [];
  reports = [];
  failing = undefined;
  queues = [];
});
afterEach(async () => {
  for (const queue of queues) await queue.close();
  rmSync(folder, { recursive: true });
});

const database: HistoryDatabase = {
  prepare: async () => {},
  write: async (points) => {
    if (failing) throw failing;
    written.push(...points);
  },
};

function open(): HistoryRecorder {
  const queue = new DiskQueue(folder, { maxBytes: 1_000_000, segmentPoints: 100 });
  queues.push(queue);
  return new HistoryRecorder({ queue, database, now: () => now, report: (reason) => reports.push(reason) });
}

test('one row a second, with all that was measured in it, and what the motor did last', async () => {
  const recorder = open();
  recorder.takeRocking('cradle-a', true);
  recorder.takeFields('cradle-a', { temperature: 36.5 });
  now += 400;
  recorder.takeFields('cradle-a', { crying: 1 });
  now += 600;
  await recorder.store();
  await recorder.drain();
  expect(written).toEqual([
    {
      measurement: 'reading',
      tags: { cradle: 'cradle-a' },
      fields: { temperature: 36.5, crying: 1, rocking: 1 },
      time: 1_000_000_000,
    },
  ]);
});

test('what is stored is written after a kill, while the database was away', async () => {
  failing = new Error('ECONNREFUSED');
  const killed = open();
  for (let second = 0; second < 5; second++) {
    killed.takeFields('cradle-a', { crying: 0 });
    now += 1000;
    await killed.store();
    await killed.drain();
  }
  expect(killed.state).toMatchObject({ failure: 'ECONNREFUSED', waiting: 5, written: 0 });
  expect(reports).toEqual(['ECONNREFUSED']);
  failing = undefined;
  const next = open();
  await next.drain();
  expect(written.map(({ time }) => time)).toEqual([0, 1, 2, 3, 4].map((n) => 1_000_000_000 + n * 1000));
  expect(next.state).toMatchObject({ failure: null, waiting: 0, written: 5 });
});

test('points that the database never takes are counted, told, and do not hold up those behind', async () => {
  failing = new RefusedPoints('partial write: points beyond retention policy dropped=1');
  const recorder = open();
  recorder.takeFields('cradle-a', { crying: 0 });
  now += 1000;
  await recorder.store();
  await recorder.drain();
  expect(recorder.state).toMatchObject({ dropped: 1, waiting: 0 });
  expect(reports).toEqual([expect.stringContaining('1 points are lost')]);
});

test('a disk that takes nothing is told, and what came meanwhile is stored when it does again', async () => {
  const recorder = open();
  rmSync(folder, { recursive: true });
  recorder.takeFields('cradle-a', { crying: 0 });
  now += 1000;
  await recorder.store();
  expect(recorder.isStored).toBe(false);
  expect(recorder.state.failure).toContain('ENOENT');
  const { mkdirSync } = await import('node:fs');
  mkdirSync(folder);
  await recorder.store();
  expect(recorder.isStored).toBe(true);
  await recorder.drain();
  expect(written).toHaveLength(1);
});
