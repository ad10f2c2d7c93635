/** Time that is looked back on, in ms. A true change is seen after half of it. */
const WINDOW = 600;

/**
 * Steadies a state that is judged frame by frame: the one that most frames of the last 0.6 s agree on, the newest of
 * them when several do. With less than two frames in that time it is the newest frame's.
 */
export class Smoothing<State extends string> {
  readonly #window: number;
  #recent: { state: State; time: number }[] = [];

  /** @param window ms that are looked back on */
  constructor(window = WINDOW) {
    this.#window = window;
  }

  /**
   * Takes the state of the newest frame and gives the steadied one.
   *
   * @param now monotonic time in ms
   */
  next(state: State, now: number): State {
    this.#recent = this.#recent.filter(({ time }) => now - time < this.#window && time <= now);
    this.#recent.push({ state, time: now });
    const counts = new Map<State, number>();
    for (const frame of this.#recent) counts.set(frame.state, (counts.get(frame.state) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return this.#recent.findLast((frame) => counts.get(frame.state) === most)?.state ?? state;
  }
}
