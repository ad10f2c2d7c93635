import type { CryJudgement } from './cry-detector.ts';
import { SAMPLE_RATE } from './features.ts';

/** Seconds that are remembered. */
const LENGTH = 60;

/** What was said of one window. */
export interface HeardWindow extends Pick<CryJudgement, 'probability' | 'crying' | 'level'> {
  /** Seconds since the remembered sound's begin at which the window ended. */
  end: number;
}

export interface RecentSound {
  /** 16 kHz, oldest first. */
  samples: Int16Array;
  windows: HeardWindow[];
}

/** The last minute of sound in memory, with what the detector said of it. Nothing of it is written anywhere. */
export class SoundHistory {
  readonly #ring = new Int16Array(LENGTH * SAMPLE_RATE);
  #heard = 0;
  #windows: HeardWindow[] = [];

  take(samples: Float32Array): void {
    for (const sample of samples) {
      this.#ring[this.#heard % this.#ring.length] = Math.max(
        -32_768,
        Math.min(32_767, Math.round(sample * 32_768)),
      );
      this.#heard += 1;
    }
  }

  /** The judgement of the window that ends now. */
  judged({ probability, crying, level }: CryJudgement): void {
    this.#windows.push({ end: this.#heard / SAMPLE_RATE, probability, crying, level });
    if (this.#windows.length > LENGTH) this.#windows.shift();
  }

  /** The sound was interrupted: what comes next does not follow on what was. */
  clear(): void {
    this.#heard = 0;
    this.#windows = [];
  }

  recent(): RecentSound {
    const count = Math.min(this.#heard, this.#ring.length);
    const first = this.#heard - count;
    const split = first % this.#ring.length;
    const samples = new Int16Array(count);
    samples.set(this.#ring.subarray(split, Math.min(this.#ring.length, split + count)));
    if (split + count > this.#ring.length)
      samples.set(this.#ring.subarray(0, split), this.#ring.length - split);
    const begin = first / SAMPLE_RATE;
    const windows = this.#windows
      .map((window) => ({ ...window, end: window.end - begin }))
      .filter(({ end }) => end > 0);
    return { samples, windows };
  }
}
