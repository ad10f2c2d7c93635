import type { RecipientState } from '@smart-cradle/protocol/recipients';
import { mailLetter, pushLetter, type Sending, type Writing } from './letters.ts';
import { type Letter, Outbox, type OutboxStep, type SentLetter } from './outbox.ts';
import type { Member, NotifyServices } from './recipients.ts';

const NO_MAIL = 'email is on, but there is no mail service: name a notify entity as the email address';
/** Sent letters whose confirmation by a phone is still waited for. */
const MAX_CONFIRMABLE = 200;

export interface DeliveryOptions {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** A new random id. */
  id(): string;
  send(letter: SentLetter): void;
  /** What became of the last letter to a recipient. */
  showState(id: string, state: RecipientState): void;
  /** What became of a letter. */
  note(letter: Letter, result: 'sent' | 'delivered' | 'failed', reason: string | null): void;
}

/** Brings letters to Home Assistant, and knows how the last one to each recipient went. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #outbox = new Outbox();
  /** Letters that a phone may confirm, by their id. */
  readonly #confirmable = new Map<string, Letter>();
  readonly #states = new Map<string, RecipientState>();
  /** Recipients who want mail that nobody can send. */
  readonly #withoutMail = new Set<string>();
  #services: NotifyServices | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** undefined: Home Assistant has not said what it can tell with. */
  get services(): NotifyServices | undefined {
    return this.#services;
  }

  get waiting(): number {
    return this.#outbox.waiting;
  }

  stateOf(id: string): RecipientState['state'] | undefined {
    return this.#states.get(id)?.state;
  }

  /** Whether Home Assistant is there; its services are asked for anew when it comes back. */
  setConnected(connected: boolean): void {
    this.#apply(this.#outbox.setReady(connected && this.#services !== undefined, this.#options.now()));
  }

  setServices(services: NotifyServices): void {
    this.#services = services;
  }

  /** Shows whose notify service is there, and sends what has waited. */
  open(members: readonly Member[]): void {
    for (const member of members) {
      const gone = member.kind === 'companion_app' && !this.#services?.services.has(member.target);
      const wasGone = this.stateOf(member.id) === 'missing';
      if (gone && !wasGone) this.setState(member.id, 'missing', 'its notify service is gone');
      if (!gone && wasGone) this.setState(member.id, 'unknown', null);
    }
    this.#apply(this.#outbox.setReady(true, this.#options.now()));
  }

  push(member: Member, write: Writing, sending: Omit<Sending, 'id'>): void {
    const { id, now } = this.#options;
    const letter = pushLetter(member, write, { ...sending, id: id() }, now(), this.#services);
    if (letter) this.#post(letter);
  }

  mail(member: Member, write: Writing, sending: Omit<Sending, 'id'>): void {
    const { id, now } = this.#options;
    const letter = mailLetter(member, write, { ...sending, id: id() }, now(), this.#services);
    if (letter === 'no_service') {
      this.#withoutMail.add(member.id);
      this.setState(member.id, 'failed', NO_MAIL);
      return;
    }
    this.#withoutMail.delete(member.id);
    if (letter) this.#post(letter);
  }

  /** Whatever tells of this alert is out of date. */
  drop(about: string): void {
    this.#outbox.drop(about);
  }

  /** Home Assistant took a letter. */
  accepted(id: string): void {
    const letter = this.#outbox.accepted(id);
    if (!letter) return;
    this.#confirmable.set(id, letter);
    if (this.#confirmable.size > MAX_CONFIRMABLE) {
      const [oldest] = this.#confirmable.keys();
      if (oldest !== undefined) this.#confirmable.delete(oldest);
    }
    // The push went well, the mail that was wanted, too, did not.
    if (this.#withoutMail.has(letter.to)) this.setState(letter.to, 'failed', NO_MAIL);
    else this.setState(letter.to, 'sent', null);
    this.#options.note(letter, 'sent', null);
  }

  /** Home Assistant refused it. */
  refused(id: string, reason: string): void {
    this.#apply(this.#outbox.refused(id, reason.slice(0, 300), this.#options.now()));
  }

  /** A phone says that it has it. */
  confirmed(id: string): void {
    const letter = this.#confirmable.get(id);
    if (!letter) return;
    this.#confirmable.delete(id);
    this.setState(letter.to, 'delivered', null);
    this.#options.note(letter, 'delivered', null);
  }

  setState(id: string, state: RecipientState['state'], reason: string | null): void {
    const at = state === 'unknown' ? null : new Date(this.#options.now()).toISOString();
    const next = { state, at, reason };
    this.#states.set(id, next);
    this.#options.showState(id, next);
  }

  /** Lets time pass. @returns milliseconds since 1970 UTC at which it must be called again; null: not by itself. */
  pass(): number | null {
    this.#apply(this.#outbox.pass(this.#options.now()));
    return this.#outbox.next();
  }

  #post(letter: Letter): void {
    this.#apply(this.#outbox.post(letter, this.#options.now()));
  }

  #apply({ send, failed }: OutboxStep): void {
    const now = this.#options.now();
    for (const letter of send) this.#options.send({ ...letter, call: letter.write(now) });
    for (const { letter, reason } of failed) {
      this.setState(letter.to, 'failed', reason);
      this.#options.note(letter, 'failed', reason);
    }
  }
}
