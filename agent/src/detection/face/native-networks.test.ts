import { beforeAll, describe, expect, it } from 'vitest';
import { createPicture } from '../../simulator/picture.ts';
import { ASLEEP } from '../../simulator/scenario.ts';
import { type DecodedPicture, PictureDecoder } from './decode.ts';
import { measureFace, pointOf } from './direction.ts';
import { eyeOpening } from './eyes.ts';
import { createFaceTask, type Point } from './mediapipe.ts';
import { landmarkerBundle } from './model-bundle.ts';
import { createNativeDetector } from './native-detector.ts';
import { createNativeMesh } from './native-mesh.ts';
import { packedModels } from './packed-models.ts';
import { squareAround } from './turned-square.ts';
import { yawOf } from './yaw.ts';

const models = packedModels();
const networks = {
  detector: models('face_detection_short_range.tflite'),
  mesh: models('face_landmark_with_attention.tflite'),
};

/** Corners of the eyes, tip of the nose, chin, cheeks. */
const POINTS = [33, 133, 263, 362, 1, 152, 234, 454];

/** Corners and middles of the lips. */
const LIPS = [61, 291, 13, 14, 0, 17];

let pictures: { picture: DecodedPicture; points: Point[] }[];

/** The simulated baby at several angles, and the points that MediaPipe's own program finds. */
beforeAll(async () => {
  const baby = await createPicture();
  const task = await createFaceTask(landmarkerBundle(networks), () => {});
  const poses = [
    { yaw: 0, eyesOpen: true },
    { yaw: 0, eyesOpen: false },
    { yaw: 30, eyesOpen: true },
    { yaw: -40, eyesOpen: true },
  ];
  pictures = [];
  for (const pose of poses) {
    const jpeg = await baby.render({ ...ASLEEP, ...pose, motion: 0, light: 1 }, 0);
    const picture = await new PictureDecoder().decode(jpeg, {
      rotation: 0,
      crop: null,
      side: 640,
      quick: true,
    });
    task.forget();
    let points: Point[] | null = null;
    // The first fit is to the detector's box, the next to the fit before.
    for (let fit = 0; fit < 4; fit++) points = task.mesh(picture, 0);
    if (!points) throw new Error('MediaPipe finds no face');
    pictures.push({ picture, points });
  }
  task.close();
});

function squareOf({ picture, points }: { picture: DecodedPicture; points: Point[] }, margin: number) {
  return squareAround(points.slice(0, 468), picture, measureFace(points, picture).roll, margin);
}

describe("MediaPipe's networks without its program", () => {
  it('fit the same mesh', async () => {
    const mesh = await createNativeMesh(networks.mesh);
    for (const each of pictures) {
      const { width, height } = each.picture;
      const { points, presence, refined } = await mesh.fit(
        each.picture,
        squareOf(each, 1.5),
        'eyes and lips',
      );
      expect(presence).toBeGreaterThan(0.9);
      for (const i of POINTS) {
        const [a, b] = [points[i], each.points[i]];
        if (!a || !b) throw new Error(`no point ${i}`);
        expect(Math.hypot((a.x - b.x) * width, (a.y - b.y) * height)).toBeLessThan(3);
        expect(Math.abs(a.z - b.z) * width).toBeLessThan(5);
      }
      expect(
        Math.abs(measureFace(points, each.picture).pitch - measureFace(each.points, each.picture).pitch),
      ).toBeLessThan(2.5);
      if (!refined) throw new Error('eyes and lips were not refined');
      const lips = Math.max(
        ...LIPS.map((i) => {
          const [a, b] = [pointOf(refined, i), pointOf(each.points, i)];
          return Math.hypot((a.x - b.x) * width, (a.y - b.y) * height);
        }),
      );
      expect(lips).toBeLessThan(2);
      expect(Math.abs(yawOf(refined, each.picture) - yawOf(each.points, each.picture))).toBeLessThan(2.5);
      const opening = eyeOpening(refined ?? [], each.picture);
      expect(Math.abs(opening - eyeOpening(each.points, each.picture))).toBeLessThan(0.05);
    }
  });

  it('are not sure of a face where there is none', async () => {
    const mesh = await createNativeMesh(networks.mesh);
    const detector = await createNativeDetector(networks.detector);
    const [{ picture } = { picture: null }] = pictures;
    if (!picture) throw new Error('no picture');
    const corner = { x: 60, y: 420, side: 100, roll: 0 };
    expect((await mesh.fit(picture, corner, 'none')).presence).toBeLessThan(0.5);
    expect((await detector.look(picture, corner))?.score ?? 0).toBeLessThan(0.5);
  });

  it('see the eyes where the mesh has them, upright or turned with the square', async () => {
    const detector = await createNativeDetector(networks.detector);
    for (const each of pictures) {
      const seen = await detector.look(each.picture, squareOf(each, 2.2));
      expect(seen?.score).toBeGreaterThan(0.65);
      const [left, right] = seen?.eyes ?? [];
      expect(Math.abs((left?.y ?? 0) - (right?.y ?? 1))).toBeLessThan(0.05);
      expect((right?.x ?? 0) - (left?.x ?? 1)).toBeGreaterThan(0.1);
    }
  });
});
