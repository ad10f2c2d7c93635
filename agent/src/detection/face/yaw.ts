import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { pointOf, type Size } from './direction.ts';
import type { Point } from './mediapipe.ts';

/** Points of the mesh without the irises. */
const MESH_POINTS = 468;
/** Outer corners of the eyes, left and right as in a picture of a face that is upright. */
const [LEFT_CORNER, RIGHT_CORNER] = [33, 263];

/** Degrees that each point's place counts, x and y in units of the mesh's own size; from agent/training/yaw.py. */
const WEIGHTS = z
  .strictObject({ weights: z.array(z.tuple([z.number(), z.number()])).length(MESH_POINTS) })
  .parse(JSON.parse(readFileSync(new URL('../../../models/face-yaw.json', import.meta.url), 'utf8'))).weights;

/**
 * How far a face is turned to a side, in degrees; positive: the nose moves to the picture's right. All points of the mesh
 * have a say, as a few alone are read differently on every face.
 *
 * @param points a mesh whose eyes and lips were refined: most is learned from them
 * @throws Error when points are missing
 */
export function yawOf(points: readonly Point[], { width, height }: Size): number {
  const [left, right] = [pointOf(points, LEFT_CORNER), pointOf(points, RIGHT_CORNER)];
  const eyes = { x: (right.x - left.x) * width, y: (right.y - left.y) * height };
  const distance = Math.hypot(eyes.x, eyes.y);
  const [cos, sin] = [eyes.x / distance, eyes.y / distance];
  // In pixels, with the line of the eyes level; the middle and the size of all points come out of their sums.
  let [yaw, squares, sumX, sumY, weightX, weightY] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < MESH_POINTS; index++) {
    const point = pointOf(points, index);
    const [px, py] = [point.x * width, point.y * height];
    const [x, y] = [px * cos + py * sin, py * cos - px * sin];
    const [wx, wy] = WEIGHTS[index] ?? [0, 0];
    yaw += wx * x + wy * y;
    squares += x * x + y * y;
    sumX += x;
    sumY += y;
    weightX += wx;
    weightY += wy;
  }
  const [middleX, middleY] = [sumX / MESH_POINTS, sumY / MESH_POINTS];
  const size = Math.sqrt(squares / MESH_POINTS - middleX ** 2 - middleY ** 2);
  return (yaw - weightX * middleX - weightY * middleY) / size;
}
