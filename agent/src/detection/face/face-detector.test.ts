import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPicture } from '../../simulator/picture.ts';
import type { Truth } from '../../simulator/truth.ts';
import { createFaceDetector, type FaceDetector, type FaceDetectorOptions } from './face-detector.ts';

const BABY: Truth = {
  yaw: 30,
  pitch: 0,
  roll: 0,
  faceVisible: true,
  occupied: true,
  eyesOpen: true,
  motion: 0,
  light: 1,
  voice: 'silent',
  temperature: 36.6,
  cameraConnected: true,
  microphoneConnected: true,
  serialConnected: true,
};

/** ms: how fast a busy machine is says nothing about what it sees. */
const PATIENT = 25_000;

let left: Buffer;
let detector: FaceDetector | undefined;

beforeAll(async () => {
  left = await (await createPicture()).render(BABY, 0);
});

afterEach(async () => {
  await detector?.close();
  detector = undefined;
});

async function detect(picture: Buffer | Sharp, options: FaceDetectorOptions = {}) {
  detector = await createFaceDetector({ tracking: false, timeout: PATIENT, ...options });
  return detector.detect(Buffer.isBuffer(picture) ? picture : await picture.jpeg().toBuffer());
}

/** As a camera beside an infrared lamp sees it: grey, the lamp's light fading to the edges, noise. */
function infrared(picture: Sharp): Sharp {
  const lamp = Buffer.from(
    '<svg width="640" height="480"><radialGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#444"/></radialGradient><rect width="640" height="480" fill="url(#g)"/></svg>',
  );
  const noise = {
    create: {
      width: 640,
      height: 480,
      channels: 3 as const,
      background: '#000',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 10 },
    },
  };
  return picture
    .extractChannel('red')
    .toColourspace('srgb')
    .composite([
      { input: lamp, blend: 'multiply' },
      { input: noise, blend: 'soft-light' },
    ]);
}

describe('the face of a camera that is mounted otherwise', () => {
  it.each([90, 180, 270] as const)('is read upright after a turn by %i°', async (rotation) => {
    const mounted = sharp(left).rotate(360 - rotation);
    const judgement = await detect(mounted, { rotation });
    expect(judgement.state).toBe('left');
    expect(Math.abs(judgement.roll ?? 90)).toBeLessThan(8);
    expect(Math.abs((judgement.yaw ?? 90) - 30)).toBeLessThan(8);
  });

  it('is right and left as the baby has them, also in a mirror', async () => {
    const mirrored = sharp(left).flop();
    expect((await detect(mirrored)).state).toBe('right');
    await detector?.close();
    const judgement = await detect(mirrored, { mirrored: true });
    expect(judgement.state).toBe('left');
    expect(judgement.offset).toBeGreaterThan(0.15);
  });

  it('is looked for in the bed alone', async () => {
    expect((await detect(left, { crop: { x: 0.2, y: 0, width: 0.6, height: 0.8 } })).state).toBe('left');
    await detector?.close();
    expect((await detect(left, { crop: { x: 0, y: 0.65, width: 1, height: 0.35 } })).state).toBe(
      'not_visible',
    );
  });

  it('is read in the smaller picture that a busy or hot machine gets', async () => {
    detector = await createFaceDetector({ tracking: false, timeout: PATIENT });
    expect((await detector.detect(left, { side: 320 })).state).toBe('left');
  });
});

describe('the face in a picture without colour', () => {
  it('is read in grey, and in one channel', async () => {
    const judgement = await detect(sharp(left).greyscale().toColourspace('b-w'));
    expect(judgement.state).toBe('left');
    expect(Math.abs((judgement.yaw ?? 90) - 30)).toBeLessThan(8);
  });

  it('is read in infrared light', async () => {
    const judgement = await detect(infrared(sharp(left)));
    expect(judgement.state).toBe('left');
    expect(Math.abs((judgement.yaw ?? 90) - 30)).toBeLessThan(8);
  });
});

it('says what is wrong with a picture that is none, and goes on', async () => {
  detector = await createFaceDetector({ timeout: PATIENT });
  await expect(detector.detect(Buffer.from('no picture'))).rejects.toThrow('cannot be decoded');
  expect((await detector.detect(left)).state).toBe('left');
  expect(detector.restarts).toBe(0);
});

it('starts a new worker when the old one does not answer in time', async () => {
  detector = await createFaceDetector({ timeout: 1 });
  await expect(detector.detect(left)).rejects.toThrow('no answer within 1 ms');
  expect(detector.restarts).toBe(1);
});
