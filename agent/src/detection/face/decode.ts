import sharp, { type Sharp } from 'sharp';
import { JpegDecoder, jpegSize } from '../jpeg.ts';
import type { Rotation } from './mediapipe.ts';
import { turnPixels } from './picture-turn.ts';
import { cutWindow } from './picture-window.ts';
import type { Pixels } from './webgl-stub.ts';

/** A part of a picture, in parts (0–1) of its width and height. */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface DecodeOptions {
  /** Clockwise quarter turns of the picture, for a camera that is mounted turned; before the crop. */
  rotation: Rotation;
  crop: Crop | null;
  /** Longest side in pixels after the crop; smaller pictures stay as they are. */
  side: number;
  /**
   * A JPEG is decoded by a rougher transform in a quarter of the time: enough to follow a face by, while small faces are
   * found, and read, a little less well (3 of one portrait's 96 variants).
   */
  quick: boolean;
}

export interface DecodedPicture extends Pixels {
  /** Mean brightness before any gain, 0 (black) to 1 (white). */
  brightness: number;
}

/** Below this mean brightness a picture is made lighter before it is searched. */
const DIM = 0.2;
/** Mean brightness that a dim picture gets, and the largest gain: more shows only the sensor's noise. */
const WANTED_BRIGHTNESS = 0.4;
const LARGEST_GAIN = 16;

// One picture at a time, never the same twice: sharp's own threads and cache would only cost memory.
sharp.concurrency(1);
sharp.cache(false);

/** Decodes the pictures of one camera. */
export class PictureDecoder {
  readonly #jpeg = new JpegDecoder('rgba');

  /**
   * Decodes a picture to RGBA, which the next call overwrites. Rejects when it is none, and says why.
   */
  async decode(picture: Uint8Array, options: DecodeOptions): Promise<DecodedPicture> {
    const pixels = this.#quickly(picture, options) ?? (await decodeAny(picture, options));
    const brightness = meanBrightness(pixels);
    if (brightness > 0 && brightness < DIM)
      brighten(pixels, Math.min(LARGEST_GAIN, WANTED_BRIGHTNESS / brightness));
    return { ...pixels, brightness };
  }

  /** A JPEG that need not be made smaller; null when it is another picture. */
  #quickly(picture: Uint8Array, { rotation, crop, side, quick }: DecodeOptions): Pixels | null {
    if (!quick) return null;
    const size = jpegSize(picture);
    if (!size) return null;
    const [wide, high] = rotation % 180 === 0 ? [size.width, size.height] : [size.height, size.width];
    const part = partOf([wide, high], crop);
    if (Math.max(part.width, part.height) > side) return null;
    const decoded = this.#jpeg.decode(picture);
    if (!decoded) return null;
    const { data, width, height } = decoded;
    const pixels = { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length), width, height };
    return cutWindow(turnPixels(pixels, rotation), {
      x: part.left / wide,
      y: part.top / high,
      width: part.width / wide,
      height: part.height / high,
    });
  }
}

/** The crop in pixels of a picture of this width and height. */
function partOf(
  [whole, tall]: readonly [number, number],
  crop: Crop | null,
): { left: number; top: number; width: number; height: number } {
  if (!crop) return { left: 0, top: 0, width: whole, height: tall };
  const left = Math.min(whole - 1, Math.max(0, Math.round(crop.x * whole)));
  const top = Math.min(tall - 1, Math.max(0, Math.round(crop.y * tall)));
  return {
    left,
    top,
    width: Math.max(1, Math.min(whole - left, Math.round(crop.width * whole))),
    height: Math.max(1, Math.min(tall - top, Math.round(crop.height * tall))),
  };
}

/** Whatever sharp reads, of any size. */
async function decodeAny(picture: Uint8Array, { rotation, crop, side }: DecodeOptions): Promise<Pixels> {
  let image = sharp(picture, { failOn: 'error' }).autoOrient();
  const metadata = await readMetadata(image);
  if (rotation !== 0) image = image.rotate(rotation);
  const [wide, high] = rotation % 180 === 0 ? metadata : metadata.toReversed();
  if (!wide || !high) throw new Error('picture without a size');
  const part = partOf([wide, high], crop);
  if (crop) image = image.extract(part);
  const scale = Math.min(1, side / Math.max(part.width, part.height));
  if (scale < 1) {
    const [width, height] = [part.width, part.height].map((length) =>
      Math.max(1, Math.round(length * scale)),
    );
    image = image.resize(width, height, { fit: 'fill', fastShrinkOnLoad: true, kernel: 'linear' });
  }
  const { data, info } = await image
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      throw new Error(`picture cannot be decoded: ${error.message}`);
    });
  return {
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
  };
}

async function readMetadata(image: Sharp): Promise<[number, number]> {
  try {
    const { autoOrient } = await image.metadata();
    return [autoOrient.width, autoOrient.height];
  } catch (error) {
    throw new Error(`picture cannot be decoded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Mean of the luma (ITU-R BT.601) of every eighth pixel in every eighth line, 0–1. */
function meanBrightness({ data, width, height }: Pixels): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      const at = (y * width + x) * 4;
      sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
      count += 1;
    }
  }
  return sum / count / 255;
}

function brighten({ data }: Pixels, gain: number): void {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => value * gain);
  for (let at = 0; at < data.length; at += 4) {
    data[at] = table[data[at] ?? 0] ?? 0;
    data[at + 1] = table[data[at + 1] ?? 0] ?? 0;
    data[at + 2] = table[data[at + 2] ?? 0] ?? 0;
  }
}
