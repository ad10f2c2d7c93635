import type { OfflineReason } from '@smart-cradle/protocol/availability';
import type { DirectionReading } from '@smart-cradle/protocol/readings';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import { FULL_PACE, limitsOf, nextPace, type Pace } from './face/analysis-pace.ts';
import { type DirectionRule, directionOf } from './face/direction.ts';
import { Smoothing } from './face/direction-smoothing.ts';
import type { FaceDetector, FaceJudgement } from './face/face-detector.ts';

export interface DirectionWatchOptions {
  createDetector(): Promise<FaceDetector>;
  /** As they are now: they may change at any time. */
  settings(): { threshold: number; rule: DirectionRule };
  log: Log;
  /** At 1 Hz, and at once when the state changes. */
  onReading(reading: DirectionReading): void;
  /** Null: directions come. */
  onState(reason: OfflineReason | null): void;
  /** Each picture's, as it was judged. */
  onJudgement?(judgement: FaceJudgement): void;
  /** °C of the processor, by which the analysis backs off; null where it is not known. */
  temperature?(): Promise<number | null>;
  now?: () => number;
}

/** ms between readings that say the same. */
const PUBLISH_EVERY = 1_000;
/** ms without a judgement until the detector counts as stuck. */
const STUCK_AFTER = 4_500;
/** ms for the detector to start: a model is loaded. */
const START_WITHIN = 30_000;
/** ms before a detector that did not start, or that failed, is tried again. */
const START_AGAIN = 5_000;
const FAILED_AGAIN = 1_000;
/** ms between looks at load and heat. */
const PACE_EVERY = 5_000;
/** ms for one picture from which a detector counts as slow, how many in a row, and ms between restarts for that. */
const SLOW = 1_000;
const SLOW_PICTURES = 10;
const RESTART_SLOW_EVERY = 300_000;
/** Half a frame at ten a second: a picture that comes this much early is in time, ms. */
const EARLY = 50;
/** ms over which eyes are steadied: a blink is no sleep. */
const EYES_WINDOW = 2_000;

/**
 * From pictures to directions: judges the newest picture whenever the detector is free, and leaves out those that came
 * in the meantime. Says nothing while there is no good picture.
 */
export class DirectionWatch implements Part {
  analysed = 0;
  dropped = 0;
  readonly #options: DirectionWatchOptions;
  readonly #now: () => number;
  readonly #smoothing = new Smoothing<DirectionReading['state'] | 'too_dark'>();
  readonly #eyes = new Smoothing<'open' | 'closed' | 'unseen'>(EYES_WINDOW);
  #detector: FaceDetector | undefined;
  #stopped = true;
  #next: Buffer | undefined;
  #busy = false;
  #judgedAt = 0;
  /** The next picture is not analysed before this. */
  #dueAt = Number.NEGATIVE_INFINITY;
  #pace: Pace = FULL_PACE;
  #measured = { at: 0, offered: 0, analysed: 0, busy: 0 };
  #offered = 0;
  #busyFor = 0;
  #slowPictures = 0;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #reading: DirectionReading | undefined;
  #publishedAt = Number.NEGATIVE_INFINITY;
  #camera: OfflineReason | null = 'starting';
  #own: OfflineReason | null = 'starting';
  #told: OfflineReason | null | undefined;
  #timer: NodeJS.Timeout | undefined;
  #paceTimer: NodeJS.Timeout | undefined;
  #startAgain: NodeJS.Timeout | undefined;

