import type { OfflineReason } from '@smart-cradle/protocol/availability';
import sharp from 'sharp';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import { CameraHealth, LOOK_EVERY } from './camera-health.ts';
import { MjpegReader } from './mjpeg-reader.ts';
import { Pace } from './pace.ts';
import { type Program, WatchedProcess } from './watched-process.ts';

export interface CameraOptions {
  program: Program;
  log: Log;
  /** Pictures a second that are wanted: of a camera that has its own beat, those between are left out. */
  rate: number;
  /** Each picture, a JPEG. */
  onFrame(jpeg: Buffer): void;
  /** Null: the camera is online. `detail`: what its program had to say of that, or empty. */
  onState(reason: OfflineReason | null, detail: string): void;
}

/** Width of the small copy that is looked at; an eighth or a quarter is quick to decode. */
const LOOK_WIDTH = 160;
/** ms without a whole picture, though bytes come; with {@link LOOK_EVERY} it is told within 5 s. */
const NO_PICTURE = 4_000;
/** ms between restarts of a camera that is frozen. */
const RENEW_EVERY = 30_000;

/** Pictures from a child process, and whether they are worth looking at. */
export class Camera implements Part {
  frames = 0;
  readonly #options: CameraOptions;
  readonly #process: WatchedProcess;
  readonly #pace: Pace;
  #reader = new MjpegReader();
  readonly #health = new CameraHealth();
  #latest: Buffer | undefined;
  #looked: Buffer | undefined;
  #lastFrameAt = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;
  /** Why no picture comes at all. */
  #down: OfflineReason | null = 'starting';
  #detail = '';
  /** What is wrong with the pictures that come. */
  #fault: OfflineReason | null = null;
  #told = '';
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(options: CameraOptions) {
    this.#options = options;
    this.#pace = new Pace(500 / options.rate);
    this.#process = new WatchedProcess({
      name: 'camera',
      program: options.program,
      log: options.log,
      onData: (chunk) => this.#take(chunk),
      onDown: (reason, detail) => {
        this.#reader = new MjpegReader();
        this.#down = reason;
        this.#detail = detail;
        this.#tell();
      },
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get restarts(): number {
    return this.#process.restarts;
  }

  start(): void {
    this.#tell();
    this.#timer = setInterval(() => this.#check(), LOOK_EVERY);
    this.#process.start();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#process.stop();
  }

  #take(chunk: Buffer): void {
    const pictures = this.#reader.push(chunk);
    for (const picture of pictures) {
      const now = performance.now();
      this.#latest = picture;
      this.#lastFrameAt = now;
      this.#down = null;
      this.#tell();
      if (!this.#pace.isDue(now, this.#options.rate)) continue;
      this.frames += 1;
      this.#options.onFrame(picture);
    }
  }

  async #check(): Promise<void> {
    const now = performance.now();
    if (this.#down === null && now - this.#lastFrameAt > NO_PICTURE) {
      this.#down = 'no_data';
      this.#detail = '';
      this.#tell();
      this.#renew();
    }
    const picture = this.#latest;
    // The last picture of a camera that sends no more is not a frozen one: that is told as no data.
    if (this.#down !== null || !picture || this.#looking || picture === this.#looked) return;
    this.#looking = true;
    this.#looked = picture;
    try {
      const grey = await sharp(picture).resize(LOOK_WIDTH).greyscale().raw().toBuffer();
      this.#fault = this.#health.look(grey, now);
    } catch (error) {
      this.#options.log.debug({ reason: messageOf(error) }, 'camera: a picture that cannot be decoded');
    } finally {
      this.#looking = false;
    }
    this.#tell();
    if (this.#fault === 'frozen' && now - this.#renewedAt > RENEW_EVERY) {
      this.#renewedAt = now;
      this.#renew();
    }
  }

  #renew(): void {
    this.#reader = new MjpegReader();
    this.#process.renew();
  }

  #tell(): void {
    const state = this.#down ?? this.#fault;
    const detail = this.#down ? this.#detail : '';
    const told = `${state} ${detail}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onState(state, detail);
  }
}
