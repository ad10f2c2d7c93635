import { describe, expect, it } from 'vitest';
import type { Point } from './mediapipe.ts';
import { StillFace } from './still-face.ts';
import type { Pixels } from './webgl-stub.ts';

/** A face of stripes in the middle of 320×240, with noise, moved and with closed lids. */
function picture({ shift = 0, noise = 1, closed = false, seed = 1 } = {}): Pixels {
  const [width, height] = [320, 240];
  const data = new Uint8ClampedArray(width * height * 4);
  let state = seed;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const isEye = y >= 100 && y < 108 && ((x >= 130 && x < 150) || (x >= 170 && x < 190));
      const face = isEye && !closed ? 40 : 150 + 60 * Math.sin((x - shift) / 8);
      data.fill(
        face + (state / 2 ** 32 - 0.5) * Math.sqrt(12) * noise,
        (y * width + x) * 4,
        (y * width + x) * 4 + 4,
      );
    }
  }
  return { data, width, height };
}

const POINTS: Point[] = [
  { x: 0.35, y: 0.3, z: 0 },
  { x: 0.65, y: 0.7, z: 0 },
];

function fitted(now = 0, options: Parameters<typeof picture>[0] = {}): StillFace {
  const face = new StillFace();
  face.fitted(picture(options), POINTS, now);
  return face;
}

describe('a face that was fitted', () => {
  it.each([0, 2, 6])('is still when only the sensor makes noise (%i of 255)', (noise) => {
    expect(fitted(0, { noise }).isStill(picture({ noise, seed: 9 }), 100)).toBe(true);
  });

  it('is not still when it has moved, or when its eyes were closed', () => {
    expect(fitted().isStill(picture({ shift: 3, seed: 9 }), 100)).toBe(false);
    expect(fitted().isStill(picture({ closed: true, seed: 9 }), 100)).toBe(false);
  });

  it('is fitted again after a while, when it is too noisy to tell, in another size, and when it is gone', () => {
    expect(fitted().isStill(picture({ seed: 9 }), 1_600)).toBe(false);
    expect(fitted(0, { noise: 40 }).isStill(picture({ noise: 40, seed: 9 }), 100)).toBe(false);
    const { data } = picture();
    expect(fitted().isStill({ data: data.slice(0, 160 * 120 * 4), width: 160, height: 120 }, 100)).toBe(
      false,
    );
    const gone = fitted();
    gone.forget();
    expect(gone.isStill(picture(), 100)).toBe(false);
  });
});
