import { describe, expect, it } from 'vitest';
import { intoSquare, outOfSquare, sampleSquare, squareAround, type TurnedSquare } from './turned-square.ts';
import type { Pixels } from './webgl-stub.ts';

/** 100×80: red grows to the right, green downwards, blue is 7. */
function ramp(): Pixels {
  const [width, height] = [100, 80];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([2 * x, 3 * y, 7, 255], (y * width + x) * 4);
  return { data, width, height };
}

function sample(square: TurnedSquare, size: number, outside: 'edge' | 'black' = 'edge') {
  const values = new Float32Array(3 * size * size);
  sampleSquare(ramp(), square, size, { scale: 1, shift: 0 }, outside, values);
  return (row: number, column: number) =>
    [0, 1, 2].map((colour) => values[(colour * size + row) * size + column] ?? Number.NaN);
}

describe('a square in a picture', () => {
  it.each([0, 37, 90, -120, 180])('turned by %i° is sampled where its points are', (roll) => {
    const square = { x: 50, y: 40, side: 30, roll };
    const at = sample(square, 12);
    for (const [row, column] of [
      [0, 0],
      [3, 10],
      [11, 6],
    ] as const) {
      const { x, y } = outOfSquare(square)(column / 12, row / 12);
      const [red = 0, green = 0, blue = 0] = at(row, column);
      expect(Math.abs(red - 2 * x)).toBeLessThan(0.3);
      expect(Math.abs(green - 3 * y)).toBeLessThan(0.3);
      expect(blue).toBeCloseTo(7, 1);
    }
  });

  it('shows the edge, or black, where there is no picture', () => {
    const square = { x: 0, y: 40, side: 40, roll: 0 };
    expect(sample(square, 10)(5, 0)[1]).toBeCloseTo(120, 0);
    expect(sample(square, 10, 'black')(5, 0)).toEqual([0, 0, 0]);
    expect(sample(square, 10, 'black')(5, 9)[0]).toBeCloseTo(32, 0);
  });

  it('finds a point again that it has placed', () => {
    const square = { x: 20, y: 30, side: 50, roll: 25 };
    const { x, y } = intoSquare(outOfSquare(square)(0.2, 0.9), square);
    expect(x).toBeCloseTo(0.2);
    expect(y).toBeCloseTo(0.9);
  });

  it('lies around points as they are turned', () => {
    const points = [
      { x: 0.4, y: 0.5, z: 0 },
      { x: 0.6, y: 0.75, z: 0 },
    ];
    // 20 pixels along both axes: along the diagonal they are a line.
    const square = squareAround(points, { width: 100, height: 80 }, 45, 2);
    expect(square.x).toBeCloseTo(50);
    expect(square.y).toBeCloseTo(50);
    expect(square.side).toBeCloseTo(2 * Math.hypot(20, 20));
  });
});
