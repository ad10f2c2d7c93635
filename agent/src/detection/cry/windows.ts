import { SAMPLE_RATE, WINDOW } from './features.ts';

/** A window of a recording. */
export interface SoundWindow {
  /** Seconds since the recording's begin. */
  start: number;
  /** 2 s at 16 kHz. */
  samples: Float32Array;
}

/** The 2 s windows of a whole recording, a new one each second. One that is shorter is filled up with silence. */
export function* windowsOf(recording: Float32Array): Generator<SoundWindow> {
  if (recording.length < WINDOW) {
    const samples = new Float32Array(WINDOW);
    samples.set(recording);
    yield { start: 0, samples };
    return;
  }
  for (let first = 0; first + WINDOW <= recording.length; first += SAMPLE_RATE) {
    yield { start: first / SAMPLE_RATE, samples: recording.subarray(first, first + WINDOW) };
  }
}
