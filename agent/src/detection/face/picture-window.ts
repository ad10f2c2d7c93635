import type { Size } from './direction.ts';
import type { Point } from './mediapipe.ts';
import type { Pixels } from './webgl-stub.ts';

/** A part of a picture, in parts (0–1) of its width and height. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const WHOLE: Window = { x: 0, y: 0, width: 1, height: 1 };

/** Side of a close window, as a part of the picture's shorter side. */
const CLOSE = 2 / 3;
/** A close window with a point in its middle, or as near as the picture's edge lets it. */
export function windowAround({ x, y }: { x: number; y: number }, picture: Size): Window {
  const side = CLOSE * Math.min(picture.width, picture.height);
  const [width, height] = [side / picture.width, side / picture.height];
  return {
    x: Math.min(1 - width, Math.max(0, x - width / 2)),
    y: Math.min(1 - height, Math.max(0, y - height / 2)),
    width,
    height,
  };
}

/** Close windows that cover the picture and overlap by about half. */
export function closeWindows(picture: Size): Window[] {
  const { width, height } = windowAround({ x: 0, y: 0 }, picture);
  const starts = (part: number): number[] => {
    const steps = Math.ceil((1 - part) / (part / 2));
    return Array.from({ length: steps + 1 }, (_, i) => ((1 - part) * i) / steps);
  };
  return starts(height).flatMap((y) => starts(width).map((x) => ({ x, y, width, height })));
}

export function cutWindow(picture: Pixels, window: Window): Pixels {
  if (window.width === 1 && window.height === 1) return picture;
  const left = Math.round(window.x * picture.width);
  const top = Math.round(window.y * picture.height);
  const width = Math.min(picture.width - left, Math.round(window.width * picture.width));
  const height = Math.min(picture.height - top, Math.round(window.height * picture.height));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * picture.width + left) * 4;
    data.set(picture.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { data, width, height };
}

/** Points found in a window, as points of the whole picture. */
export function fromWindow(points: Point[], window: Window): Point[] {
  if (window === WHOLE) return points;
  return points.map(({ x, y, z }) => ({
    x: window.x + x * window.width,
    y: window.y + y * window.height,
    z: z * window.width,
  }));
}
