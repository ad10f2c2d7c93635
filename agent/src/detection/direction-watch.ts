import type { OfflineReason } from '@smart-cradle/protocol/availability';
import type { DirectionReading } from '@smart-cradle/protocol/readings';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
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
  now?: () => number;
}

/** ms between readings that say the same. */
const PUBLISH_EVERY = 1_000;
/** ms without a judgement until the detector counts as stuck. */
const STUCK_AFTER = 4_500;
/** ms for the detector to start: a model is loaded. */
const START_WITHIN = 30_000;
/** ms before a detector that did not start is tried again. */
const START_AGAIN = 5_000;

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
  #detector: FaceDetector | undefined;
  #stopped = true;
  #next: Buffer | undefined;
  #busy = false;
  #judgedAt = 0;
  #reading: DirectionReading | undefined;
  #publishedAt = Number.NEGATIVE_INFINITY;
  #camera: OfflineReason | null = 'starting';
  #own: OfflineReason | null = 'starting';
  #told: OfflineReason | null | undefined;
  #timer: NodeJS.Timeout | undefined;
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
    this.#create();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
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
    while (this.#next && !this.#stopped) {
      const picture = this.#next;
      this.#next = undefined;
      const restarts = detector.restarts;
      try {
        this.#take(await detector.detect(picture));
      } catch (error) {
        if (this.#stopped) break;
        this.#options.log.warn({ reason: messageOf(error) }, 'direction: a picture was not judged');
        if (detector.restarts > restarts) {
          this.#own = 'detector_stuck';
          this.#reading = undefined;
          this.#tell();
        }
      }
    }
    this.#busy = false;
  }

  #take(judgement: FaceJudgement): void {
    const now = this.#now();
    this.analysed += 1;
    this.#judgedAt = now;
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
    this.#reading = { state, dx, offset, yaw, pitch, roll };
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
