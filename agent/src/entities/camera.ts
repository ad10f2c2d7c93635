import { encodeFrame } from '@smart-cradle/protocol/readings';
import type { Config } from '../config/schema.ts';
import type { Outlets } from './outlets.ts';

/** Publishes pictures: some for Home Assistant's camera and, if wanted, each as the original did. */
export class CameraEntity {
  readonly #outlets: Outlets;
  readonly #settings: Pick<Config['camera'], 'publish_rate' | 'publish_frame' | 'rate'>;
  readonly #now: () => number;
  #due = Number.NEGATIVE_INFINITY;

  constructor(
    outlets: Outlets,
    settings: Pick<Config['camera'], 'publish_rate' | 'publish_frame' | 'rate'>,
    now: () => number = () => performance.now(),
  ) {
    this.#outlets = outlets;
    this.#settings = settings;
    this.#now = now;
  }

  take(jpeg: Buffer): void {
    const { topics, outbox, stamp } = this.#outlets;
    const { publish_rate, publish_frame, rate } = this.#settings;
    if (publish_frame) outbox.picture(topics.frame, encodeFrame(jpeg, stamp()));
    if (publish_rate === 0) return;
    const now = this.#now();
    // Half a frame of tolerance, so that pictures that come in an uneven beat give the wanted rate.
    if (now < this.#due - 500 / rate) return;
    const every = 1_000 / publish_rate;
    this.#due = Math.max(this.#due + every, now + every / 2);
    outbox.picture(topics.camera, jpeg);
  }
}
