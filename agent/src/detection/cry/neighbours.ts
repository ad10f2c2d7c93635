import type { CryDetector } from './cry-detector.ts';
import { WINDOW } from './features.ts';
import { isDigitalSilence, levelOf } from './level.ts';
import { FRAME, meyda } from './meyda.ts';

/** Of one frame, and frames of one window. */
const COEFFICIENTS = 13;
const FRAMES = 40;
/** Nearest neighbours that vote. */
const NEIGHBOURS = 5;

/** A window whose truth is known, as {@link mfccOf} sees it. */
export interface KnownWindow {
  values: Float32Array;
  crying: boolean;
}

/**
 * What the original cradle looked at: 13 mel-frequency cepstral coefficients of 40 frames, one after another. Meyda's
 * instead of librosa's: 26 mel bands, and ln(x + 1) of the power, for which samples are taken as 16-bit numbers.
 *
 * @param window {@link WINDOW} samples, −1 to 1.
 */
export function mfccOf(window: Float32Array): Float32Array {
  if (window.length !== WINDOW) throw new RangeError(`window: ${window.length} samples, ${WINDOW} wanted`);
  const values = new Float32Array(FRAMES * COEFFICIENTS);
  const hop = (WINDOW - FRAME) / (FRAMES - 1);
  for (let index = 0; index < FRAMES; index++) {
    const begin = Math.round(index * hop);
    const frame = window.slice(begin, begin + FRAME).map((sample) => sample * 32_768);
    const coefficients = meyda.extract(['mfcc'], frame)?.mfcc ?? [];
    values.set(coefficients.slice(0, COEFFICIENTS), index * COEFFICIENTS);
  }
  return values;
}

/**
 * The original cradle's way to hear crying: of the windows whose truth is known, the five whose coefficients are
 * nearest vote. The baseline; it rings falsely about ten times as often as the network.
 *
 * @throws RangeError with fewer windows than vote.
 */
export function createNeighboursDetector(known: Iterable<KnownWindow>, threshold = 0.5): CryDetector {
  const remembered = [...known];
  if (remembered.length < NEIGHBOURS)
    throw new RangeError(`known (${remembered.length} windows): at least ${NEIGHBOURS} are needed`);
  return {
    async analyse(window) {
      const level = levelOf(window);
      const digitalSilence = isDigitalSilence(window);
      const values = mfccOf(window);
      const nearest: { distance: number; crying: boolean }[] = [];
      for (const { values: other, crying } of remembered) {
        const limit =
          nearest.length < NEIGHBOURS ? Number.POSITIVE_INFINITY : (nearest.at(-1)?.distance ?? 0);
        let distance = 0;
        for (let n = 0; n < values.length && distance < limit; n++)
          distance += ((values[n] ?? 0) - (other[n] ?? 0)) ** 2;
        if (distance >= limit) continue;
        nearest.push({ distance, crying });
        nearest.sort((a, b) => a.distance - b.distance);
        if (nearest.length > NEIGHBOURS) nearest.pop();
      }
      const probability = nearest.filter(({ crying }) => crying).length / NEIGHBOURS;
      return { probability, crying: probability >= threshold, level, digitalSilence };
    },
    async close() {},
  };
}
