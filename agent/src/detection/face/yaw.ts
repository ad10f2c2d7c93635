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
  // In pixels, with the line of the eyes level.
  const level = WEIGHTS.map((_, index) => {
    const { x, y } = pointOf(points, index);
    return { x: x * width * cos + y * height * sin, y: y * height * cos - x * width * sin };
  });
  const middle = {
    x: level.reduce((sum, { x }) => sum + x, 0) / MESH_POINTS,
    y: level.reduce((sum, { y }) => sum + y, 0) / MESH_POINTS,
  };
  let [yaw, squares] = [0, 0];
  for (const [index, [wx, wy]] of WEIGHTS.entries()) {
    const [x, y] = [(level[index]?.x ?? 0) - middle.x, (level[index]?.y ?? 0) - middle.y];
    yaw += wx * x + wy * y;
    squares += x * x + y * y;
  }
  return yaw / Math.sqrt(squares / MESH_POINTS);
}
