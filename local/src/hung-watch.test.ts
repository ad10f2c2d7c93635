import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchForHung } from './hung-watch.ts';

let answer: (ended: AbortSignal) => Promise<boolean>;
let hung: number[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  hung = [];
  answer = async () => true;
  stop = watchForHung({
    alive: (ended) => answer(ended),
    onHung: (seconds) => hung.push(seconds),
  });
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('lets what answers be', async () => {
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(hung).toEqual([]);
});

it('names what has refused to answer for three minutes, once', async () => {
  answer = async () => false;
  await vi.advanceTimersByTimeAsync(179_000);
  expect(hung).toEqual([]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(hung).toEqual([180]);
});

it('counts a question that is never answered, and one that fails', async () => {
  let asked = 0;
  answer = () => {
    asked += 1;
    return asked % 2 ? new Promise(() => undefined) : Promise.reject(new Error('refused'));
  };
  await vi.advanceTimersByTimeAsync(400_000);
  expect(hung).toEqual([180]);
});

it('forgives a slow minute', async () => {
  let asked = 0;
  answer = async () => ++asked % 12 === 0;
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(hung).toEqual([]);
});

it('asks no more when it is stopped', async () => {
  answer = async () => false;
  await vi.advanceTimersByTimeAsync(100_000);
  stop();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(hung).toEqual([]);
});
