import sharp from 'sharp';
import type { Crop } from './face/decode.ts';
import type { Rotation } from './face/mediapipe.ts';

/** A small grey copy of the bed's picture. */
export interface GreyFrame {
  /** A byte a pixel, row by row. */
  data: Uint8Array;
  width: number;
  height: number;
}

/** Width of the bed's part of the picture in pixels: an eighth of a camera's usual 640, which JPEG decodes at once. */
const WIDTH = 80;
/** Part of the picture's height at its upper and lower edge that is left out: there cameras write the time. */
const EDGE = 0.08;
const WHOLE: Crop = { x: 0, y: 0, width: 1, height: 1 };

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
  const { data, info } = await sharp(picture)
    .resize(Math.ceil(WIDTH / part.width))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const left = Math.min(info.width - 1, Math.round(part.x * info.width));
  const top = Math.min(info.height - 1, Math.round(part.y * info.height));
  const width = Math.max(1, Math.min(info.width - left, Math.round(part.width * info.width)));
  const height = Math.max(1, Math.min(info.height - top, Math.round(part.height * info.height)));
  const bed = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * info.width + left) * info.channels;
    for (let x = 0; x < width; x++) bed[row * width + x] = data[from + x * info.channels] ?? 0;
  }
  return { data: bed, width, height };
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
