import type { GreyFrame } from './motion-frame.ts';

/** What one frame says about movement in the bed. */
export interface MotionLook {
  /** How much of the bed moves, 0 to 100; null when that cannot be told (dark, the light changes, no frame before). */
  motion: number | null;
  /** Whether anything moves that is as small as breathing; null when that cannot be told. */
  fine: boolean | null;
  /** The bed's structure, which light does not change: the logarithm of brightness less that of its surroundings. */
  structure: Structure;
  /** Mean brightness, 0 (black) to 1 (white). */
  brightness: number;
}

/** A value for each pixel, and how far it must differ from another to be more than noise. */
export interface Structure {
  values: Float32Array;
  noise: Float32Array;
  width: number;
}

interface Past extends Structure {
  time: number;
  /** Logarithms of brightness. */
  logs: Float32Array;
}

/** Added to a pixel's brightness (of 255) before the logarithm, so that the dark does not become all noise. */
const DARK_LEVEL = 5;
/** Pixels on each side over which the surroundings are averaged: a lamp's light is smooth over them. */
const SURROUNDINGS = 4;
/** ms between the frames that are compared for movement. */
const LAG = 280;
/** ms over which frames are averaged for fine movement, and between the two averages: half a breath of an infant. */
const AVERAGE = 420;
const FINE_LAG = 760;
/** Change of the logarithm above noise from which a pixel has moved: about a twelfth of its brightness. */
const MOVED = 0.08;
const MOVED_FINE = 0.02;
/** Deviations of the noise that a change must exceed. */
const DEVIATIONS = 4;
/** Neighbours (of 8) that must have moved too: noise comes alone. */
const NEIGHBOURS = 3;
/** Part of the bed in motion that is 100: a baby that kicks with arms and legs. */
const FULL = 0.12;
/** Pixels that move finely in a group until it is more than chance. */
const FINE_PIXELS = 8;
/** A change of most pixels by this factor within {@link LAG} is the light, not the baby. */
const LIGHT_STEP = 1.12;
/** Every so manyth pixel is taken for a median. */
const SAMPLE = 7;
/** ms after a change of the light in which nothing is told: a camera's exposure follows it. */
const LIGHT_SETTLES = 800;
/** Nothing can be told where a usual pixel must change by more than this part of its brightness to be above noise. */
const BLIND = 0.15;
/** Least deviation of a pixel's noise, of 255: frames come in whole steps. */
const LEAST_NOISE = 0.4;

/**
 * Measures movement from small grey frames, a few to a few tens a second. It compares structure, not brightness, so
 * that a lamp which is switched on or a passing cloud moves nothing; what a dark sensor's noise does is measured and
 * taken off.
 */
export class MotionMeter {
  #past: Past[] = [];
  #grey: Uint8Array | undefined;
  #noise = LEAST_NOISE;
  #lightAt = Number.NEGATIVE_INFINITY;

