import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import { SAMPLE_RATE } from '../sensors/programs.ts';
import type { CryDetector, CryJudgement } from './cry/cry-detector.ts';
import { HOP as SPECTRUM_HOP } from './cry/features.ts';
import { hasFallenSilent } from './cry/level.ts';

export interface CryingWatchOptions {
  createDetector(): Promise<CryDetector>;
  /** Makes what steadies the windows' judgements, one by one: afresh whenever the sound was interrupted. */
  createSteady(): (crying: boolean) => boolean;
  /** Probability from which a window is crying, as it is now: it may change at any time. */
  threshold(): number;
  log: Log;
  /** Each second. */
  onReading(reading: CryJudgement): void;
  /** Null: the sound is heard and judged. */
  onState(reason: OfflineReason | null): void;
}

/** Samples of one window, and how many are new in the next. */
const WINDOW = 2 * SAMPLE_RATE;
const HOP = SAMPLE_RATE;
/** Samples that are kept: a window ends where a frame of the spectra does, which may be a little ago. */
const KEPT = WINDOW + SPECTRUM_HOP - 1;
/** ms that a judgement may take until the detector counts as stuck. */
const STUCK_AFTER = 4_500;
/** Judgements that may fail one after another until the detector is restarted. */
const FAILURES = 3;
/** ms before a detector that did not start is tried again. */
const START_AGAIN = 5_000;
/** ms that a detector may take to start. */
const START_WITHIN = 30_000;

/**
 * From sound to crying: judges the last two seconds each second. The newest window is judged when the detector is free;
 * those that came meanwhile are dropped and counted. A detector that hangs or fails again and again is left behind, and
 * a new one started.
 */
export class CryingWatch implements Part {
  /** dBFS of the last window; null without one. */
  level: number | null = null;
  /** Windows that were never judged, because the detector was not free. */
  dropped = 0;
  /** Detectors that were left behind. */
  restarts = 0;
  readonly #options: CryingWatchOptions;
  readonly #kept = new Float32Array(KEPT);
  /** Samples since the sound began. */
  #heard = 0;
  #fresh = 0;
  #steady: (crying: boolean) => boolean;
  #detector: CryDetector | undefined;
  /** Which detector is meant: a start or an answer of an earlier one comes too late. */
  #generation = 0;
  #busy = false;
  #failures = 0;
  #stopped = true;
  #microphone: OfflineReason | null = 'starting';
  #own: OfflineReason | null = null;
  #told: OfflineReason | null | undefined;
  #stuck: NodeJS.Timeout | undefined;
  #startAgain: NodeJS.Timeout | undefined;

  constructor(options: CryingWatchOptions) {
    this.#options = options;
    this.#steady = options.createSteady();
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
      this.#heard = 0;
      this.#fresh = 0;
      this.#steady = this.#options.createSteady();
      this.level = null;
    }
    this.#tell();
  }

  take(samples: Float32Array): void {
    const recent = samples.length > KEPT ? samples.subarray(-KEPT) : samples;
    this.#kept.copyWithin(0, recent.length);
    this.#kept.set(recent, KEPT - recent.length);
    this.#heard += samples.length;
    this.#fresh += samples.length;
    if (this.#heard < WINDOW || this.#fresh < HOP) return;
    if (this.#busy || !this.#detector) {
      // The newest is kept; of those before, nobody will hear.
      while (this.#detector && this.#fresh >= 2 * HOP) {
        this.#fresh -= HOP;
        this.dropped += 1;
      }
      return;
    }
    // What is more than a hop stays, so that the beat is that of the sound.
    this.#fresh = Math.min(this.#fresh - HOP, HOP);
    const end = KEPT - ((this.#heard - WINDOW) % SPECTRUM_HOP);
    const window = this.#kept.slice(end - WINDOW, end);
    // What was heard lies in the beginning of the one, or has just left the other.
    const silent = [window, this.#kept.subarray(KEPT - WINDOW)].some(hasFallenSilent);
    this.#judge(this.#detector, window, silent);
  }

  async #create(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    clearTimeout(this.#startAgain);
    this.#startAgain = setTimeout(() => {
      this.#options.log.error({ seconds: START_WITHIN / 1_000 }, 'crying: the detector does not start');
      this.#fail('detector_stuck');
      this.#create();
    }, START_WITHIN);
    try {
      const detector = await this.#options.createDetector();
      if (this.#stopped || generation !== this.#generation) {
        await detector.close();
        return;
      }
      this.#detector = detector;
      clearTimeout(this.#startAgain);
    } catch (error) {
      if (this.#stopped || generation !== this.#generation) return;
      this.#options.log.error({ reason: messageOf(error) }, 'crying: the detector does not start');
      this.#fail('device_error');
      clearTimeout(this.#startAgain);
      this.#startAgain = setTimeout(() => this.#create(), START_AGAIN);
    }
  }

  /** Leaves a detector behind that answers no more, and starts another. */
  #restart(): void {
    const left = this.#detector;
    this.#detector = undefined;
    this.#busy = false;
    this.#failures = 0;
    this.restarts += 1;
    this.#options.log.error({ restarts: this.restarts }, 'crying: the detector is restarted');
    this.#fail('detector_stuck');
    left
      ?.close()
      .catch((error) =>
        this.#options.log.warn({ reason: messageOf(error) }, 'crying: the old detector does not end'),
      );
    this.#create();
  }

  async #judge(detector: CryDetector, window: Float32Array, silent: boolean): Promise<void> {
    const generation = this.#generation;
    const late = () => this.#stopped || generation !== this.#generation;
    this.#busy = true;
    this.#stuck = setTimeout(() => this.#restart(), STUCK_AFTER);
    try {
      const judgement = await detector.analyse(window);
      if (late()) return;
      this.#failures = 0;
      const loud = judgement.probability >= this.#options.threshold();
      const crying = this.#steady(loud && !silent);
      this.#own = null;
      this.#tell();
      if (this.#microphone === null) {
        this.level = judgement.level;
        this.#options.onReading({ ...judgement, crying });
      }
    } catch (error) {
      if (late()) return;
      this.#failures += 1;
      this.#options.log.warn({ reason: messageOf(error) }, 'crying: a window was not judged');
      this.#fail('detector_stuck');
      if (this.#failures >= FAILURES) this.#restart();
    } finally {
      if (generation === this.#generation) {
        clearTimeout(this.#stuck);
        this.#busy = false;
      }
    }
  }

  #fail(reason: OfflineReason): void {
    this.#own = reason;
    this.#tell();
  }

  #tell(): void {
    const state = this.#microphone ?? this.#own;
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onState(state);
  }
}
