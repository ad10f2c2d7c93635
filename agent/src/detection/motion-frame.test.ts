import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeGrey, unrotated } from './motion-frame.ts';

/** 640×480, black but for a white square of 160×120 at these places. */
async function picture(left: number, top: number, rotate = 0): Promise<Buffer> {
  const white = { create: { width: 160, height: 120, channels: 3 as const, background: '#fff' } };
  const upright = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#000' } })
    .composite([{ input: white, left, top }])
    .png()
    .toBuffer();
  return sharp(upright).rotate(rotate).jpeg().toBuffer();
}

describe('the grey frame in which motion is measured', () => {
  it('leaves out the edges in which cameras write the time', async () => {
    const frame = await decodeGrey(await picture(0, 0), { rotation: 0, crop: null });
    expect([frame.width, frame.height]).toEqual([80, 50]);
    expect(frame.data[0]).toBeGreaterThan(240);
    expect(frame.data[30 * 80 + 40]).toBeLessThan(15);
  });

  it.each([0, 90, 180, 270] as const)('holds the bed of a camera turned by %i°', async (rotation) => {
    // Turned back by its rotation, the square is where the crop is.
    const turned = await picture(320, 240, 360 - rotation);
    const frame = await decodeGrey(turned, {
      rotation,
      crop: { x: 0.53, y: 0.53, width: 0.19, height: 0.19 },
    });
    expect(Math.min(...frame.data)).toBeGreaterThan(100);
    expect(Math.max(frame.width, frame.height)).toBeGreaterThanOrEqual(60);
  });

  it('turns a part forth and back', () => {
    const part = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
    const twice = unrotated(unrotated(part, 90), 270);
    for (const key of ['x', 'y', 'width', 'height'] as const) expect(twice[key]).toBeCloseTo(part[key]);
  });
});
