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
  /** Null: the camera is online. */
  onState(reason: OfflineReason | null): void;
}

/** Width of the small copy that is looked at; an eighth or a quarter is quick to decode. */
const LOOK_WIDTH = 160;
/** ms without a whole picture, though bytes come. */
const NO_PICTURE = 4_500;
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
  #lastFrameAt = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;
  /** Why no picture comes at all. */
  #down: OfflineReason | null = 'starting';
  /** What is wrong with the pictures that come. */
  #fault: OfflineReason | null = null;
  #told: OfflineReason | null | undefined;
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
      onDown: (reason) => {
        this.#reader = new MjpegReader();
        this.#down = reason;
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
      this.#tell();
      this.#process.renew();
    }
    const picture = this.#latest;
    if (this.#down !== null || !picture || this.#looking) return;
    this.#looking = true;
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
      this.#process.renew();
    }
  }

  #tell(): void {
    const state = this.#down ?? this.#fault;
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onState(state);
  }
}
