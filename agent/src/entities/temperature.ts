import { encodeTemperature } from '@smart-cradle/protocol/readings';
import { createOnBaby } from '../sensors/on-baby.ts';
import type { Outlets } from './outlets.ts';

/** ms; a little less than the second in which the thermometer speaks. */
const PUBLISH_EVERY = 900;

/** Publishes the temperature, at most once a second, and whether the thermometer lies on the baby. */
export class TemperatureEntity {
  readonly #outlets: Outlets;
  readonly #now: () => number;
  readonly #onBaby = createOnBaby();
  #publishedAt = Number.NEGATIVE_INFINITY;

  constructor(outlets: Outlets, now: () => number = () => performance.now()) {
    this.#outlets = outlets;
    this.#now = now;
  }

  take(celsius: number): void {
    const now = this.#now();
    const onBaby = this.#onBaby(celsius, now);
    if (now - this.#publishedAt < PUBLISH_EVERY) return;
    this.#publishedAt = now;
    const { topics, outbox, stamp } = this.#outlets;
    outbox.live(topics.temperature, encodeTemperature({ celsius, onBaby }, stamp()));
  }
}
