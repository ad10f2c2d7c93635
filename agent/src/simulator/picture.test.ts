import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createFaceDetector,
  type FaceDetector,
  type FaceJudgement,
} from '../detection/face/face-detector.ts';
import { createPicture, type Picture } from './picture.ts';
import type { Truth } from './truth.ts';

const ASLEEP: Truth = {
  yaw: 0,
  pitch: 0,
  roll: 0,
  faceVisible: true,
  occupied: true,
  eyesOpen: true,
  motion: 0.2,
  light: 1,
  voice: 'silent',
  temperature: 36.5,
  cameraConnected: true,
  microphoneConnected: true,
  serialConnected: true,
};

let picture: Picture;
let detector: FaceDetector;
/** ms of the film, by which the detector spaces its closer looks. */
let clock = 0;

beforeAll(async () => {
  picture = await createPicture();
  detector = await createFaceDetector();
});

afterAll(() => detector.close());

/** What the detector says of so many frames, a tenth of a second apart. */
async function watch(
  frames: number,
  truth: (frame: number) => Partial<Truth>,
  by = detector,
): Promise<FaceJudgement[]> {
  const judgements: FaceJudgement[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const drawn = await picture.render({ ...ASLEEP, ...truth(frame) }, frame / 10);
    clock += 100;
    judgements.push(await by.detect(drawn, { time: clock }));
  }
  return judgements;
}

const statesOf = (judgements: FaceJudgement[]): string[] => judgements.map(({ state }) => state);

describe('the picture of the simulated baby', () => {
  const frames = 40;
  // A little motion, turning of the head in the picture's plane, and dusk, as a scenario may have them.
  const livened = (frame: number): Partial<Truth> => ({
    motion: (frame % 10) / 10,
    roll: 20 * Math.sin(frame / 5),
    light: 0.3 + 0.7 * Math.abs(Math.cos(frame / 9)),
    eyesOpen: frame % 7 < 4,
  });

  it.each([
    ['front', (frame: number) => ({ ...livened(frame), yaw: 5 * Math.sin(frame) })],
    ['left', (frame: number) => ({ ...livened(frame), yaw: 30 })],
    ['right', (frame: number) => ({ ...livened(frame), yaw: -30 })],
    ['left', (frame: number) => ({ ...livened(frame), yaw: 45 })],
    ['right', (frame: number) => ({ ...livened(frame), yaw: -45 })],
    ['not_visible', (frame: number) => ({ ...livened(frame), faceVisible: false })],
    ['not_visible', (frame: number) => ({ ...livened(frame), occupied: false })],
  ] as const)('is read as %s', async (state, truth) => {
    // A detector of its own: one that follows a face looks again only twice a second, and here time runs faster.
    const own = await createFaceDetector();
    try {
      expect(statesOf(await watch(frames, truth, own))).toEqual(Array.from({ length: frames }, () => state));
    } finally {
      await own.close();
    }
  });

  it('is too dark without light', async () => {
    expect(new Set(statesOf(await watch(5, () => ({ light: 0 }))))).toEqual(new Set(['too_dark']));
  });

  it('is read within 8° of its yaw from −45° to 45°', async () => {
    for (let yaw = -45; yaw <= 45; yaw += 15) {
      const [, last] = await watch(2, () => ({ yaw, motion: 0 }));
      expect(Math.abs((last?.yaw ?? Number.NaN) - yaw), `yaw ${yaw}, read ${last?.yaw}`).toBeLessThan(8);
    }
  });

  it('shows pitch and roll', async () => {
    const [, judgement] = await watch(2, () => ({ pitch: 15, roll: 30, motion: 0 }));
    expect(Math.abs((judgement?.pitch ?? Number.NaN) - 15)).toBeLessThan(8);
    expect(Math.abs((judgement?.roll ?? Number.NaN) - 30)).toBeLessThan(5);
  });

  it('shows whether the eyes are open', async () => {
    // The eyes are looked at twice a second.
    expect((await watch(6, () => ({ eyesOpen: true }))).at(-1)?.eyesOpen).toBe(true);
    expect((await watch(6, () => ({ eyesOpen: false }))).at(-1)?.eyesOpen).toBe(false);
  });

  it('is a JPEG of 640×480 that is never the same twice', async () => {
    const [first, second] = [await picture.render(ASLEEP, 1), await picture.render(ASLEEP, 1)];
    expect(await sharp(first).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
    expect(first.equals(second)).toBe(false);
  });
});
