import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import { SAMPLE_RATE } from '../sensors/programs.ts';
import type { CryDetector, CryJudgement } from './cry/cry-detector.ts';

export interface CryingWatchOptions {
  createDetector(): Promise<CryDetector>;
  /** Steadies what the windows say, one by one. */
  steady(crying: boolean): boolean;
  log: Log;
  /** Each second. */
  onReading(reading: CryJudgement): void;
  /** Null: the sound is heard and judged. */
  onState(reason: OfflineReason | null): void;
}

/** Samples of one window, and how many are new in the next. */
const WINDOW = 2 * SAMPLE_RATE;
const HOP = SAMPLE_RATE;
/** ms that a judgement may take until the detector counts as stuck. */
const STUCK_AFTER = 4_500;
/** ms before a detector that did not start is tried again. */
const START_AGAIN = 5_000;

/** From sound to crying: judges the last two seconds each second. */
export class CryingWatch implements Part {
  /** dBFS of the last window; null without one. */
  level: number | null = null;
  readonly #options: CryingWatchOptions;
  readonly #window = new Float32Array(WINDOW);
  #filled = 0;
  #fresh = 0;
  #detector: CryDetector | undefined;
  #busy = false;
  #stopped = true;
  #microphone: OfflineReason | null = 'starting';
  #own: OfflineReason | null = null;
  #told: OfflineReason | null | undefined;
  #stuck: NodeJS.Timeout | undefined;
  #startAgain: NodeJS.Timeout | undefined;

  constructor(options: CryingWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.#tell();
    this.#create();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#stuck);
    clearTimeout(this.#startAgain);
    await this.#detector?.close();
  }

  /** What the microphone's state is: silence of a muted one is not a silent baby. */
  microphoneState(reason: OfflineReason | null): void {
    this.#microphone = reason;
    if (reason !== null) {
      this.#filled = 0;
      this.#fresh = 0;
      this.level = null;
    }
    this.#tell();
  }

  take(samples: Float32Array): void {
    const recent = samples.length > WINDOW ? samples.subarray(-WINDOW) : samples;
    this.#window.copyWithin(0, recent.length);
    this.#window.set(recent, WINDOW - recent.length);
    this.#filled = Math.min(WINDOW, this.#filled + recent.length);
    this.#fresh += samples.length;
    if (this.#filled < WINDOW || this.#fresh < HOP || this.#busy || !this.#detector) return;
    // What is more than a hop stays, so that the beat is that of the sound.
    this.#fresh = Math.min(this.#fresh - HOP, HOP);
    this.#judge(this.#detector, this.#window.slice());
  }

  async #create(): Promise<void> {
    try {
      const detector = await this.#options.createDetector();
      if (this.#stopped) await detector.close();
      else this.#detector = detector;
    } catch (error) {
      this.#options.log.error({ reason: messageOf(error) }, 'crying: the detector does not start');
      this.#own = 'device_error';
      this.#tell();
      if (!this.#stopped) this.#startAgain = setTimeout(() => this.#create(), START_AGAIN);
    }
  }

  async #judge(detector: CryDetector, window: Float32Array): Promise<void> {
    this.#busy = true;
    this.#stuck = setTimeout(() => {
      this.#own = 'detector_stuck';
      this.#tell();
    }, STUCK_AFTER);
    try {
      const judgement = await detector.analyse(window);
      const crying = this.#options.steady(judgement.crying);
      this.#own = null;
      this.#tell();
      if (this.#microphone === null && !this.#stopped) {
        this.level = judgement.level;
        this.#options.onReading({ ...judgement, crying });
      }
    } catch (error) {
      this.#options.log.warn({ reason: messageOf(error) }, 'crying: a window was not judged');
      this.#own = 'detector_stuck';
      this.#tell();
    } finally {
      clearTimeout(this.#stuck);
      this.#busy = false;
    }
  }

  #tell(): void {
    const state = this.#microphone ?? this.#own;
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onState(state);
  }
}
