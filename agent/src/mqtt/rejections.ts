import type { Log } from '../log.ts';

/** Different sources and reasons that are told apart; what comes beyond is counted and no longer logged. */
const MOST_REASONS = 200;

/** Counts what was refused, and logs each source and reason once. */
export class Rejections {
  count = 0;
  readonly #log: Log;
  readonly #known = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param source a topic, or `serial`. */
  note(source: string, reason: string): void {
    this.count += 1;
    // The offending value differs from message to message: leave it out of what makes a reason.
    const key = `${source} ${reason.replace(/\(.*?\)/g, '').replace(/\d+/g, '#')}`;
    if (this.#known.has(key) || this.#known.size >= MOST_REASONS) return;
    this.#known.add(key);
    this.#log.warn({ source, reason: reason.slice(0, 300) }, 'refused; the same again will not be logged');
  }
}
