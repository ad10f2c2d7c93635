import type { Point } from './mediapipe.ts';

/** Points of the mesh, left and right as in a picture of a face that is upright. */
export const NOSE_TIP = 1;
const LEFT_CORNER = 33;
const RIGHT_CORNER = 263;
const FOREHEAD = 10;
const CHIN = 152;

/**
 * The mesh makes a turned head flatter than it is. Measured against the values of MediaPipe's newer mesh, for which the
 * threshold was found.
 */
const OFFSET_GAIN = 1.2;

/** Where the face points, from the baby's side. */
export type FaceDirection = 'front' | 'left' | 'right';

/**
 * `offset`: nose against eyes along the line of the eyes, in eye distances; holds for tilted heads and any distance.
 * `original`: nose against eyes along the picture's width, in picture widths.
 */
export type DirectionRule = 'offset' | 'original';

/** Threshold of the original rule, in picture widths. */
export const ORIGINAL_THRESHOLD = 0.02;

/** Default threshold of the rule `offset`, in distances of the eyes: between 15° and 20° of yaw. */
export const OFFSET_THRESHOLD = 0.15;

export interface Size {
  width: number;
  height: number;
}

/** What a few points of the mesh say of a face's direction; the yaw needs all of them. Angles in degrees. */
export interface FaceGeometry {
  /** Tip of the nose minus the middle of the eyes, in picture widths; positive: to the picture's right. */
  dx: number;
  /** The same along the line of the eyes, in distances of the eyes. */
  offset: number;
  /** Distance of the outer corners of the eyes, in pixels. */
  eyeDistance: number;
  /** Positive: the chin moves towards the chest. */
  pitch: number;
  /** Clockwise in the picture. */
  roll: number;
}

/** A point of the mesh, which has 478. */
export function pointOf(points: readonly Point[], index: number): Point {
  const found = points[index];
  if (!found) throw new Error(`face mesh: no point ${index} of ${points.length}`);
  return found;
}

/** The line from the left to the right outer corner of the eyes: its direction, and its length in pixels. */
export function eyeLine(
  points: readonly Point[],
  { width, height }: Size,
): { along: { x: number; y: number }; distance: number } {
  const [left, right] = [pointOf(points, LEFT_CORNER), pointOf(points, RIGHT_CORNER)];
  const [x, y] = [(right.x - left.x) * width, (right.y - left.y) * height];
  const distance = Math.hypot(x, y);
  return { along: { x: x / distance, y: y / distance }, distance };
}

/**
 * Measures the direction of a face. The angles come from the mesh seen from straight in front of it, so that they do
 * not depend on where in the picture the face is.
 */
export function measureFace(points: readonly Point[], { width, height }: Size): FaceGeometry {
  const left = pointOf(points, LEFT_CORNER);
  const right = pointOf(points, RIGHT_CORNER);
  const { along, distance: eyeDistance } = eyeLine(points, { width, height });
  // The point in pixels, with the line of the eyes level.
  const level = (index: number): Point => {
    const { x, y, z } = pointOf(points, index);
    return {
      x: x * width * along.x + y * height * along.y,
      y: y * height * along.x - x * width * along.y,
      z: z * width,
    };
  };
  const nose = level(NOSE_TIP);
  const [forehead, chin] = [level(FOREHEAD), level(CHIN)];
  return {
    dx: pointOf(points, NOSE_TIP).x - (left.x + right.x) / 2,
    offset: (OFFSET_GAIN * (nose.x - (level(LEFT_CORNER).x + level(RIGHT_CORNER).x) / 2)) / eyeDistance,
    eyeDistance,
    pitch: degrees(Math.atan2(chin.z - forehead.z, chin.y - forehead.y)),
    roll: degrees(Math.atan2(along.y, along.x)),
  };
}

/** The direction by one of the rules. Positive values are the picture's right, which is the baby's left. */
export function directionOf(
  { dx, offset }: { dx: number; offset: number },
  rule: DirectionRule,
  threshold: number,
): FaceDirection {
  const [value, limit] = rule === 'original' ? [dx, ORIGINAL_THRESHOLD] : [offset, threshold];
  if (Math.abs(value) < limit) return 'front';
  return value < 0 ? 'right' : 'left';
}

/** The difference of two angles in degrees, −180 to 180. */
export function angleBetween(a: number, b: number): number {
  return ((((a - b + 180) % 360) + 360) % 360) - 180;
}

export function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
