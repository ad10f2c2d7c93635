import {
  AVAILABILITY_PARTS,
  type AvailabilityPart,
  type OfflineReason,
} from '@smart-cradle/protocol/availability';
import type { PartAvailability } from '@smart-cradle/protocol/messages';
import type { Log } from '../log.ts';
import type { Outlets } from './outlets.ts';
import type { Problems } from './problems.ts';

/** Reasons that are no fault: it is not there, not yet, or nothing is wrong but the light. */
const NO_PROBLEM: readonly OfflineReason[] = ['starting', 'not_configured', 'too_dark', 'stopped'];

interface State {
  reason: OfflineReason | null;
  since: string;
  detail: string;
}

/** Which parts of the cradle are there, and why the others are not. */
export class Availability {
  readonly #outlets: Outlets;
  readonly #problems: Pick<Problems, 'set'>;
  readonly #log: Log;
  readonly #states = new Map<AvailabilityPart, State>();

  constructor(outlets: Outlets, problems: Pick<Problems, 'set'>, log: Log) {
    this.#outlets = outlets;
    this.#problems = problems;
    this.#log = log;
    for (const part of AVAILABILITY_PARTS) this.set(part, 'starting');
  }

  /** @param reason null: the part is online. */
  set(part: AvailabilityPart, reason: OfflineReason | null): void {
    const before = this.#states.get(part);
    if (before?.reason === reason) return;
    const since = this.#outlets.stamp().date.toISOString();
    this.#states.set(part, { reason, since, detail: before?.detail ?? '' });
    this.#publish(part);
    const state = reason === null ? 'online' : 'offline';
    this.#log.info({ part, state, ...(reason ? { reason } : {}) }, `${part}: ${state}`);
  }

  /** @param detail what its program or the system has to say of its being offline; empty: nothing. */
  explain(part: AvailabilityPart, detail: string): void {
    const state = this.#states.get(part);
    if (!state || state.detail === detail) return;
    state.detail = detail;
    // That there is nothing more to say goes out with the next state.
    if (state.reason !== null && detail) this.#publish(part);
  }

  /** One line for people: who is offline, and why. */
  get summary(): string {
    const configured = [...this.#states].filter(([, { reason }]) => reason !== 'not_configured');
    if (configured.length === 0) return 'no device is configured';
    const offline = configured.filter(([, { reason }]) => reason !== null);
    if (offline.length === 0) return 'all parts are online';
    return `offline: ${offline.map(([part, { reason }]) => `${part} (${reason})`).join(', ')}`;
  }

  /** Null: online. */
  reasonOf(part: AvailabilityPart): OfflineReason | null {
    return this.#states.get(part)?.reason ?? null;
  }

  #publish(part: AvailabilityPart): void {
    const known = this.#states.get(part);
    if (!known) return;
    const { reason, since, detail } = known;
    const { topics, outbox } = this.#outlets;
    const message: PartAvailability = {
      state: reason === null ? 'online' : 'offline',
      ...{ reason, since },
      ...(reason !== null && detail ? { detail } : {}),
    };
    outbox.state(topics.availabilityOf(part), JSON.stringify(message));
    // Without a camera there is no direction: one cause, one problem.
    const isConsequence = part === 'direction' && this.reasonOf('camera') !== null;
    const isProblem = reason !== null && !NO_PROBLEM.includes(reason) && !isConsequence;
    this.#problems.set(part, isProblem ? [reason, detail].filter(Boolean).join(': ') : null);
  }
}
