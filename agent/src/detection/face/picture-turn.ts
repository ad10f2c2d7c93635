import type { Rotation } from './mediapipe.ts';
import type { Pixels } from './webgl-stub.ts';

/** A picture turned clockwise; the same when there is nothing to turn. */
export function turnPixels(picture: Pixels, rotation: Rotation): Pixels {
  if (rotation === 0) return picture;
  const { data, width, height } = picture;
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const into = new Uint32Array(width * height);
  const size = rotation === 180 ? { width, height } : { width: height, height: width };
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at++) {
      const [column, row] =
        rotation === 180
          ? [width - 1 - x, height - 1 - y]
          : rotation === 90
            ? [y, height - 1 - x]
            : [width - 1 - y, x];
      into[at] = from[row * width + column] ?? 0;
    }
  }
  return { data: new Uint8ClampedArray(into.buffer), ...size };
}

/** A picture as in a mirror: left and right are swapped. */
export function mirrorPixels({ data, width, height }: Pixels): Pixels {
  const into = new Uint32Array(data.buffer, data.byteOffset, width * height).slice();
  for (let row = 0; row < height; row++) into.subarray(row * width, (row + 1) * width).reverse();
  return { data: new Uint8ClampedArray(into.buffer), width, height };
}
