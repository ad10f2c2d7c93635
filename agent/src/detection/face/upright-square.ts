import type { Point } from './mediapipe.ts';
import type { Pixels } from './webgl-stub.ts';

/** Side in pixels, which is what the face detector looks at. */
const SIDE = 128;
/** How much of the surroundings is shown, in extents of the mesh. */
const MARGIN = 2.2;

/** A square of a picture, and where in it (0–1) a point of the picture (0–1) lies. */
export interface UprightSquare extends Pixels {
  place(point: { x: number; y: number }): { x: number; y: number };
}

/**
 * Cuts a square with the face in its middle, turned so that the eyes are level.
 *
 * @param roll degrees that the face is turned, clockwise in the picture
 */
export function uprightSquare(picture: Pixels, points: readonly Point[], roll: number): UprightSquare {
  const { width, height } = picture;
  const cos = Math.cos((roll * Math.PI) / 180);
  const sin = Math.sin((roll * Math.PI) / 180);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const point of points) {
    const x = point.x * width * cos + point.y * height * sin;
    const y = point.y * height * cos - point.x * width * sin;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const step = (Math.max(right - left, bottom - top) * MARGIN) / SIDE;
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const from = new Uint32Array(picture.data.buffer, picture.data.byteOffset, width * height);
  const into = new Uint32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const u = middle.x + (column - SIDE / 2 + 0.5) * step;
      const v = middle.y + (row - SIDE / 2 + 0.5) * step;
      const x = Math.floor(u * cos - v * sin);
      const y = Math.floor(u * sin + v * cos);
      if (x >= 0 && y >= 0 && x < width && y < height) into[row * SIDE + column] = from[y * width + x] ?? 0;
    }
  }
  const place = (point: { x: number; y: number }): { x: number; y: number } => {
    const u = point.x * width * cos + point.y * height * sin;
    const v = point.y * height * cos - point.x * width * sin;
    return { x: 0.5 + (u - middle.x) / step / SIDE, y: 0.5 + (v - middle.y) / step / SIDE };
  };
  return { data: new Uint8ClampedArray(into.buffer), width: SIDE, height: SIDE, place };
}
