import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Point } from './mediapipe.ts';

/** Points of the mesh without the irises. */
const MESH_POINTS = 468;

/** Degrees that a point's place gives, in units of the mesh's own size; from agent/training/yaw.py. */
const WEIGHTS = z
  .strictObject({ weights: z.array(z.tuple([z.number(), z.number(), z.number()])).length(MESH_POINTS) })
  .parse(JSON.parse(readFileSync(new URL('../../../models/face-yaw.json', import.meta.url), 'utf8'))).weights;

/**
 * How far a face is turned to a side, in degrees; positive: the nose moves to the picture's right. All points of the mesh
 * have a say, as a few alone are read differently on every face.
 *
 * @param level the mesh in pixels, with the line of the eyes level; wherever it is and however large
 */
export function yawOf(level: readonly Point[]): number {
  const mesh = level.slice(0, MESH_POINTS);
  if (mesh.length < MESH_POINTS)
    throw new Error(`face mesh: ${mesh.length} points, ${MESH_POINTS} are needed`);
  const mean = { x: 0, y: 0, z: 0 };
  for (const { x, y, z } of mesh) {
    mean.x += x / MESH_POINTS;
    mean.y += y / MESH_POINTS;
    mean.z += z / MESH_POINTS;
  }
  let [sum, squares] = [0, 0];
  for (const [index, point] of mesh.entries()) {
    const [x, y, z] = [point.x - mean.x, point.y - mean.y, point.z - mean.z];
    const [wx, wy, wz] = WEIGHTS[index] ?? [0, 0, 0];
    sum += wx * x + wy * y + wz * z;
    squares += x * x + y * y;
  }
  return sum / Math.sqrt(squares / MESH_POINTS);
}
