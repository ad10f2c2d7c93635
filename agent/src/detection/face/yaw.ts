import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { eyeLine, pointOf, type Size } from './direction.ts';
import type { Point } from './mediapipe.ts';

/** Points of the mesh without the irises. */
const MESH_POINTS = 468;

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
export function yawOf(points: readonly Point[], size: Size): number {
  const { along } = eyeLine(points, size);
  // In pixels, with the line of the eyes level; the middle and the size of all points come out of their sums.
  let [yaw, squares, sumX, sumY, weightX, weightY] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < MESH_POINTS; index++) {
    const point = pointOf(points, index);
    const [px, py] = [point.x * size.width, point.y * size.height];
    const [x, y] = [px * along.x + py * along.y, py * along.x - px * along.y];
    const [wx, wy] = WEIGHTS[index] ?? [0, 0];
    yaw += wx * x + wy * y;
    squares += x * x + y * y;
    sumX += x;
    sumY += y;
    weightX += wx;
    weightY += wy;
  }
  const [middleX, middleY] = [sumX / MESH_POINTS, sumY / MESH_POINTS];
  const extent = Math.sqrt(squares / MESH_POINTS - middleX ** 2 - middleY ** 2);
  return (yaw - weightX * middleX - weightY * middleY) / extent;
}
