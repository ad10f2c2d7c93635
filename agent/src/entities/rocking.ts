import { type ServoMessage, servoMessage } from '@smart-cradle/protocol/messages';
import type { Log } from '../log.ts';
import type { Inbox } from '../mqtt/inbox.ts';
import type { Rejections } from '../mqtt/rejections.ts';
import type { Part } from '../part.ts';
import type { Outlets } from './outlets.ts';
import { RENEW_EVERY, type Run, servoStateOf, startRun } from './servo-timing.ts';

export interface RockingOptions {
  outlets: Outlets;
  inbox: Inbox;
  rejections: Rejections;
  log: Log;
  /** Writes a line to the motor's controller; false when it cannot. */
  write(line: string): boolean;
  /** Minutes. */
  longestRun(): number;
  now?: () => number;
}

/** What firmware of ours says when it starts and as an answer: then it understands `stop`. */
const OWN_FIRMWARE = /^smart-cradle(?: |$)/;

/** The motor: on by command, renewed each second, off by command, after the longest run, and when the line is lost. */
export class Rocking implements Part {
  readonly #options: RockingOptions;
  readonly #now: () => number;
  #run: Run | undefined;
  #ownFirmware = false;
  #renewal: NodeJS.Timeout | undefined;
  #changedAt: Date;

  constructor(options: RockingOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#changedAt = options.outlets.stamp().date;
    const { topics } = options.outlets;
    options.inbox.onJson(topics.servo, servoMessage, (message, retained) => this.#command(message, retained));
  }

  start(): void {
    this.#publish();
  }

  stop(): void {
    this.#end('the agent ends');
  }

  /** The serial line is gone, and the motor's controller with it. */
  disconnected(): void {
    this.#ownFirmware = false;
    this.#end('the serial line is lost');
  }

  /** A line from the motor's controller; true when it was meant for here. */
  take(line: string): boolean {
    if (!OWN_FIRMWARE.test(line) && line !== 'servo ok') return false;
    if (OWN_FIRMWARE.test(line)) this.#ownFirmware = true;
    return true;
  }

  #command(message: ServoMessage, retained: boolean): void {
    const { outlets, rejections, log } = this.#options;
    if (retained) {
      rejections.note(outlets.topics.servo, 'a retained command is refused: it may be old');
      return;
    }
    if (message.action === 'stop') {
      this.#end('by command');
      // Said again even when nothing changed, so that a switch that hoped otherwise turns back.
      this.#publish();
      return;
    }
    const now = this.#now();
    if (!this.#options.write('servo')) {
      log.warn({ by: message.by }, 'rocking: not started, the serial line is not open');
      this.#end('the serial line is not open');
      this.#publish();
      return;
    }
    if (!this.#run) this.#changedAt = outlets.stamp().date;
    this.#run = startRun(this.#run, message, this.#options.longestRun(), now);
    log.info({ by: message.by, minutes: (this.#run.endsAt - now) / 60_000 }, 'rocking: on');
    this.#publish();
    clearInterval(this.#renewal);
    this.#renewal = setInterval(() => this.#renew(), RENEW_EVERY);
  }

  #renew(): void {
    if (!this.#run) return;
    if (this.#now() >= this.#run.endsAt) this.#end('the longest run is over');
    else if (!this.#options.write('servo')) this.#end('the serial line takes nothing');
  }

  #end(why: string): void {
    clearInterval(this.#renewal);
    if (!this.#run) return;
    this.#run = undefined;
    this.#changedAt = this.#options.outlets.stamp().date;
    // Old firmware would take it for rubbish; it stops by itself when `servo` no longer comes.
    if (this.#ownFirmware) this.#options.write('stop');
    this.#options.log.info({ why }, 'rocking: off');
    this.#publish();
  }

  #publish(): void {
    const { topics, outbox, stamp } = this.#options.outlets;
    const state = servoStateOf(this.#run, this.#changedAt, this.#now(), stamp().date);
    outbox.state(topics.servoState, JSON.stringify(state));
  }
}
