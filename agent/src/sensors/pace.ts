/** Chooses of pictures that come in an uneven beat those that give a steady rate. */
export class Pace {
  readonly #tolerance: number;
  #due = Number.NEGATIVE_INFINITY;

  /** @param tolerance ms that one may be too early: half the time between two. */
  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  /** @param rate a second */
  isDue(now: number, rate: number): boolean {
    if (now < this.#due - this.#tolerance) return false;
    const every = 1_000 / rate;
    this.#due = Math.max(this.#due + every, now + every / 2);
    return true;
  }
}
