import { describe, expect, it } from 'vitest';
import { angleBetween, directionOf, measureFace } from './direction.ts';
import type { Point } from './mediapipe.ts';

/** A face of a few points, in pixels: eyes 100 apart, the nose 70 before them; turned about its own upright axis. */
function face({ yaw = 0, roll = 0, scale = 1, x = 320, y = 240 }): Point[] {
  const model: Record<number, [number, number, number]> = {
    1: [0, 30, -70],
    33: [-50, 0, 0],
    263: [50, 0, 0],
    10: [0, -70, 0],
    152: [0, 100, 0],
  };
  const points: Point[] = Array.from({ length: 478 }, () => ({ x: 0, y: 0, z: 0 }));
  const [turn, tilt] = [(yaw * Math.PI) / 180, (roll * Math.PI) / 180];
  for (const [index, [px, py, pz]] of Object.entries(model)) {
    const qx = (px * Math.cos(turn) - pz * Math.sin(turn)) * scale;
    const qz = (pz * Math.cos(turn) + px * Math.sin(turn)) * scale;
    const qy = py * scale;
    points[Number(index)] = {
      x: (x + qx * Math.cos(tilt) - qy * Math.sin(tilt)) / 640,
      y: (y + qx * Math.sin(tilt) + qy * Math.cos(tilt)) / 480,
      z: qz / 640,
    };
  }
  return points;
}
const SIZE = { width: 640, height: 480 };

describe('the direction of a face', () => {
  it.each([0, 45, 90, -135, 180])('has no offset when it is tilted by %i° and looks ahead', (roll) => {
    const geometry = measureFace(face({ roll }), SIZE);
    expect(geometry.offset).toBeCloseTo(0);
    expect(angleBetween(geometry.roll, roll)).toBeCloseTo(0);
    expect(geometry.eyeDistance).toBeCloseTo(100);
  });

  it('does not depend on size and place', () => {
    const near = measureFace(face({ yaw: 20, scale: 1.5, x: 200 }), SIZE);
    const far = measureFace(face({ yaw: 20, scale: 0.4, x: 500 }), SIZE);
    expect(far.offset).toBeCloseTo(near.offset);
    expect(far.dx).toBeLessThan(near.dx);
  });

  it("is the baby's left when the nose is on the picture's right", () => {
    const left = measureFace(face({ yaw: 25 }), SIZE);
    const right = measureFace(face({ yaw: -25, roll: 80 }), SIZE);
    expect(directionOf(left, 'offset', 0.15)).toBe('left');
    expect(directionOf(right, 'offset', 0.15)).toBe('right');
  });

  it.each([
    [-0.02, 'right'],
    [-0.0199, 'front'],
    [0.0199, 'front'],
    [0.02, 'left'],
  ] as const)('by the original rule, dx %f is %s', (dx, state) => {
    expect(directionOf({ dx, offset: 9 }, 'original', 0.15)).toBe(state);
  });

  it('by the line of the eyes, begins at the threshold', () => {
    expect(directionOf({ dx: 9, offset: 0.149 }, 'offset', 0.15)).toBe('front');
    expect(directionOf({ dx: 9, offset: -0.15 }, 'offset', 0.15)).toBe('right');
    expect(directionOf({ dx: 9, offset: 0.15 }, 'offset', 0.2)).toBe('front');
  });
});

describe('the difference of angles', () => {
  it.each([
    [10, 350, 20],
    [-170, 170, 20],
    [90, 90, 0],
    [0, 90, -90],
  ])('%i° minus %i° is %i°', (a, b, difference) => {
    expect(angleBetween(a, b)).toBe(difference);
  });
});
