import type { Point } from './mediapipe.ts';
import type { Pixels } from './webgl-stub.ts';

/** Side in pixels of the blocks whose means are compared: small enough for an eyelid, large enough against noise. */
const BLOCK = 4;
/** Surroundings of the mesh that are watched too, in its extents. */
const MARGIN = 0.1;
/** Change of a block's mean, of 255, that is none; half a pixel's way of an edge changes it by more. */
const LEAST_CHANGE = 8;
/** Deviations of the noise that are no change, and the part of the blocks' changes that most lie above in any scene. */
const DEVIATIONS = 4.5;
const QUIET_PART = 0.3;
/** Of a normal value, 30 % are within 0.385 deviations. */
const QUIET_DEVIATION = 0.385;
/** Deviation of a block's noise above which a small change would not be seen. */
const MOST_NOISE = 4;
/** A change that is one in any noise that is not too much. */
const CERTAIN_CHANGE = Math.max(LEAST_CHANGE, DEVIATIONS * MOST_NOISE);
/** Blocks that must have changed: one alone is noise. */
const CHANGED_BLOCKS = 3;
/** ms until the mesh is fitted anew in any case. */
const HOLDS_FOR = 1_500;

interface Box {
  left: number;
  top: number;
  columns: number;
  rows: number;
}

/**
 * Tells whether a face is still as it was when the mesh was fitted last, so that the mesh holds and need not be fitted
 * again: a sleeping baby's picture changes by noise alone most of the time.
 */
export class StillFace {
  #box: Box | undefined;
  #size = { width: 0, height: 0 };
  #means: Float32Array = new Float32Array(0);
  #fittedAt = Number.NEGATIVE_INFINITY;

  /** The mesh was fitted to this picture. @param now monotonic time in ms */
  fitted(picture: Pixels, points: readonly Point[], now: number): void {
    this.#box = boxOf(picture, points);
    this.#size = { width: picture.width, height: picture.height };
    this.#means = blockMeans(picture, this.#box);
    this.#fittedAt = now;
  }

  isStill(picture: Pixels, now: number): boolean {
    const box = this.#box;
    const { width, height } = this.#size;
    if (!box || now - this.#fittedAt >= HOLDS_FOR) return false;
    if (picture.width !== width || picture.height !== height) return false;
    const changes = new Float32Array(box.columns * box.rows);
    let certain = 0;
    for (let row = 0; row < box.rows; row++) {
      meansOfRow(picture, box, row, changes);
      for (let i = row * box.columns; i < (row + 1) * box.columns; i++) {
        const change = Math.abs((changes[i] as number) - (this.#means[i] as number));
        changes[i] = change;
        if (change > CERTAIN_CHANGE) certain += 1;
      }
      // Most faces that move are told by their first rows.
      if (certain >= CHANGED_BLOCKS) return false;
    }
    const noise = quantile(changes, QUIET_PART) / QUIET_DEVIATION;
    if (noise > MOST_NOISE) return false;
    const least = Math.max(LEAST_CHANGE, DEVIATIONS * noise);
    let changed = 0;
    for (const change of changes) if (change > least) changed += 1;
    return changed < CHANGED_BLOCKS;
  }

  /** The face is gone. */
  forget(): void {
    this.#box = undefined;
  }
}

/** The value, of 0 to 255, that a part of the values lie below, to a quarter: counted, as sorting takes ten times as long. */
function quantile(values: Float32Array, part: number): number {
  const counts = new Uint32Array(4 * 256);
  for (const value of values) {
    const step = Math.floor(4 * value);
    counts[step] = (counts[step] as number) + 1;
  }
  let below = 0;
  let step = 0;
  while (step < counts.length && below + (counts[step] as number) <= part * values.length) {
    below += counts[step] as number;
    step += 1;
  }
  // Evenly spread within the step.
  return (step + (part * values.length - below) / Math.max(1, counts[step] ?? 1)) / 4;
}

function boxOf({ width, height }: Pixels, points: readonly Point[]): Box {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const [wide, high] = [(right - left) * MARGIN, (bottom - top) * MARGIN];
  const x0 = Math.max(0, Math.floor((left - wide) * width));
  const y0 = Math.max(0, Math.floor((top - high) * height));
  const x1 = Math.min(width, Math.ceil((right + wide) * width));
  const y1 = Math.min(height, Math.ceil((bottom + high) * height));
  return {
    left: x0,
    top: y0,
    columns: Math.max(0, Math.floor((x1 - x0) / BLOCK)),
    rows: Math.max(0, Math.floor((y1 - y0) / BLOCK)),
  };
}

/** Means of green, which is most of what is seen, in blocks. */
function blockMeans(picture: Pixels, box: Box): Float32Array {
  const means = new Float32Array(box.columns * box.rows);
  for (let row = 0; row < box.rows; row++) meansOfRow(picture, box, row, means);
  return means;
}

function meansOfRow({ data, width }: Pixels, { left, top, columns }: Box, row: number, into: Float32Array) {
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let y = 0; y < BLOCK; y++) {
      const from = ((top + row * BLOCK + y) * width + left + column * BLOCK) * 4 + 1;
      for (let x = 0; x < BLOCK; x++) sum += data[from + 4 * x] as number;
    }
    into[row * columns + column] = sum / (BLOCK * BLOCK);
  }
}
