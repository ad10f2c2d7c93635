import { describe, expect, it } from 'vitest';
import { FULL_PACE, type Load, limitsOf, nextPace, type Pace } from './analysis-pace.ts';

const easy: Load = { temperature: 50, offered: 10, analysed: 10, busy: 0.2 };

/** Looks every 5 s from `from` to `to` (seconds). */
function after(pace: Pace, load: Partial<Load>, from: number, to: number): Pace {
  let next = pace;
  for (let time = from; time <= to; time += 5) next = nextPace(next, { ...easy, ...load }, time * 1_000);
  return next;
}

describe('the pace of the analysis', () => {
  it('is every whole picture on a cool machine that keeps up', () => {
    expect(limitsOf(after(FULL_PACE, {}, 0, 600))).toEqual({ every: 0, side: 640 });
  });

  it('falls at 75 °C to five a second, then to smaller pictures, then to two a second', () => {
    const steps = [0, 10, 20, 30, 300].map((until) =>
      limitsOf(after(FULL_PACE, { temperature: 75 }, 0, until)),
    );
    expect(steps).toEqual([
      { every: 200, side: 640 },
      { every: 200, side: 320 },
      { every: 500, side: 320 },
      { every: 500, side: 320 },
      { every: 500, side: 320 },
    ]);
  });

  it('stays between 70 and 75 °C as it is, hot or cool', () => {
    const hot = after(FULL_PACE, { temperature: 76 }, 0, 0);
    expect(after(hot, { temperature: 74.9 }, 5, 600).heat).toBe(1);
    expect(after(hot, { temperature: 70 }, 5, 600).heat).toBe(1);
    expect(after(FULL_PACE, { temperature: 74.9 }, 0, 600).heat).toBe(0);
  });

  it('takes up speed again below 70 °C, a step each half minute', () => {
    const hot = after(FULL_PACE, { temperature: 80 }, 0, 60);
    expect(hot.heat).toBe(3);
    expect(after(hot, { temperature: 69.9 }, 65, 85).heat).toBe(2);
    expect(after(hot, { temperature: 69.9 }, 65, 150).heat).toBe(0);
  });

  it('does not change with a temperature that nobody tells', () => {
    const hot = after(FULL_PACE, { temperature: 80 }, 0, 0);
    expect(after(hot, { temperature: null }, 5, 600).heat).toBe(1);
  });

  it('makes the picture smaller when less than five a second fit, and tries the whole one again when it is easy', () => {
    const slow = after(FULL_PACE, { analysed: 4, busy: 1 }, 0, 0);
    expect(limitsOf(slow)).toEqual({ every: 0, side: 320 });
    expect(limitsOf(after(slow, { busy: 0.6 }, 5, 600)).side).toBe(320);
    expect(limitsOf(after(slow, { busy: 0.3 }, 5, 30)).side).toBe(320);
    expect(limitsOf(after(slow, { busy: 0.3 }, 5, 90)).side).toBe(640);
  });

  it('leaves the picture whole when the camera gives no more, and when six a second fit', () => {
    expect(limitsOf(after(FULL_PACE, { offered: 3, analysed: 3 }, 0, 60)).side).toBe(640);
    expect(limitsOf(after(FULL_PACE, { analysed: 6, busy: 1 }, 0, 60)).side).toBe(640);
  });
});