  constructor(options: DirectionWatchOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  get restarts(): number {
    return this.#detector?.restarts ?? 0;
  }

  start(): void {
    this.#stopped = false;
    this.#judgedAt = this.#now() + START_WITHIN;
    this.#tell();
    this.#timer = setInterval(() => this.#tick(), 250);
    this.#measured = {
      at: this.#now(),
      offered: this.#offered,
      analysed: this.analysed,
      busy: this.#busyFor,
    };
    this.#paceTimer = setInterval(() => this.#setPace(), PACE_EVERY);
    this.#create();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearInterval(this.#paceTimer);
    clearTimeout(this.#startAgain);
    await this.#detector?.close();
  }

  /** What the camera's state is: no direction comes from a frozen picture. */
  cameraState(reason: OfflineReason | null): void {
    if (reason === null && this.#camera !== null) this.#judgedAt = Math.max(this.#judgedAt, this.#now());
    this.#camera = reason;
    if (reason !== null) this.#reading = undefined;
    this.#tell();
  }

  /** A picture; the newest is judged. */
  offer(jpeg: Buffer): void {
    this.#offered += 1;
    if (this.#next) this.dropped += 1;
    this.#next = jpeg;
    if (!this.#busy && this.#detector) this.#judge(this.#detector);
  }

  async #create(): Promise<void> {
    try {
      const detector = await this.#options.createDetector();
      if (this.#stopped) {
        await detector.close();
        return;
      }
      this.#detector = detector;
      this.#judgedAt = this.#now();
    } catch (error) {
      this.#options.log.error({ reason: messageOf(error) }, 'direction: the detector does not start');
      this.#own = 'device_error';
      this.#tell();
      if (!this.#stopped) this.#startAgain = setTimeout(() => this.#create(), START_AGAIN);
    }
  }

  async #judge(detector: FaceDetector): Promise<void> {
    this.#busy = true;
    while (this.#next && !this.#stopped && this.#now() >= this.#dueAt - EARLY) {
      const picture = this.#next;
      this.#next = undefined;
      const restarts = detector.restarts;
      const began = this.#now();
      const { every, side } = limitsOf(this.#pace);
      this.#dueAt = began + every;
      try {
        this.#take(await detector.detect(picture, { side }));
        this.#watchSpeed(detector, this.#now() - began);
      } catch (error) {
        if (this.#stopped) break;
        this.#options.log.warn({ reason: messageOf(error) }, 'direction: a picture was not judged');
        if (detector.restarts > restarts) {
          this.#own = 'detector_stuck';
          this.#reading = undefined;
          this.#dueAt = this.#now() + FAILED_AGAIN;
          // On a machine that is too busy for a whole picture a smaller one may come in time.
          this.#pace = { ...this.#pace, overloaded: true, loadSince: this.#now() };
          this.#tell();
        }
      }
      this.#busyFor += this.#now() - began;
    }
    this.#busy = false;
  }

  /** A detector that has become slow gets a fresh worker, now and then. */
  #watchSpeed(detector: FaceDetector, took: number): void {
    this.#slowPictures = took > SLOW ? this.#slowPictures + 1 : 0;
    const now = this.#now();
    if (this.#slowPictures < SLOW_PICTURES || now - this.#restartedAt < RESTART_SLOW_EVERY) return;
    this.#slowPictures = 0;
    this.#restartedAt = now;
    this.#options.log.warn({ took: Math.round(took) }, 'direction: the detector is slow, restarted');
    detector.restart();
  }

  async #setPace(): Promise<void> {
    const temperature = (await this.#options.temperature?.()) ?? null;
    const now = this.#now();
    const seconds = Math.max(0.001, (now - this.#measured.at) / 1_000);
    const load = {
      temperature,
      offered: (this.#offered - this.#measured.offered) / seconds,
      analysed: (this.analysed - this.#measured.analysed) / seconds,
      busy: (this.#busyFor - this.#measured.busy) / 1_000 / seconds,
    };
    this.#measured = { at: now, offered: this.#offered, analysed: this.analysed, busy: this.#busyFor };
    // Only a detector that works says how fast it is.
    if (this.#own === 'starting' || this.#own === 'detector_stuck' || this.#stopped) return;
    const pace = nextPace(this.#pace, load, now);
    const changed = pace.heat !== this.#pace.heat || pace.overloaded !== this.#pace.overloaded;
    this.#pace = pace;
    if (changed) this.#options.log.warn({ ...limitsOf(pace), ...load }, 'direction: another pace');
  }

  #take(judgement: FaceJudgement): void {
    const now = this.#now();
    this.analysed += 1;
    this.#judgedAt = now;
    this.#options.onJudgement?.(judgement);
    const eyes = this.#eyes.next(
      judgement.eyesOpen === null ? 'unseen' : judgement.eyesOpen ? 'open' : 'closed',
      now,
    );
    const state = this.#smoothing.next(this.#stateOf(judgement), now);
    if (state === 'too_dark') {
      this.#own = 'too_dark';
      this.#reading = undefined;
      this.#tell();
      return;
    }
    this.#own = null;
    this.#tell();
    if (this.#camera !== null) return;
    const changed = state !== this.#reading?.state;
    const { dx, offset, yaw, pitch, roll } = judgement;
    this.#reading = { state, dx, offset, yaw, pitch, roll, eyes: eyes === 'unseen' ? null : eyes };
    if (changed) this.#publish();
  }

  /** By the settings of this moment, which the detector does not know. */
  #stateOf({ state, dx, offset }: FaceJudgement): FaceJudgement['state'] {
    if (state === 'too_dark' || state === 'not_visible' || dx === null || offset === null) return state;
    const { rule, threshold } = this.#options.settings();
    return directionOf({ dx, offset }, rule, threshold);
  }

  #tick(): void {
    const now = this.#now();
    if (this.#camera === null && now - this.#judgedAt > STUCK_AFTER) {
      this.#own = 'detector_stuck';
      this.#reading = undefined;
      this.#tell();
    }
    if (this.#reading && now - this.#publishedAt >= PUBLISH_EVERY) this.#publish();
  }

  #publish(): void {
    if (!this.#reading) return;
    const now = this.#now();
    // A steady beat: the next reading is due a second after this one was, not after it was sent.
    const due = this.#publishedAt + PUBLISH_EVERY;
    this.#publishedAt = now >= due && now - due < PUBLISH_EVERY / 2 ? due : now;
    this.#options.onReading(this.#reading);
  }

  #tell(): void {
    const state = this.#camera ?? this.#own;
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onState(state);
  }
}
