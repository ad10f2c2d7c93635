import { FRAME, meyda } from './meyda.ts';

/** Hz of the sound that is judged. */
export const SAMPLE_RATE = 16_000;
/** Samples of one window: 2 s. */
export const WINDOW = 2 * SAMPLE_RATE;
/** Samples from one frame of the spectrum to the next. */
const HOP = 512;
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
 * Meyda's.
 *
 * @param window {@link WINDOW} samples, −1 to 1.
 * @returns {@link FRAMES} × {@link BANDS} values, frame by frame.
 * @throws RangeError when the window has another length.
 */
export function logMel(window: Float32Array): Float32Array {
  if (window.length !== WINDOW) throw new RangeError(`window: ${window.length} samples, ${WINDOW} wanted`);
  const picture = new Float32Array(FRAMES * BANDS);
  const frame = new Float32Array(FRAME);
  const power = new Float32Array(FRAME / 2);
  let sum = 0;
  for (let index = 0; index < FRAMES; index++) {
    for (let n = 0; n < FRAME; n++) frame[n] = (window[index * HOP + n] ?? 0) * 32_768;
    // Meyda's power spectrum is this one squared, by Math.pow, which takes longer than the square itself.
    const amplitudes: unknown = meyda.extract('amplitudeSpectrum', frame);
    if (!(amplitudes instanceof Float32Array)) throw new TypeError('Meyda gave no amplitudes');
    for (let n = 0; n < power.length; n++) power[n] = (amplitudes[n] ?? 0) ** 2;
    for (const [band, { first, weights }] of BANK.entries()) {
      let total = 0;
      for (let n = 0; n < weights.length; n++) total += (weights[n] ?? 0) * (power[first + n] ?? 0);
      const value = Math.log(total + FLOOR);
      picture[index * BANDS + band] = value;
      sum += value;
    }
  }
  const mean = sum / picture.length;
  for (let n = 0; n < picture.length; n++) picture[n] = ((picture[n] ?? 0) - mean) / 4;
  return picture;
}
