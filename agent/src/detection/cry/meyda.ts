import { createRequire } from 'node:module';
import type Meyda from 'meyda';

// Meyda is CommonJS, and its types speak of an ES module.
const meyda = createRequire(import.meta.url)('meyda') as typeof Meyda.default;

/** Samples of one frame of the spectrum: 64 ms. */
export const FRAME = 1024;

// Meyda's settings are global, and a change after the first use gives NaN: they are set once, here.
meyda.bufferSize = FRAME;
meyda.sampleRate = 16_000;
meyda.windowingFunction = 'hanning';
meyda.melBands = 26;
meyda.numberOfMFCCCoefficients = 13;

export { meyda };
