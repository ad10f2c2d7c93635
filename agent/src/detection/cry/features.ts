import { FRAME, meyda } from './meyda.ts';

/** Hz of the sound that is judged. */
export const SAMPLE_RATE = 16_000;
/** Samples of one window: 2 s. */
export const WINDOW = 2 * SAMPLE_RATE;
/** Samples from one frame of the spectrum to the next. */
export const HOP = 512;
export const FRAMES = Math.floor((WINDOW - FRAME) / HOP) + 1;
export const BANDS = 64;
/** Hz: below it a room rumbles, above it many microphones end. */
const LOWEST = 80;
const HIGHEST = 7600;
/** Of power, at samples times 32768: far below one bit of a 16-bit recording. */
const FLOOR = 1e-3 * FRAME;

/** O'Shaughnessy's formula, as in HTK. */
const mel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
const hertz = (value: number) => 700 * (10 ** (value / 2595) - 1);

interface Band {
  /** First bin, and the weight of it and of those that follow. */
  first: number;
  weights: Float32Array;
}

/** Triangles that are evenly spaced in mel. Most weights are zero: only the others are kept. */
function filterBank(): Band[] {
  const edge = (index: number) => hertz(mel(LOWEST) + ((mel(HIGHEST) - mel(LOWEST)) * index) / (BANDS + 1));
  const binWidth = SAMPLE_RATE / FRAME;
  return Array.from({ length: BANDS }, (_, band) => {
    const [left, centre, right] = [edge(band), edge(band + 1), edge(band + 2)];
    const first = Math.ceil(left / binWidth);
    const last = Math.floor(right / binWidth);
    const weights = Float32Array.from({ length: Math.max(0, last - first + 1) }, (__, index) => {
      const at = (first + index) * binWidth;
      return Math.max(0, Math.min((at - left) / (centre - left), (right - at) / (right - centre)));
    });
    return { first, weights };
  });
}

const BANK = filterBank();

/**
 * The picture of a sound that the network looks at: the logarithm of the power in 64 mel bands for each of 61 frames,
 * less its own mean, so that the level says nothing; a quarter of it, so that it is of the order of 1. The spectra are
 * Meyda's. Half of a window is the end of the window before: the frames of a window that is the one before moved on by
 * whole {@link HOP}s are not computed again.
 */
export class LogMel {
  #window: Float32Array = new Float32Array(0);
  readonly #bands = new Float32Array(FRAMES * BANDS);
  readonly #frame = new Float32Array(FRAME);
  readonly #power = new Float32Array(FRAME / 2);

  /**
   * @param window {@link WINDOW} samples, −1 to 1.
   * @returns {@link FRAMES} × {@link BANDS} values, frame by frame.
   * @throws RangeError when the window has another length.
   */
  of(window: Float32Array): Float32Array {
    if (window.length !== WINDOW) throw new RangeError(`window: ${window.length} samples, ${WINDOW} wanted`);
    const moved = hopsBetween(this.#window, window) ?? FRAMES;
    this.#bands.copyWithin(0, moved * BANDS);
    this.#window = window.slice();
    for (let frame = FRAMES - moved; frame < FRAMES; frame++) this.#compute(frame);
    let sum = 0;
    for (const value of this.#bands) sum += value;
    const mean = sum / this.#bands.length;
    return this.#bands.map((value) => (value - mean) / 4);
  }

  #compute(index: number): void {
    for (let n = 0; n < FRAME; n++) this.#frame[n] = (this.#window[index * HOP + n] ?? 0) * 32_768;
    // Meyda's power spectrum is this one squared, by Math.pow, which takes longer than the square itself.
    const amplitudes: unknown = meyda.extract('amplitudeSpectrum', this.#frame);
    if (!(amplitudes instanceof Float32Array)) throw new TypeError('Meyda gave no amplitudes');
    const power = this.#power;
    for (let n = 0; n < power.length; n++) power[n] = (amplitudes[n] ?? 0) ** 2;
    for (const [band, { first, weights }] of BANK.entries()) {
      let total = 0;
      for (let n = 0; n < weights.length; n++) total += (weights[n] ?? 0) * (power[first + n] ?? 0);
      this.#bands[index * BANDS + band] = Math.log(total + FLOOR);
    }
  }
}

/** By how many hops, fewer than {@link FRAMES}, the sound has moved on; undefined: it is another. */
function hopsBetween(before: Float32Array, after: Float32Array): number | undefined {
  for (let hops = 0; hops < FRAMES; hops++) {
    const first = hops * HOP;
    let same = 0;
    while (first + same < before.length && before[first + same] === after[same]) same++;
    if (same > 0 && first + same === before.length) return hops;
  }
  return undefined;
}
