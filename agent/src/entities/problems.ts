import type { AvailabilityPart } from '@smart-cradle/protocol/availability';
import type { Problems as ProblemsMessage } from '@smart-cradle/protocol/messages';
import type { Part } from '../part.ts';
import type { Outlets } from './outlets.ts';

/** What is wrong with the device at this moment, in one place. */
export class Problems implements Part {
  readonly #outlets: Outlets;
  readonly #causes = new Map<string, string>();
  #published = '';

  constructor(outlets: Outlets) {
    this.#outlets = outlets;
  }

  start(): void {
    this.#publish();
  }

  stop(): void {}

  /** @param why in a few words; null: all is well with it. */
  set(what: AvailabilityPart | 'storage', why: string | null): void {
    if (why === null) this.#causes.delete(what);
    else this.#causes.set(what, why);
    // Before the start there is nothing to take back.
    if (this.#published) this.#publish();
  }

  #publish(): void {
    const { topics, outbox } = this.#outlets;
    const message: ProblemsMessage = {
      state: this.#causes.size > 0 ? 'ON' : 'OFF',
      problems: Object.fromEntries([...this.#causes].sort(([a], [b]) => a.localeCompare(b))),
    };
    const payload = JSON.stringify(message);
    if (payload === this.#published) return;
    this.#published = payload;
    outbox.state(topics.problems, payload);
  }
}
