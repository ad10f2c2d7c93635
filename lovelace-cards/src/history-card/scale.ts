import type { Span } from '../history/history.ts';

/** From a value to a place on the drawing. */
export type Scale = (value: number) => number;

export function linear(from: number, to: number, start: number, end: number): Scale {
  const factor = to === from ? 0 : (end - start) / (to - from);
  return (value) => start + (value - from) * factor;
}

const HOUR = 3_600_000;
/** Distances of marks on the time axis, hours. */
const TIME_STEPS = [1, 2, 3, 4, 6, 12, 24, 48, 72, 120, 168, 336];

/** Marks on whole hours or midnights of the browser's time, at most `most`. */
export function timeTicks({ from, to }: Span, most: number): number[] {
  const hours = (to - from) / HOUR;
  const step = TIME_STEPS.find((one) => hours / one <= most) ?? 336;
  const midnight = new Date(from);
  midnight.setHours(0, 0, 0, 0);
  const ticks: number[] = [];
  for (let index = 0; ; index += 1) {
    // By the calendar, so that midnights stay midnights when the clocks change.
    const at = new Date(midnight);
    at.setHours(index * step);
    const time = at.getTime();
    if (time > to) return ticks;
    if (time >= from) ticks.push(time);
  }
}

/** A range of values with whole or half ends around what is shown, and at most five marks in it. */
export function valueAxis(min: number, max: number): { min: number; max: number; ticks: number[] } {
  const span = Math.max(max - min, 1);
  const step = [0.5, 1, 2, 5, 10, 20].find((one) => span / one <= 4) ?? 50;
  const low = Math.floor(min / step) * step;
  const high = Math.max(Math.ceil(max / step) * step, low + step);
  const ticks: number[] = [];
  for (let value = low; value <= high + step / 100; value += step) ticks.push(Math.round(value * 10) / 10);
  return { min: low, max: high, ticks };
}

/** Connected runs of points: a gap in the data is a gap in the line. */
export function runs<T>(items: readonly (T | null)[]): { start: number; items: T[] }[] {
  const found: { start: number; items: T[] }[] = [];
  let open: { start: number; items: T[] } | undefined;
  items.forEach((item, index) => {
    if (item === null) {
      open = undefined;
      return;
    }
    if (!open) {
      open = { start: index, items: [] };
      found.push(open);
    }
    open.items.push(item);
  });
  return found;
}

export function linePath(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

/** The step that a moment lies in; -1 outside. */
export function stepAt(time: readonly number[], at: number, step: number): number {
  const first = time[0];
  if (first === undefined) return -1;
  const index = Math.floor((at - first) / step);
  return index >= 0 && index < time.length ? index : -1;
}
