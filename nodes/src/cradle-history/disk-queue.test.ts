import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryPoint } from '../history/points.ts';
import { DiskQueue } from './disk-queue.ts';

let folder: string;
/** A kill closes nothing: the files of all are closed at the end. */
let opened: DiskQueue[];
beforeEach(() => {
  opened = [];
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-queue-'));
});
afterEach(async () => {
  for (const queue of opened) await queue.close();
  rmSync(folder, { recursive: true });
});

function open(maxBytes = 1_000_000, segmentPoints = 3): DiskQueue {
  const queue = new DiskQueue(folder, { maxBytes, segmentPoints });
  opened.push(queue);
  return queue;
}

function points(from: number, count: number): HistoryPoint[] {
  return Array.from({ length: count }, (_, index) => ({
    measurement: 'reading',
    tags: { cradle: 'cradle-a' },
    fields: { temperature: 36.5 },
    time: (from + index) * 1000,
  }));
}

async function drain(queue: DiskQueue): Promise<{ times: number[]; broken: number }> {
  const times: number[] = [];
  let broken = 0;
  for (let segment = await queue.oldest(); segment; segment = await queue.oldest()) {
    times.push(...segment.points.map(({ time }) => time / 1000));
    broken += segment.broken;
    queue.remove(segment.number);
  }
  return { times, broken };
}

test('gives back what it took, in order, after a restart too', async () => {
  const before = open();
  await before.append(points(1, 4));
  await before.append(points(5, 1));
  expect(before.points).toBe(5);
  // No close: a kill does not close either.
  const after = open();
  await after.append(points(6, 2));
  expect(after.points).toBe(7);
  expect(await drain(after)).toEqual({ times: [1, 2, 3, 4, 5, 6, 7], broken: 0 });
  expect(after.isEmpty).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});

test('leaves out a line that a power cut left unfinished, and says so; the rest is there', async () => {
  await open().append(points(1, 3));
  const [name = ''] = readdirSync(folder);
  truncateSync(join(folder, name), statSync(join(folder, name)).size - 7);
  const after = open();
  await after.append(points(4, 1));
  expect(await drain(after)).toEqual({ times: [1, 2, 4], broken: 1 });
});

test('leaves out what is no point', async () => {
  await open().append(points(1, 1));
  const [name = ''] = readdirSync(folder);
  appendFileSync(join(folder, name), '{"measurement":"reading"}\n\u0000\u0000\n[1]\n');
  expect(await drain(open())).toEqual({ times: [1], broken: 3 });
});

test('drops the oldest above its bound, and counts them', async () => {
  const queue = open(1000, 2);
  let dropped = 0;
  for (let at = 0; at < 40; at += 2) dropped += await queue.append(points(at, 2));
  expect(queue.bytes).toBeLessThanOrEqual(1000);
  expect(dropped + queue.points).toBe(40);
  const { times } = await drain(queue);
  expect(times.at(-1)).toBe(39);
  expect(times).toEqual(Array.from({ length: times.length }, (_, index) => 40 - times.length + index));
});

test('holds an hour of ten cradles within the default bound', async () => {
  const queue = open(64_000_000, 500);
  let dropped = 0;
  for (let minute = 0; minute < 60; minute++) dropped += await queue.append(points(minute * 60, 600));
  expect(dropped).toBe(0);
  expect(queue.points).toBe(36_000);
});

test('takes points while the oldest are being read, and loses none', async () => {
  const queue = open();
  const taken: number[] = [];
  const take = async () => {
    const segment = await queue.oldest();
    if (!segment) return;
    taken.push(...segment.points.map(({ time }) => time / 1000));
    queue.remove(segment.number);
  };
  for (let at = 0; at < 30; at++) await Promise.all([queue.append(points(at, 1)), take()]);
  taken.push(...(await drain(queue)).times);
  expect(taken).toEqual(Array.from({ length: 30 }, (_, index) => index));
});