  /** @param now monotonic time in ms */
  next(frame: GreyFrame, now: number): MotionLook {
    if (this.#grey && this.#grey.length !== frame.data.length) this.reset();
    this.#learnNoise(frame.data);
    const brightness = meanOf(frame.data) / 255;
    const current = { ...structureOf(frame, this.#noise), time: now };
    const isBlind = DEVIATIONS * Math.SQRT2 * medianOf(current.noise) > BLIND;
    const look = this.#compare(current);
    return { ...(isBlind ? { motion: null, fine: null } : look), structure: current, brightness };
  }

  /** The camera was lost, or looks elsewhere: what comes is not compared with what was. */
  reset(): void {
    this.#past = [];
    this.#grey = undefined;
    this.#noise = LEAST_NOISE;
    this.#lightAt = Number.NEGATIVE_INFINITY;
  }

  #compare(current: Past): Pick<MotionLook, 'motion' | 'fine'> {
    const { time } = current;
    this.#past = this.#past.filter((past) => past.time <= time && time - past.time <= AVERAGE + FINE_LAG);
    const before = this.#past.findLast((past) => time - past.time >= LAG);
    if (before && isLightStep(before.logs, current.logs)) this.#lightAt = time;
    this.#past.push(current);
    if (!before || time - this.#lightAt < LIGHT_SETTLES) return { motion: null, fine: null };
    const moved = differing(current, before, MOVED);
    const motion = Math.round(100 * Math.min(1, moved / current.values.length / FULL));
    return { motion, fine: this.#moveFinely(current) };
  }

  #moveFinely({ time, width }: Past): boolean | null {
    const recent = averageOf(this.#past.filter((past) => time - past.time < AVERAGE));
    const earlier = averageOf(
      this.#past.filter((past) => time - past.time >= FINE_LAG && past.time > this.#lightAt + LIGHT_SETTLES),
    );
    if (!recent || !earlier) return null;
    return differing({ ...recent, width }, { ...earlier, width }, MOVED_FINE) >= FINE_PIXELS;
  }

  /** The deviation of a pixel's noise, out of most of the pixels: those where something moves differ by more. */
  #learnNoise(grey: Uint8Array): void {
    const before = this.#grey;
    this.#grey = grey;
    if (!before) return;
    const counts = new Uint32Array(256);
    for (let i = 0; i < grey.length; i++) {
      const difference = Math.abs((grey[i] ?? 0) - (before[i] ?? 0));
      counts[difference] = (counts[difference] ?? 0) + 1;
    }
    // Of differences of two normal values, 70 % are within 1.47 deviations of one value.
    const deviation = quantile(counts, 0.7 * grey.length) / 1.47;
    this.#noise += 0.1 * (Math.max(LEAST_NOISE, deviation) - this.#noise);
  }
}

/** How many pixels of two structures differ by more than `least` and noise, in groups. */
export function differing(a: Structure, b: Structure, least: number): number {
  const { width } = a;
  const moved = new Uint8Array(a.values.length);
  for (let i = 0; i < moved.length; i++) {
    const noise = DEVIATIONS * Math.hypot(a.noise[i] ?? 0, b.noise[i] ?? 0);
    if (Math.abs((a.values[i] ?? 0) - (b.values[i] ?? 0)) > least + noise) moved[i] = 1;
  }
  let count = 0;
  for (let i = width + 1; i < moved.length - width - 1; i++) {
    if (!moved[i]) continue;
    let neighbours = 0;
    for (const row of [i - width, i, i + width])
      neighbours += (moved[row - 1] ?? 0) + (moved[row] ?? 0) + (moved[row + 1] ?? 0);
    if (neighbours - 1 >= NEIGHBOURS) count += 1;
  }
  return count;
}

function structureOf({ data, width, height }: GreyFrame, deviation: number): Omit<Past, 'time'> {
  const logs = new Float32Array(data.length);
  const noise = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    logs[i] = Math.log((data[i] ?? 0) + DARK_LEVEL);
    noise[i] = deviation / ((data[i] ?? 0) + DARK_LEVEL);
  }
  const surroundings = blurred(logs, width, height);
  const values = logs.map((value, i) => value - (surroundings[i] ?? 0));
  return { values, noise, width, logs };
}

/** The mean of a square around each pixel, cut off at the edges; by sums of all that lies above and left. */
function blurred(values: Float32Array, width: number, height: number): Float32Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const at = (x: number, y: number): number => sums[y * (width + 1) + x] ?? 0;
  const means = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - SURROUNDINGS), Math.min(height, y + SURROUNDINGS + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - SURROUNDINGS), Math.min(width, x + SURROUNDINGS + 1)];
      const sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
      means[y * width + x] = sum / ((right - left) * (bottom - top));
    }
  }
  return means;
}

/** The mean of several frames, whose noise is that much less; null of less than two. */
function averageOf(frames: Past[]): Omit<Structure, 'width'> | null {
  const [first] = frames;
  if (!first || frames.length < 2) return null;
  const values = new Float32Array(first.values.length);
  for (const frame of frames)
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (frame.values[i] ?? 0);
  const root = Math.sqrt(frames.length);
  return {
    values: values.map((sum) => sum / frames.length),
    noise: first.noise.map((deviation) => deviation / root),
  };
}

/** Whether most of the picture became lighter or darker: a baby that is lifted out changes less than half of it. */
function isLightStep(before: Float32Array, now: Float32Array): boolean {
  const change = medianOf(now.map((value, i) => value - (before[i] ?? 0)));
  return Math.abs(change) > Math.log(LIGHT_STEP);
}

/** About the median: of a sample of the values. */
function medianOf(values: Float32Array): number {
  const sample = values.filter((_, i) => i % SAMPLE === 0).sort();
  return sample[sample.length >> 1] ?? 0;
}

function meanOf(values: Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Up to which difference so many pixels lie, between the whole steps. */
function quantile(counts: Uint32Array, wanted: number): number {
  let sum = 0;
  for (let value = 0; value < counts.length; value++) {
    const count = counts[value] ?? 0;
    if (sum + count >= wanted) return Math.max(0, value - 0.5 + (wanted - sum) / count);
    sum += count;
  }
  return counts.length;
}
