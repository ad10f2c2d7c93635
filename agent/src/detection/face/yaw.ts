import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { eyeLine, pointOf, type Size } from './direction.ts';
import type { Point } from './mediapipe.ts';

/** Points of the mesh without the irises. */
const MESH_POINTS = 468;

/** What x and y of each point count in a sum. */
const sum = z
  .array(z.tuple([z.number(), z.number()]))
  .length(MESH_POINTS)
  .transform((weights) => Float64Array.from(weights.flat()));

/**
 * From agent/training/yaw.py. `partners`: of each point the one on the face's other side. The rest is for a mesh that
 * was laid level, centred and scaled: `linear` and `odd` sums change their sign when a face is mirrored, `even` do not.
 */
const MODEL = z
  .strictObject({
    partners: z.array(z.int().min(0).lt(MESH_POINTS)).length(MESH_POINTS),
    linear: sum,
    products: z.array(z.strictObject({ odd: sum, even: sum })),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../models/face-yaw.json', import.meta.url), 'utf8')));

/**
 * How far a face is turned to a side, in degrees; positive: the nose moves to the picture's right. All points of the mesh
 * have a say, as a few alone are read differently on every face, and what they say depends on how the head nods and on
 * the face's shape.
 *
 * @param points a mesh whose eyes and lips were refined: most is learned from them
 * @throws Error when points are missing
 */
export function yawOf(points: readonly Point[], size: Size): number {
  const mesh = levelled(points, size);
  let yaw = weigh(MODEL.linear, mesh);
  for (const { odd, even } of MODEL.products) yaw += weigh(odd, mesh) * weigh(even, mesh);
  return yaw;
}

/** The mesh of the same face in the mirrored picture. Without the irises. */
export function mirrorMesh(points: readonly Point[]): Point[] {
  return MODEL.partners.map((partner) => {
    const { x, y, z } = pointOf(points, partner);
    return { x: 1 - x, y, z };
  });
}

/** x and y of each point with the line of the eyes level, about their middle, in units of their size (RMS). */
function levelled(points: readonly Point[], size: Size): Float64Array {
  const { along } = eyeLine(points, size);
  const mesh = new Float64Array(2 * MESH_POINTS);
  let [sumX, sumY, squares] = [0, 0, 0];
  for (let index = 0; index < MESH_POINTS; index++) {
    const point = pointOf(points, index);
    const [px, py] = [point.x * size.width, point.y * size.height];
    const [x, y] = [px * along.x + py * along.y, py * along.x - px * along.y];
    mesh[2 * index] = x;
    mesh[2 * index + 1] = y;
    sumX += x;
    sumY += y;
    squares += x * x + y * y;
  }
  const [middleX, middleY] = [sumX / MESH_POINTS, sumY / MESH_POINTS];
  const extent = Math.sqrt(squares / MESH_POINTS - middleX ** 2 - middleY ** 2);
  for (let index = 0; index < mesh.length; index++)
    mesh[index] = ((mesh[index] as number) - (index % 2 === 0 ? middleX : middleY)) / extent;
  return mesh;
}

function weigh(weights: Float64Array, mesh: Float64Array): number {
  // Four sums at once, as an addition must wait for the one before.
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let index = 0; index < 2 * MESH_POINTS; index += 4) {
    a += (weights[index] as number) * (mesh[index] as number);
    b += (weights[index + 1] as number) * (mesh[index + 1] as number);
    c += (weights[index + 2] as number) * (mesh[index + 2] as number);
    d += (weights[index + 3] as number) * (mesh[index + 3] as number);
  }
  return a + b + c + d;
}
