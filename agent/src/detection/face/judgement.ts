import { type DirectionRule, directionOf, type FaceDirection } from './direction.ts';
import type { Face } from './face-tracker.ts';
import type { Point } from './mediapipe.ts';

/** What is known of the face in one picture. Angles in degrees; null where no face was found. */
export interface FaceJudgement {
  /** From the baby's side. `too_dark`: no face was found, and none could be expected. */
  state: FaceDirection | 'not_visible' | 'too_dark';
  /** Nose against eyes in picture widths, the original's value: negative right, positive left. */
  dx: number | null;
  /** The same along the line of the eyes, in distances of the eyes. */
  offset: number | null;
  /** Positive: towards the baby's own left, which is the picture's right unless the camera mirrors. */
  yaw: number | null;
  /** Positive: the chin moves towards the chest. */
  pitch: number | null;
  /** Clockwise in the picture (in an unmirrored one, if the camera mirrors). */
  roll: number | null;
  /** Score of the face detector, 0–1. */
  score: number | null;
  /** Null also where a face is found but turned too far, or too small, to see its lids. */
  eyesOpen: boolean | null;
  /** Mean brightness of the picture, 0 (black) to 1 (white). */
  brightness: number;
  /** The mesh in the picture that was analysed (after rotation and crop), when asked for. */
  landmarks?: Point[];
}

export interface JudgementOptions {
  rule: DirectionRule;
  threshold: number;
  mirrored: boolean;
}

/** Below this mean brightness a picture without a face says nothing about the face. */
export const TOO_DARK = 0.06;

export function judgeFace(
  face: Face | null,
  eyesOpen: boolean | null,
  brightness: number,
  { rule, threshold, mirrored }: JudgementOptions,
): FaceJudgement {
  if (!face) {
    return {
      state: brightness < TOO_DARK ? 'too_dark' : 'not_visible',
      ...{ dx: null, offset: null, yaw: null, pitch: null, roll: null, score: null, eyesOpen: null },
      brightness,
    };
  }
  const side = mirrored ? -1 : 1;
  const [dx, offset] = [side * face.geometry.dx, side * face.geometry.offset];
  return {
    state: directionOf({ dx, offset }, rule, threshold),
    dx,
    offset,
    yaw: side * face.yaw,
    pitch: face.geometry.pitch,
    roll: side * face.geometry.roll,
    score: face.score,
    eyesOpen,
    brightness,
  };
}
