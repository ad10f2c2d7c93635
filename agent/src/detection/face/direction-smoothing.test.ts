import { describe, expect, it } from 'vitest';
import { Smoothing } from './direction-smoothing.ts';

const run = (states: string[], step: number): string[] => {
  const smoothing = new Smoothing<string>();
  return states.map((state, i) => smoothing.next(state, i * step));
};

describe('smoothing of the direction', () => {
  it('ignores a single frame that differs', () => {
    expect(run(['front', 'front', 'front', 'left', 'front', 'front'], 100)).not.toContain('left');
  });

  it.each([
    [30, 1000 / 30],
    [10, 100],
    [5, 200],
    [2, 500],
    [1, 1000],
  ])('shows a true change within 1 s at %i frames a second', (_, step) => {
    const before = Math.ceil(3000 / step);
    const states = [...Array(before).fill('front'), ...Array(before).fill('right')] as string[];
    const shown = run(states, step);
    expect(shown[before - 1]).toBe('front');
    const delay = (shown.indexOf('right') - before) * step;
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(500);
    expect(shown.slice(shown.indexOf('right'))).not.toContain('front');
  });

  it('starts anew after a pause or a step of the clock', () => {
    const smoothing = new Smoothing<string>();
    for (let time = 5000; time < 6000; time += 100) smoothing.next('front', time);
    expect(smoothing.next('left', 7000)).toBe('left');
    expect(smoothing.next('front', 100)).toBe('front');
  });
});
