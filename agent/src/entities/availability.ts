import {
  AVAILABILITY_PARTS,
  type AvailabilityPart,
  type OfflineReason,
} from '@smart-cradle/protocol/availability';
import type { PartAvailability } from '@smart-cradle/protocol/messages';
import type { Log } from '../log.ts';
import type { Outlets } from './outlets.ts';

/** Which parts of the cradle are there, and why the others are not. */
export class Availability {
  readonly #outlets: Outlets;
  readonly #log: Log;
  readonly #reasons = new Map<AvailabilityPart, OfflineReason | null>();

  constructor(outlets: Outlets, log: Log) {
    this.#outlets = outlets;
    this.#log = log;
    for (const part of AVAILABILITY_PARTS) this.set(part, 'starting');
  }

  /** @param reason null: the part is online. */
  set(part: AvailabilityPart, reason: OfflineReason | null): void {
    if (this.#reasons.get(part) === reason) return;
    this.#reasons.set(part, reason);
    const { topics, outbox, stamp } = this.#outlets;
    const state = reason === null ? 'online' : 'offline';
    const message: PartAvailability = { state, reason, since: stamp().date.toISOString() };
    outbox.state(topics.availabilityOf(part), JSON.stringify(message));
    this.#log.info({ part, state, ...(reason ? { reason } : {}) }, `${part}: ${state}`);
  }

  /** One line for people: who is offline, and why. */
  get summary(): string {
    const offline = [...this.#reasons].filter(([, reason]) => reason !== null && reason !== 'not_configured');
    if (offline.length === 0) return 'all parts are online';
    return `offline: ${offline.map(([part, reason]) => `${part} (${reason})`).join(', ')}`;
  }

  /** Null: online. */
  reasonOf(part: AvailabilityPart): OfflineReason | null {
    return this.#reasons.get(part) ?? null;
  }
}
