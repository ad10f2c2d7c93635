import { encodeTemperature } from '@smart-cradle/protocol/readings';
import type { Outlets } from './outlets.ts';

/** ms; a little less than the second in which the thermometer speaks. */
const PUBLISH_EVERY = 900;

/** Publishes the temperature, at most once a second. */
export class TemperatureEntity {
  readonly #outlets: Outlets;
  readonly #now: () => number;
  #publishedAt = Number.NEGATIVE_INFINITY;

  constructor(outlets: Outlets, now: () => number = () => performance.now()) {
    this.#outlets = outlets;
    this.#now = now;
  }

  take(celsius: number): void {
    const now = this.#now();
    if (now - this.#publishedAt < PUBLISH_EVERY) return;
    this.#publishedAt = now;
    const { topics, outbox, stamp } = this.#outlets;
    outbox.live(topics.temperature, encodeTemperature(celsius, stamp()));
  }
}
