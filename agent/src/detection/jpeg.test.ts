import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { JpegDecoder, jpegSize } from './jpeg.ts';

const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#c00' } });

describe("a camera's JPEG", () => {
  it('tells its size, whether it comes at once or in steps', async () => {
    expect(jpegSize(await picture.clone().jpeg().toBuffer())).toEqual({ width: 64, height: 48 });
    const inSteps = await picture.clone().jpeg({ progressive: true }).toBuffer();
    expect(jpegSize(inSteps)).toEqual({ width: 64, height: 48 });
  });

  it('is left to others when it may be turned, is damaged, or is none', async () => {
    const jpeg = await picture.clone().jpeg().toBuffer();
    expect(jpegSize(await picture.clone().jpeg().withMetadata({ orientation: 6 }).toBuffer())).toBeNull();
    for (const broken of [
      jpeg.subarray(0, 3),
      jpeg.subarray(0, 30),
      Buffer.from('no picture'),
      Buffer.alloc(0),
    ])
      expect(jpegSize(broken)).toBeNull();
    expect(jpegSize(await picture.clone().png().toBuffer())).toBeNull();
    expect(new JpegDecoder('rgba').decode(jpeg.subarray(0, jpeg.length - 40))).toBeNull();
  });

  it('is not decoded here when a damaged header claims billions of pixels', async () => {
    const jpeg = await picture.clone().jpeg().toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.fill(0xff, frame + 5, frame + 9);
    expect(jpegSize(jpeg)).toEqual({ width: 65_535, height: 65_535 });
    expect(new JpegDecoder('rgba').decode(jpeg)).toBeNull();
  });

  it('is decoded to colours or to grey, each time in the same memory', async () => {
    const jpeg = await picture.clone().jpeg({ quality: 95 }).toBuffer();
    const [rgba, grey] = [new JpegDecoder('rgba'), new JpegDecoder('grey')];
    const [red = 0, green = 255, , alpha] = rgba.decode(jpeg)?.data ?? [];
    expect(red).toBeGreaterThan(195);
    expect(green).toBeLessThan(10);
    expect(alpha).toBe(255);
    expect(grey.decode(jpeg)?.data).toHaveLength(64 * 48);
    expect(grey.decode(jpeg)?.data.buffer).toBe(grey.decode(jpeg)?.data.buffer);
  });
});
