/** How long to wait before the next try: doubles from `first` to `longest`, both in ms, with jitter. */
export interface Backoff {
  /** ms. */
  next(): number;
  reset(): void;
}

/**
 * The jitter only shortens (by up to a quarter), so that `longest` is kept and many agents do not return at once.
 *
 * @param random 0 to 1
 */
export function createBackoff(first: number, longest: number, random: () => number = Math.random): Backoff {
  let tries = 0;
  return {
    next() {
      const delay = Math.min(longest, first * 2 ** Math.min(tries, 30));
      tries += 1;
      return Math.round(delay * (1 - random() / 4));
    },
    reset() {
      tries = 0;
    },
  };
}
