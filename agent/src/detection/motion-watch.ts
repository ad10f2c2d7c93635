import type { Occupied } from '@smart-cradle/protocol/presence';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import type { Crop } from './face/decode.ts';
import type { FaceJudgement } from './face/judgement.ts';
import type { Rotation } from './face/mediapipe.ts';
import { MotionMeter } from './motion.ts';
import { decodeGrey } from './motion-frame.ts';
import { Occupancy } from './occupied.ts';

export interface MotionWatchOptions {
  /** Clockwise quarter turns that make the camera's picture upright. */
  rotation: Rotation;
  /** The bed in the upright picture. */
  crop: Crop | null;
  log: Log;
  /** Each second: how much moved in it, 0 to 100. Not told while that is not known. */
  onMotion(motion: number): void;
  /** Each second, and at once on a change. */
  onOccupied(occupied: Occupied): void;
  now?: () => number;
}

/** ms between readings. */
const PUBLISH_EVERY = 1_000;
/** ms in which a face was judged: one that is older says nothing. */
const FACE_WITHIN = 2_000;

/** From pictures to motion and occupancy; the newest picture whenever there is time. */
export class MotionWatch implements Part {
  /** Pictures that were looked at, and those that were not because a newer one had come. */
  analysed = 0;
  dropped = 0;
  readonly #options: MotionWatchOptions;
  readonly #now: () => number;
  readonly #meter = new MotionMeter();
  readonly #occupancy = new Occupancy();
  #next: Buffer | undefined;
  #busy = false;
  #works = false;
  #paused = false;
  #face: { at: number; state: FaceJudgement['state'] } | undefined;
  /** Of the pictures since the last reading. */
  #motions: number[] = [];
  #told: Occupied | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MotionWatchOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  start(): void {
    this.#timer = setInterval(() => this.#publish(), PUBLISH_EVERY);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#next = undefined;
  }

  /** Whether the camera gives good pictures: nothing is learnt from a frozen one. */
  cameraState(works: boolean): void {
    if (this.#works === works) return;
    this.#works = works;
    this.#motions = [];
    this.#meter.reset();
    // It may stand elsewhere when it comes back.
    if (!works) this.#occupancy.reset();
  }

  /** What the face detector made of the newest picture. */
  faceJudged({ state }: Pick<FaceJudgement, 'state'>): void {
    this.#face = { at: this.#now(), state };
  }

  /** Whether a parent said "I have the baby". */
  monitoringPaused(paused: boolean): void {
    this.#paused = paused;
  }

  /** A picture; the newest is looked at. */
  offer(jpeg: Buffer): void {
    if (this.#next) this.dropped += 1;
    this.#next = jpeg;
    if (!this.#busy) this.#look();
  }

  async #look(): Promise<void> {
    this.#busy = true;
    while (this.#next) {
      const picture = this.#next;
      this.#next = undefined;
      try {
        const frame = await decodeGrey(picture, this.#options);
        this.analysed += 1;
        if (!this.#works) continue;
        const now = this.#now();
        const look = this.#meter.next(frame, now);
        if (look.motion !== null) this.#motions.push(look.motion);
        const occupied = this.#occupancy.take(
          { ...look, face: this.#faceAt(now), paused: this.#paused },
          now,
        );
        if (occupied !== this.#told) this.#tell(occupied);
      } catch (error) {
        this.#options.log.warn({ reason: messageOf(error) }, 'motion: a picture was not looked at');
      }
    }
    this.#busy = false;
  }

  #faceAt(now: number): boolean | null {
    if (!this.#face || now - this.#face.at > FACE_WITHIN || this.#face.state === 'too_dark') return null;
    return this.#face.state !== 'not_visible';
  }

  #publish(): void {
    const motions = this.#motions;
    this.#motions = [];
    if (motions.length > 0)
      this.#options.onMotion(Math.round(motions.reduce((sum, motion) => sum + motion, 0) / motions.length));
    this.#tell(this.#occupancy.at(this.#now()));
  }

  #tell(occupied: Occupied): void {
    this.#told = occupied;
    this.#options.onOccupied(occupied);
  }
}
