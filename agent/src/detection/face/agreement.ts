import { angleBetween, type FaceGeometry, NOSE_TIP, pointOf, type Size } from './direction.ts';
import type { Point } from './mediapipe.ts';

/** A face that a search has met: in the picture, or in its mirror and told as of the picture. */
export interface Meeting {
  face: { points: readonly Point[]; geometry: FaceGeometry; yaw: number };
  /** The detector's score (0–1) less what speaks against the mesh. */
  quality: number;
  inMirror: boolean;
}

/** `isConfirmed`: it was met in the picture and in its mirror. */
export type Agreed<M extends Meeting> = M & { isConfirmed: boolean };

/** How far two meshes of one face lie apart at most: their noses in distances of the eyes, their angles in degrees. */
const SAME_PLACE = 1;
const SAME_YAW = 20;
const SAME_ROLL = 45;
/** How much more a good mesh counts than two poor ones. */
const POWER = 4;

/**
 * The face that most speaks for. A mesh may lie askew on a face, turned to the wrong side even, and the detector likes it
 * all the same; but it seldom does so in the picture and in its mirror alike, as neither network treats the sides alike.
 *
 * @returns the better mesh of the two that agree, with the mean of their yaws; null without any
 */
export function agreedFace<M extends Meeting>(meetings: readonly M[], size: Size): Agreed<M> | null {
  let best: { support: number; pair: M[] } | null = null;
  for (const one of meetings) {
    const same = meetings.filter((other) => isSame(one.face, other.face, size));
    const pair = [false, true].flatMap((inMirror) => {
      const likely = same.filter((each) => each.inMirror === inMirror).sort((a, b) => b.quality - a.quality);
      return likely.slice(0, 1);
    });
    const support = pair.reduce((sum, { quality }) => sum + quality ** POWER, 0);
    if (!best || support > best.support) best = { support, pair };
  }
  if (!best) return null;
  const [chosen] = [...best.pair].sort((a, b) => b.quality - a.quality);
  if (!chosen) return null;
  const yaw = best.pair.reduce((sum, { face }) => sum + face.yaw, 0) / best.pair.length;
  return { ...chosen, face: { ...chosen.face, yaw }, isConfirmed: best.pair.length === 2 };
}

function isSame(a: Meeting['face'], b: Meeting['face'], { width, height }: Size): boolean {
  const [noseA, noseB] = [pointOf(a.points, NOSE_TIP), pointOf(b.points, NOSE_TIP)];
  const apart = Math.hypot((noseA.x - noseB.x) * width, (noseA.y - noseB.y) * height);
  return (
    apart <= SAME_PLACE * Math.max(a.geometry.eyeDistance, b.geometry.eyeDistance) &&
    Math.abs(a.yaw - b.yaw) <= SAME_YAW &&
    Math.abs(angleBetween(a.geometry.roll, b.geometry.roll)) <= SAME_ROLL
  );
}
