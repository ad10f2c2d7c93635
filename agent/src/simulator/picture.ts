import sharp from 'sharp';
import { drawBed, drawBlanket, drawHead, HEAD } from './picture-bed.ts';
import { Canvas } from './picture-canvas.ts';
import { loadFaceModel } from './picture-face.ts';
import type { Truth } from './truth.ts';

export const PICTURE_WIDTH = 640;
export const PICTURE_HEIGHT = 480;
const QUALITY = 80;

/** Distance of the eyes in pixels. */
const FACE_SCALE = 92;
/** Standard deviation of the sensor's noise, of 255. */
const NOISE = 2;
/** Brightness that is left in the dark, as a part of day's. */
const DARKEST = 0.003;

/** Draws what the camera over the simulated bed sees. */
export interface Picture {
  /**
   * One frame as a JPEG of 640×480.
   *
   * @param time seconds of the scenario, by which the baby breathes and moves
   */
  render(truth: Truth, time: number): Promise<Buffer>;
}

/** @param random 0 to 1, for the sensor's noise; a seeded one gives the same pictures again */
export async function createPicture(random: () => number = Math.random): Promise<Picture> {
  const face = await loadFaceModel();
  const bed = new Canvas(PICTURE_WIDTH, PICTURE_HEIGHT);
  drawBed(bed);
  const canvas = new Canvas(PICTURE_WIDTH, PICTURE_HEIGHT);
  const noise = createNoise(random);
  return {
    render: (truth, time) => {
      canvas.copyFrom(bed);
      if (truth.occupied) {
        const pose = {
          ...swaying(truth, time),
          yaw: truth.yaw,
          pitch: truth.pitch,
          eyesOpen: truth.eyesOpen,
        };
        drawHead(canvas, pose, truth.faceVisible);
        if (truth.faceVisible) face.draw(canvas, pose, FACE_SCALE);
      }
      drawBlanket(canvas, truth.occupied, truth.motion, time);
      expose(canvas.data, noise, Math.floor(random() * noise.length), DARKEST + (1 - DARKEST) * truth.light);
      canvas.text(8, 8, 'SIMULATED', 3, [255, 210, 60]);
      canvas.text(8, PICTURE_HEIGHT - 24, clock(time), 3, [255, 255, 255]);
      return sharp(canvas.data, { raw: { width: PICTURE_WIDTH, height: PICTURE_HEIGHT, channels: 3 } })
        .jpeg({ quality: QUALITY })
        .toBuffer();
    },
  };
}

/** Where the head is: it never lies quite still, and rolls about when the baby moves. */
function swaying({ motion, roll }: Truth, time: number): { x: number; y: number; roll: number } {
  return {
    x: HEAD.x + Math.sin(time * 0.7) + motion * 14 * Math.sin(time * 2.3),
    y: HEAD.y + Math.sin(time * 1.9) + motion * 8 * Math.sin(time * 3.1 + 1),
    roll: roll + motion * 4 * Math.sin(time * 2.7),
  };
}

/** Noise with a bell curve, which is read from a place that differs from frame to frame. */
function createNoise(random: () => number): Int8Array {
  return Int8Array.from({ length: 1 << 16 }, () => {
    const sum = random() + random() + random() + random() - 2;
    return Math.round(sum * Math.sqrt(3) * NOISE); // the sum's own deviation is √(1/3)
  });
}

/** What a sensor makes of the scene: less light, the same noise. */
function expose(data: Uint8Array, noise: Int8Array, start: number, light: number): void {
  const table = Float32Array.from({ length: 256 }, (_, value) => value * light);
  const mask = noise.length - 1;
  for (let at = 0; at < data.length; at++) {
    const value = (table[data[at] ?? 0] ?? 0) + (noise[(at + start) & mask] ?? 0);
    data[at] = Math.max(0, Math.min(255, value));
  }
}

/** Minutes, seconds and tenths. */
function clock(time: number): string {
  const tenths = Math.floor(Math.max(0, time) * 10);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(tenths / 600))}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
}
