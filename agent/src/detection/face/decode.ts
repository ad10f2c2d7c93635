import sharp, { type Sharp } from 'sharp';
import type { Rotation } from './mediapipe.ts';
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

/** Decodes a picture to RGBA. Rejects when it is none, and says why. */
export async function decodePicture(
  picture: Uint8Array,
  { rotation, crop, side }: DecodeOptions,
): Promise<DecodedPicture> {
  let image = sharp(picture, { failOn: 'error' }).autoOrient();
  const metadata = await readMetadata(image);
  if (rotation !== 0) image = image.rotate(rotation);
  let [width, height] = rotation % 180 === 0 ? metadata : metadata.toReversed();
  if (width === undefined || height === undefined) throw new Error('picture without a size');
  if (crop) {
    const [whole, tall] = [width, height];
    const left = Math.min(whole - 1, Math.max(0, Math.round(crop.x * whole)));
    const top = Math.min(tall - 1, Math.max(0, Math.round(crop.y * tall)));
    width = Math.max(1, Math.min(whole - left, Math.round(crop.width * whole)));
    height = Math.max(1, Math.min(tall - top, Math.round(crop.height * tall)));
    image = image.extract({ left, top, width, height });
  }
  const scale = Math.min(1, side / Math.max(width, height));
  if (scale < 1) {
    image = image.resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
      fit: 'fill',
      fastShrinkOnLoad: true,
      kernel: 'linear',
    });
  }
  const { data, info } = await image
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      throw new Error(`picture cannot be decoded: ${error.message}`);
    });
  const pixels = {
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
  };
  const brightness = meanBrightness(pixels);
  if (brightness > 0 && brightness < DIM)
    brighten(pixels, Math.min(LARGEST_GAIN, WANTED_BRIGHTNESS / brightness));
  return { ...pixels, brightness };
}

async function readMetadata(image: Sharp): Promise<[number, number]> {
  try {
    const { autoOrient } = await image.metadata();
    return [autoOrient.width, autoOrient.height];
  } catch (error) {
    throw new Error(`picture cannot be decoded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Mean of the luma (ITU-R BT.601) of every fourth pixel in every fourth line, 0–1. */
function meanBrightness({ data, width, height }: Pixels): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y += 4) {
    for (let x = 0; x < width; x += 4) {
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
