import { pointOf, type Size } from './direction.ts';
import type { Point } from './mediapipe.ts';

/** Pairs of points on the upper and lower lid, and the two corners, for each eye. */
const EYES = [
  {
    lids: [
      [160, 144],
      [158, 153],
    ],
    corners: [33, 133],
  },
  {
    lids: [
      [385, 380],
      [387, 373],
    ],
    corners: [362, 263],
  },
] as const;

/** Opening of an eye, as height over width, that is common among adults with open eyes. */
const COMMON_OPENING = 0.25;
/** Below this part of the person's own opening the eyes are closed. */
const CLOSED_PART = 0.6;
/** A face turned further than this (degrees) or with a smaller eye distance (pixels) does not show its lids. */
const LARGEST_YAW = 35;
const SMALLEST_EYE_DISTANCE = 30;
/** How fast the person's own opening is learnt, as a part of the difference a frame. */
const LEARNING_RATE = 0.05;

/** Height over width of the opening, the mean of both eyes. */
export function eyeOpening(points: readonly Point[], { width, height }: Size): number {
  const distance = (a: number, b: number): number => {
    const [p, q] = [pointOf(points, a), pointOf(points, b)];
    return Math.hypot((p.x - q.x) * width, (p.y - q.y) * height);
  };
  const openings = EYES.map(({ lids: [outer, inner], corners }) => {
    return (
      (distance(outer[0], outer[1]) + distance(inner[0], inner[1])) / (2 * distance(corners[0], corners[1]))
    );
  });
  return openings.reduce((sum, opening) => sum + opening, 0) / openings.length;
}

/** Tells open eyes from closed ones; learns how far this person opens them. */
export class EyeState {
  #own = COMMON_OPENING;

  /** True: open; false: closed; null: the face does not show it. */
  judge(opening: number, face: { yaw: number; eyeDistance: number }): boolean | null {
    if (Math.abs(face.yaw) > LARGEST_YAW || face.eyeDistance < SMALLEST_EYE_DISTANCE) return null;
    const open = opening >= CLOSED_PART * this.#own;
    if (open) this.#own += LEARNING_RATE * (opening - this.#own);
    return open;
  }

  /** Another face may have come: begins with what is common. */
  reset(): void {
    this.#own = COMMON_OPENING;
  }
}
