import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PictureDecoder } from './decode.ts';

/** 640×480, grey but for a red square at its upper left and a blue one at its lower right. */
async function picture(rotate = 0, grey = '#666'): Promise<Buffer> {
  const square = (background: string) => ({
    create: { width: 160, height: 120, channels: 3 as const, background },
  });
  const upright = await sharp({ create: { width: 640, height: 480, channels: 3, background: grey } })
    .composite([
      { input: square('#f00'), left: 0, top: 0 },
      { input: square('#00f'), left: 480, top: 360 },
    ])
    .png()
    .toBuffer();
  return sharp(upright).rotate(rotate).jpeg({ quality: 95 }).toBuffer();
}

function colourAt(
  { data, width, height }: { data: Uint8ClampedArray; width: number; height: number },
  x: number,
  y: number,
): string {
  const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
  const [red = 0, , blue = 0] = data.subarray(at, at + 4);
  return red > blue + 100 ? 'red' : blue > red + 100 ? 'blue' : 'grey';
}

const decoder = new PictureDecoder();

describe('a picture that is decoded for the detector', () => {
  it.each(
    ([0, 90, 180, 270] as const).flatMap((rotation) => [true, false].map((quick) => ({ rotation, quick }))),
  )(
    'is upright after a turn by $rotation°, and as large as it was, quick or not ($quick)',
    async ({ rotation, quick }) => {
      const turned = await picture(360 - rotation);
      const decoded = await decoder.decode(turned, { rotation, crop: null, side: 640, quick });
      expect([decoded.width, decoded.height]).toEqual([640, 480]);
      expect(colourAt(decoded, 0.1, 0.1)).toBe('red');
      expect(colourAt(decoded, 0.9, 0.9)).toBe('blue');
    },
  );

  it('is upright when its Exif says how the camera was held', async () => {
    const held = await sharp(await picture(270))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const decoded = await decoder.decode(held, { rotation: 0, crop: null, side: 640, quick: true });
    expect([decoded.width, decoded.height]).toEqual([640, 480]);
    expect(colourAt(decoded, 0.1, 0.1)).toBe('red');
  });

  it.each([0, 90, 180, 270] as const)('is upright after a turn by %i°, and small', async (rotation) => {
    const decoded = await decoder.decode(await picture(360 - rotation), {
      rotation,
      crop: null,
      side: 320,
      quick: true,
    });
    expect([decoded.width, decoded.height]).toEqual([320, 240]);
    expect(colourAt(decoded, 0.1, 0.1)).toBe('red');
    expect(colourAt(decoded, 0.9, 0.9)).toBe('blue');
  });

  it('holds the crop of the upright picture', async () => {
    const crop = { x: 0.75, y: 0.75, width: 0.25, height: 0.25 };
    const decoded = await decoder.decode(await picture(270), { rotation: 90, crop, side: 640, quick: true });
    expect([decoded.width, decoded.height]).toEqual([160, 120]);
    expect(colourAt(decoded, 0.5, 0.5)).toBe('blue');
  });

  it('has four channels also when it comes in grey', async () => {
    const grey = await sharp(await picture())
      .greyscale()
      .toColourspace('b-w')
      .jpeg()
      .toBuffer();
    const { data, width, height } = await decoder.decode(grey, {
      rotation: 0,
      crop: null,
      side: 640,
      quick: true,
    });
    expect(data).toHaveLength(width * height * 4);
    expect(data[0]).toBe(data[2]);
  });

  it('is made lighter when it is dim, and its brightness is what it was', async () => {
    const decoded = await decoder.decode(await picture(0, '#0a0a0a'), {
      rotation: 0,
      crop: null,
      side: 640,
      quick: true,
    });
    expect(decoded.brightness).toBeLessThan(0.1);
    expect(decoded.data[(240 * 640 + 320) * 4]).toBeGreaterThan(30);
  });

  it('says so when it is none', async () => {
    const options = { rotation: 0, crop: null, side: 640, quick: true } as const;
    await expect(decoder.decode(Buffer.from('rubbish'), options)).rejects.toThrow('cannot be decoded');
    const cut = (await picture()).subarray(0, 2_000);
    await expect(decoder.decode(cut, options)).rejects.toThrow('cannot be decoded');
  });
});
