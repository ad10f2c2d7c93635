import { expect, it, vi } from 'vitest';
import { LINK_STEPS, LinkAdaptation, LinkWatch } from './link-adaptation.ts';

const LAST = LINK_STEPS.length - 1;

/** A link that carries the pictures of `best` and of each lower step, for `seconds`; the step at each second. */
function run(adaptation: LinkAdaptation, best: number, from: number, seconds: number): number[] {
  return Array.from({ length: seconds }, (_, second) => {
    adaptation.look(adaptation.step < best, (from + second) * 1_000);
    return adaptation.step;
  });
}

it('goes down in the order frame rate, quality, size, each step less than the one before', () => {
  const cost = LINK_STEPS.map(({ rate, quality, size }) => rate * quality * size * size);
  expect(cost).toEqual([...cost].sort((a, b) => b - a));
  const first = (key: 'rate' | 'quality' | 'size') => LINK_STEPS.findIndex((step) => step[key] < 1);
  expect(first('rate')).toBeLessThan(first('quality'));
  expect(first('quality')).toBeLessThan(first('size'));
});

it('stays as wanted on a good link', () => {
  expect(new Set(run(new LinkAdaptation(), 0, 0, 600))).toEqual(new Set([0]));
});

it('is at what a slow link carries in two seconds a step, and never below the last', () => {
  expect(run(new LinkAdaptation(), 3, 0, 7).at(-1)).toBe(3);
  expect(run(new LinkAdaptation(), LAST + 1, 0, 60).at(-1)).toBe(LAST);
});

it('is back to what was wanted in about two minutes when the link is good again', () => {
  const adaptation = new LinkAdaptation();
  run(adaptation, LAST, 0, 60);
  expect(adaptation.step).toBe(LAST);
  const back = run(adaptation, 0, 60, 300).indexOf(0);
  expect(back).toBeGreaterThan(30);
  expect(back).toBeLessThan(160);
});

it('tries less and less often what did not work', () => {
  const adaptation = new LinkAdaptation();
  const steps = run(adaptation, 4, 0, 3_600);
  const tries = steps.filter((step, second) => step < 4 && steps[second - 1] === 4).length;
  expect(tries).toBeGreaterThan(5);
  expect(tries).toBeLessThan(40);
  expect(steps.filter((step) => step === 4).length / steps.length).toBeGreaterThan(0.9);
});

it('tells each step at once, and takes a link that is gone for neither slow nor quick', () => {
  vi.useFakeTimers({ now: 0 });
  const link = { isConnected: true, isCongested: true };
  const told: number[] = [];
  const watch: LinkWatch = new LinkWatch(link, () => told.push(watch.adaptation.step));
  watch.start();
  vi.advanceTimersByTime(6_000);
  expect(told).toEqual([1, 2, 3]);
  link.isConnected = false;
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([1, 2, 3]);
  Object.assign(link, { isConnected: true, isCongested: false });
  vi.advanceTimersByTime(60_000);
  watch.stop();
  expect(told).toEqual([1, 2, 3, 2, 1, 0]);
  vi.useRealTimers();
});
