import { encodeFrame } from '@smart-cradle/protocol/readings';
import sharp from 'sharp';
import type { Config } from '../config/schema.ts';
import { type Log, messageOf } from '../log.ts';
import type { Inbox } from '../mqtt/inbox.ts';
import type { LinkStep } from '../mqtt/link-adaptation.ts';
import type { Rejections } from '../mqtt/rejections.ts';
import { Pace } from '../sensors/pace.ts';
import type { Outlets } from './outlets.ts';

export interface CameraEntityOptions {
  outlets: Outlets;
  inbox: Inbox;
  rejections: Rejections;
  log: Log;
  camera: Pick<Config['camera'], 'publish_rate' | 'publish_frame' | 'rate' | 'quality' | 'width' | 'height'>;
  /** How much less than wanted the link carries at this moment. */
  link(): LinkStep;
  now?: () => number;
}

/** ms that a snapshot may be old, and that one is waited for. */
const FRESH = 1_000;
const SNAPSHOT_WITHIN = 5_000;
/** ms between snapshots, however often they are asked for. */
const SNAPSHOT_EVERY = 500;

/** Publishes pictures: some for Home Assistant's camera; if wanted, each as the original did; one when it is asked for. */
export class CameraEntity {
  readonly #options: CameraEntityOptions;
  readonly #now: () => number;
  readonly #camera: Pace;
  readonly #frame: Pace;
  #reducing = false;
  #latest: { jpeg: Buffer; at: number } | undefined;
  #snapshotUntil = Number.NEGATIVE_INFINITY;
  #snapshotAt = Number.NEGATIVE_INFINITY;

  constructor(options: CameraEntityOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    const tolerance = 500 / options.camera.rate;
    this.#camera = new Pace(tolerance);
    this.#frame = new Pace(tolerance);
    const { topics } = options.outlets;
    options.inbox.onText(topics.snapshotSet, (_text, retained) => {
      if (retained)
        options.rejections.note(topics.snapshotSet, 'a retained request is refused: it may be old');
      else this.#wantSnapshot();
    });
  }

  take(jpeg: Buffer): void {
    const { camera, link } = this.#options;
    const now = this.#now();
    this.#latest = { jpeg, at: now };
    if (now < this.#snapshotUntil) this.#snapshot(jpeg, now);
    const step = link();
    const forFrame =
      camera.publish_frame && (step.rate === 1 || this.#frame.isDue(now, camera.rate * step.rate));
    const forCamera = camera.publish_rate > 0 && this.#camera.isDue(now, camera.publish_rate * step.rate);
    if (!forFrame && !forCamera) return;
    if (step.quality === 1 && step.size === 1) this.#publish(jpeg, forFrame, forCamera);
    else this.#reduce(jpeg, step, forFrame, forCamera);
  }

  async #reduce(jpeg: Buffer, step: LinkStep, forFrame: boolean, forCamera: boolean): Promise<void> {
    if (this.#reducing) return;
    this.#reducing = true;
    const { camera, log } = this.#options;
    try {
      const smaller =
        step.size === 1
          ? sharp(jpeg)
          : sharp(jpeg).resize({
              width: Math.round(camera.width * step.size),
              height: Math.round(camera.height * step.size),
              fit: 'inside',
            });
      const quality = Math.max(10, Math.round(camera.quality * step.quality));
      this.#publish(await smaller.jpeg({ quality }).toBuffer(), forFrame, forCamera);
    } catch (error) {
      log.debug({ reason: messageOf(error) }, 'camera: a picture that cannot be made smaller');
    } finally {
      this.#reducing = false;
    }
  }

  #publish(jpeg: Buffer, forFrame: boolean, forCamera: boolean): void {
    const { topics, outbox, stamp } = this.#options.outlets;
    if (forFrame) outbox.picture(topics.frame, encodeFrame(jpeg, stamp()));
    if (forCamera) outbox.picture(topics.camera, jpeg);
  }

  #wantSnapshot(): void {
    const now = this.#now();
    this.#snapshotUntil = now + SNAPSHOT_WITHIN;
    if (this.#latest && now - this.#latest.at < FRESH) this.#snapshot(this.#latest.jpeg, now);
  }

  /** Whole, also on a slow link: whoever asks for one wants to see something. */
  #snapshot(jpeg: Buffer, now: number): void {
    if (now - this.#snapshotAt < SNAPSHOT_EVERY) return;
    this.#snapshotAt = now;
    this.#snapshotUntil = Number.NEGATIVE_INFINITY;
    const { topics, outbox } = this.#options.outlets;
    outbox.live(topics.snapshot, jpeg);
  }
}
