import { expect, it } from 'vitest';
import { appearanceOf, likeness } from './appearance.ts';

const SIDE = 192;

/** A square with two dark eyes and a mouth, in this light, on a cloth when it is covered. */
function square({ light = 1, covered = false, shift = 0 } = {}): Float32Array {
  const values = new Float32Array(3 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const isEye = Math.hypot(Math.abs(x - shift - 96) - 35, y - 70) < 18;
      const isMouth = Math.hypot((x - shift - 96) / 2, y - 135) < 14;
      const isHead = Math.hypot(x - shift - 96, (y - 96) / 1.2) < 75;
      const skin = isHead ? 0.8 : 0.3;
      values[SIDE * SIDE + y * SIDE + x] = light * (!covered && (isEye || isMouth) ? 0.2 : skin);
    }
  }
  return values;
}
const appearance = (options?: Parameters<typeof square>[0]) => appearanceOf(square(options), SIDE);

it('a face is itself in less light, and a little aside', () => {
  expect(likeness(appearance(), appearance({ light: 0.3 }))).toBeGreaterThan(0.99);
  expect(likeness(appearance(), appearance({ shift: 4 }))).toBeGreaterThan(0.9);
});

it('a face under a cloth of its own colour and shape is another', () => {
  expect(likeness(appearance(), appearance({ covered: true }))).toBeLessThan(0.9);
});

it('nothing is like what is flat', () => {
  expect(likeness(appearance(), new Float32Array(appearance().length))).toBe(0);
});
