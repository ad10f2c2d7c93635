import sharp from 'sharp';
import type { Crop } from './face/decode.ts';
import type { Rotation } from './face/mediapipe.ts';
import { type Decoded, JpegDecoder } from './jpeg.ts';

/** A small grey copy of the bed's picture. */
export interface GreyFrame {
  /** A byte a pixel, row by row. */
  data: Uint8Array;
  width: number;
  height: number;
}

/** Width of the bed's part of the picture in pixels: an eighth of a camera's usual 640. */
const WIDTH = 80;
/** Part of the picture's height at its upper and lower edge that is left out: there cameras write the time. */
const EDGE = 0.08;
const WHOLE: Crop = { x: 0, y: 0, width: 1, height: 1 };
const jpeg = new JpegDecoder('grey');

/**
 * Decodes a JPEG to the small grey frame that motion is measured in.
 *
 * @param crop the bed in the picture after its rotation; null: all but the edges where cameras write the time
 */
export async function decodeGrey(
  picture: Uint8Array,
  { rotation, crop }: { rotation: Rotation; crop: Crop | null },
): Promise<GreyFrame> {
  const part = unrotated(crop ?? { ...WHOLE, y: EDGE, height: 1 - 2 * EDGE }, rotation);
  const decoded = jpeg.decode(picture) ?? (await decodeAny(picture));
  const whole = shrunk(decoded, Math.min(decoded.width, Math.ceil(WIDTH / part.width)));
  const left = Math.min(whole.width - 1, Math.round(part.x * whole.width));
  const top = Math.min(whole.height - 1, Math.round(part.y * whole.height));
  const width = Math.max(1, Math.min(whole.width - left, Math.round(part.width * whole.width)));
  const height = Math.max(1, Math.min(whole.height - top, Math.round(part.height * whole.height)));
  const bed = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * whole.width + left;
    bed.set(whole.data.subarray(from, from + width), row * width);
  }
  return { data: bed, width, height };
}

/** Whatever sharp reads. */
async function decodeAny(picture: Uint8Array): Promise<Decoded> {
  const { data, info } = await sharp(picture)
    .autoOrient()
    .greyscale()
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Means of the pixels that fall on each pixel of the smaller picture. */
function shrunk(picture: Decoded, width: number): GreyFrame {
  const height = Math.max(1, Math.round((picture.height * width) / picture.width));
  const firsts = (count: number, of: number): number[] =>
    Array.from({ length: count + 1 }, (_, i) => Math.round((i * of) / count));
  const columns = firsts(width, picture.width);
  const rows = firsts(height, picture.height);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const [top = 0, bottom = 0] = [rows[row], rows[row + 1]];
    for (let column = 0; column < width; column++) {
      const [left = 0, right = 0] = [columns[column], columns[column + 1]];
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        const end = y * picture.width + right;
        for (let at = y * picture.width + left; at < end; at++) sum += picture.data[at] as number;
      }
      data[row * width + column] = Math.round(sum / ((right - left) * (bottom - top)));
    }
  }
  return { data, width, height };
}

/** The same part in the picture as the camera gives it, before it is turned clockwise. */
export function unrotated({ x, y, width, height }: Crop, rotation: Rotation): Crop {
  switch (rotation) {
    case 0:
      return { x, y, width, height };
    case 90:
      return { x: y, y: 1 - x - width, width: height, height: width };
    case 180:
      return { x: 1 - x - width, y: 1 - y - height, width, height };
    case 270:
      return { x: 1 - y - height, y: x, width: height, height: width };
  }
}
