import type { Part } from '../part.ts';
import type { Connection } from './connection.ts';

/** How pictures are published at one step: first fewer, then coarser, then smaller. */
export interface LinkStep {
  /** Part of the wanted frame rate. */
  rate: number;
  /** Part of the wanted JPEG quality. */
  quality: number;
  /** Part of the width and of the height. */
  size: number;
}

/** From the wanted picture (0) to the least (the last). */
export const LINK_STEPS: readonly LinkStep[] = [
  { rate: 1, quality: 1, size: 1 },
  { rate: 1 / 2, quality: 1, size: 1 },
  { rate: 1 / 4, quality: 1, size: 1 },
  { rate: 1 / 4, quality: 3 / 4, size: 1 },
  { rate: 1 / 4, quality: 1 / 2, size: 1 },
  { rate: 1 / 4, quality: 1 / 2, size: 3 / 4 },
  { rate: 1 / 4, quality: 1 / 2, size: 1 / 2 },
];

/** ms. */
const LOOK_EVERY = 1_000;
/** ms that a step gets to help before the next one down. */
const DOWN_EVERY = 2_000;
/** ms without congestion before a step up; doubled, up to the longest, each time that one up was too much. */
const UP_AFTER = { first: 10_000, longest: 160_000 };
/** ms after a step up in which congestion means that it was too much. */
const TRIAL = 10_000;

/** Chooses the step: quickly down, slowly up, and slower still to where it did not work before. */
export class LinkAdaptation {
  #step = 0;
  #clearSince: number | undefined;
  #changedAt = Number.NEGATIVE_INFINITY;
  #raisedAt = Number.NEGATIVE_INFINITY;
  #upAfter = UP_AFTER.first;

  /** 0: as wanted. */
  get step(): number {
    return this.#step;
  }

  get values(): LinkStep {
    return LINK_STEPS[this.#step] ?? { rate: 1, quality: 1, size: 1 };
  }

  /**
   * To be called each second or so.
   *
   * @param congested whether the link takes less than is sent
   * @param now ms, monotonic
   */
  look(congested: boolean, now: number): void {
    if (congested) {
      this.#clearSince = undefined;
      if (now - this.#changedAt < DOWN_EVERY || this.#step === LINK_STEPS.length - 1) return;
      if (now - this.#raisedAt < TRIAL) this.#upAfter = Math.min(this.#upAfter * 2, UP_AFTER.longest);
      this.#step += 1;
      this.#changedAt = now;
      return;
    }
    this.#clearSince ??= now;
    // The last step up has proved itself: the link has become better.
    if (this.#raisedAt === this.#changedAt && now - this.#raisedAt >= TRIAL) this.#upAfter = UP_AFTER.first;
    if (this.#step === 0 || now - this.#clearSince < this.#upAfter) return;
    this.#step -= 1;
    this.#changedAt = now;
    this.#raisedAt = now;
    this.#clearSince = now;
  }
}

/** Looks at the link each second. */
export class LinkWatch implements Part {
  readonly adaptation = new LinkAdaptation();
  readonly #connection: Pick<Connection, 'isConnected' | 'isCongested'>;
  readonly #onStep: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param onStep told after each step down or up. */
  constructor(connection: Pick<Connection, 'isConnected' | 'isCongested'>, onStep: () => void) {
    this.#connection = connection;
    this.#onStep = onStep;
  }

  start(): void {
    this.#timer = setInterval(() => {
      // A link that is gone is neither slow nor quick.
      if (!this.#connection.isConnected) return;
      const { step } = this.adaptation;
      this.adaptation.look(this.#connection.isCongested, performance.now());
      if (this.adaptation.step !== step) this.#onStep();
    }, LOOK_EVERY);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
