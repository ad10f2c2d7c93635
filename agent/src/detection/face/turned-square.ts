import type { Point } from './mediapipe.ts';
import type { Pixels } from './webgl-stub.ts';

/** A square in a picture, in its pixels. */
export interface TurnedSquare {
  /** Its middle. */
  x: number;
  y: number;
  side: number;
  /** Degrees that it is turned, clockwise in the picture. */
  roll: number;
}

/** The bytes of red and blue in a pixel of RGBA, of which red comes first in memory. */
const RED_BLUE = 0xff00ff;

/** Places between pixels, as whole numbers: V8 is faster with them. */
const BITS = 16;
const ONE = 1 << BITS;

/** What a network takes for a value of 0 to 255: value × scale + shift. */
export interface Scaling {
  scale: number;
  shift: number;
}

/**
 * The square around the points of a face, turned as the face is.
 *
 * @param margin its side in extents of the points
 */
export function squareAround(
  points: readonly Point[],
  { width, height }: { width: number; height: number },
  roll: number,
  margin: number,
): TurnedSquare {
  const [cos, sin] = direction(roll);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const point of points) {
    const x = point.x * width * cos + point.y * height * sin;
    const y = point.y * height * cos - point.x * width * sin;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return {
    x: x * cos - y * sin,
    y: x * sin + y * cos,
    side: Math.max(right - left, bottom - top) * margin,
    roll,
  };
}

/** Where in the square (0–1) a point of the picture, in pixels, lies. */
export function intoSquare(
  { x, y }: { x: number; y: number },
  square: TurnedSquare,
): { x: number; y: number } {
  const [cos, sin] = direction(square.roll);
  const [dx, dy] = [(x - square.x) / square.side, (y - square.y) / square.side];
  return { x: 0.5 + dx * cos + dy * sin, y: 0.5 + dy * cos - dx * sin };
}

/** Tells where in the picture, in pixels, a point of the square (0–1) lies. */
export function outOfSquare(square: TurnedSquare): (x: number, y: number) => { x: number; y: number } {
  const [cos, sin] = direction(square.roll);
  return (x, y) => {
    const [dx, dy] = [(x - 0.5) * square.side, (y - 0.5) * square.side];
    return { x: square.x + dx * cos - dy * sin, y: square.y + dx * sin + dy * cos };
  };
}

/**
 * Samples the square as a network takes it: size × size values (between pixels by their distance) of red, then of
 * green, then of blue. Outside of the picture is its edge, or black.
 */
export function sampleSquare(
  { data, width, height }: Pixels,
  square: TurnedSquare,
  size: number,
  { scale, shift }: Scaling,
  outside: 'edge' | 'black',
  into: Float32Array,
): void {
  // Signed, as V8 makes numbers with fractions of large unsigned ones.
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height);
  const step = (square.side / size) * ONE;
  const [cos, sin] = direction(square.roll).map((part) => Math.round(part * step)) as [number, number];
  const startX = Math.round(square.x * ONE - ((cos - sin) * size) / 2);
  const startY = Math.round(square.y * ONE - ((sin + cos) * size) / 2);
  // Between the two last pixels at most, so that there are always four to sample.
  const mostX = (width - 1) * ONE - 1;
  const mostY = (height - 1) * ONE - 1;
  const count = size * size;
  const fine = scale / 256;
  for (let row = 0, at = 0; row < size; row++) {
    let x = (startX - row * sin) | 0;
    let y = (startY + row * cos) | 0;
    for (let column = 0; column < size; column++, at++) {
      const px = Math.max(0, Math.min(mostX, x));
      const py = Math.max(0, Math.min(mostY, y));
      x = (x + cos) | 0;
      y = (y + sin) | 0;
      const from = (Math.imul(py >> BITS, width) + (px >> BITS)) | 0;
      const a = pixels[from] as number;
      const b = pixels[from + 1] as number;
      const c = pixels[from + width] as number;
      const d = pixels[from + width + 1] as number;
      // Parts of 256, so that red and blue can be weighted at once: each has 16 bits of its own.
      const right = (px >> (BITS - 8)) & 255;
      const bottom = (py >> (BITS - 8)) & 255;
      const wd = Math.imul(right, bottom) >> 8;
      const wb = right - wd;
      const wc = bottom - wd;
      const wa = 256 - wb - wc - wd;
      const redBlue =
        (Math.imul(a & RED_BLUE, wa) +
          Math.imul(b & RED_BLUE, wb) +
          Math.imul(c & RED_BLUE, wc) +
          Math.imul(d & RED_BLUE, wd)) |
        0;
      const green =
        (Math.imul((a >> 8) & 255, wa) +
          Math.imul((b >> 8) & 255, wb) +
          Math.imul((c >> 8) & 255, wc) +
          Math.imul((d >> 8) & 255, wd)) |
        0;
      into[at] = (redBlue & 0xffff) * fine + shift;
      into[at + count] = green * fine + shift;
      into[at + 2 * count] = (redBlue >>> 16) * fine + shift;
    }
  }
  if (outside === 'black') blacken(square, size, { width, height }, shift, into);
}

/** What lies outside of the picture. */
function blacken(
  square: TurnedSquare,
  size: number,
  { width, height }: { width: number; height: number },
  black: number,
  into: Float32Array,
): void {
  const count = size * size;
  const place = outOfSquare(square);
  const corners = [place(0, 0), place(1, 0), place(0, 1), place(1, 1)];
  if (corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) return;
  for (let at = 0; at < count; at++) {
    const { x, y } = place((at % size) / size, Math.floor(at / size) / size);
    if (x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1) continue;
    for (let colour = 0; colour < 3; colour++) into[at + colour * count] = black;
  }
}

/** Cosine and sine. */
function direction(roll: number): [number, number] {
  const angle = (roll * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}
