import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPicture } from '../../simulator/picture.ts';
import { ASLEEP } from '../../simulator/scenario.ts';
import { createFaceDetector, type FaceDetector } from './face-detector.ts';

const BABY = { ...ASLEEP, yaw: 30, eyesOpen: true, motion: 0, light: 1 };

/** ms: how fast a busy machine is says nothing about what it sees. */
const PATIENT = 25_000;

let left: Buffer;
/** Without options; a detector takes a while to start. */
let plain: FaceDetector;

beforeAll(async () => {
  left = await (await createPicture()).render(BABY, 0);
  plain = await createFaceDetector({ tracking: false, timeout: PATIENT });
});

afterAll(() => plain.close());

async function detect(picture: Sharp) {
  return plain.detect(await picture.jpeg().toBuffer());
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
  it('is upright, and left and right are as the baby has them, when it is turned, mirrored and cropped', async () => {
    const crop = { x: 0.2, y: 0, width: 0.6, height: 0.8 };
    const options = { rotation: 90, mirrored: true, crop, tracking: false, timeout: PATIENT } as const;
    const detector = await createFaceDetector(options);
    const mounted = await sharp(await sharp(left).flop().toBuffer())
      .rotate(270)
      .toBuffer();
    const judgement = await detector.detect(mounted).finally(() => detector.close());
    expect(judgement.state).toBe('left');
    expect(judgement.offset).toBeGreaterThan(0.15);
    expect(Math.abs(judgement.roll ?? 90)).toBeLessThan(8);
    expect(Math.abs((judgement.yaw ?? 90) - 30)).toBeLessThan(8);
  });

  it('is on the other side in a mirror that nobody told of', async () => {
    expect((await detect(sharp(left).flop())).state).toBe('right');
  });

  it('is read in the smaller picture that a busy or hot machine gets', async () => {
    expect((await plain.detect(left, { side: 320 })).state).toBe('left');
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
    expect(Math.abs((judgement.yaw ?? 90) - 30)).toBeLessThan(10);
  });
});

it('is followed from picture to picture as it turns, and let go within half a second when it is gone', async () => {
  const baby = await createPicture();
  const detector = await createFaceDetector({ timeout: PATIENT });
  let time = 0;
  const next = async (truth: Partial<typeof BABY>) => {
    time += 100;
    return detector.detect(await baby.render({ ...BABY, ...truth }, time / 1_000), { time });
  };
  for (const yaw of [-30, -20, -10, 0, 10, 20, 30, 40]) {
    for (let frame = 0; frame < 2; frame++) {
      const { yaw: read, roll, eyesOpen } = await next({ yaw });
      expect(Math.abs((read ?? 90) - yaw)).toBeLessThan(8);
      expect(Math.abs(roll ?? 90)).toBeLessThan(8);
      if (Math.abs(yaw) <= 20) expect(eyesOpen).toBe(true);
    }
  }
  const gone = [];
  for (let frame = 0; frame < 5; frame++) gone.push((await next({ faceVisible: false })).state);
  expect(gone.at(-1)).toBe('not_visible');
  expect((await next({ yaw: -30 })).state).toBe('right');
  await detector.close();
});

it('says what is wrong with a picture that is none, and goes on', async () => {
  await expect(plain.detect(Buffer.from('no picture'))).rejects.toThrow('cannot be decoded');
  expect((await plain.detect(left)).state).toBe('left');
  expect(plain.restarts).toBe(0);
});

it('starts a new worker when the old one does not answer in time', async () => {
  const detector = await createFaceDetector({ timeout: 1 });
  await expect(detector.detect(left)).rejects.toThrow('no answer within 1 ms');
  expect(detector.restarts).toBe(1);
  await detector.close();
});
