/** dBFS that stands for no sound at all. */
export const SILENCE = -120;

/** Below this, dBFS, a window is too quiet to be a cry in the room, whatever it sounds like. */
export const LEVEL_GATE = -62;

/** Root mean square in dB of full scale; a full-scale square wave is 0. At least {@link SILENCE}. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const power = samples.length > 0 ? sum / samples.length : 0;
  return power > 0 ? Math.max(SILENCE, 10 * Math.log10(power)) : SILENCE;
}

/** Every sample the same: no room is that quiet, the microphone is muted or its cable is loose. */
export function isDigitalSilence(samples: Float32Array): boolean {
  const [first] = samples;
  return samples.every((sample) => sample === first);
}

/** dB by which the second half of a window must lie below the first for what was loud to have ended. */
const FALLEN_BY = 18;

/**
 * Whether what was heard in the first half of a window has ended: a cry that was over a second ago is no crying now.
 * A breath between two wails is shorter, and two of three windows make the state.
 */
export function hasFallenSilent(window: Float32Array): boolean {
  const half = window.length >> 1;
  return levelOf(window.subarray(half)) < levelOf(window.subarray(0, half)) - FALLEN_BY;
}
