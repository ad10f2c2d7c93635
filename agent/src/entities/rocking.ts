import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { type ServoMessage, servoMessage } from '@smart-cradle/protocol/messages';
import type { Log } from '../log.ts';
import type { Inbox } from '../mqtt/inbox.ts';
import type { Rejections } from '../mqtt/rejections.ts';
import type { Part } from '../part.ts';
import { type Motion, parseFirmwareLine } from './firmware-line.ts';
import type { Outlets } from './outlets.ts';
import {
  ANSWER_WITHIN,
  HEARD_WITHIN,
  RENEW_EVERY,
  type Run,
  servoStateOf,
  startRun,
} from './servo-timing.ts';

export interface RockingOptions {
  outlets: Outlets;
  inbox: Inbox;
  rejections: Rejections;
  log: Log;
  /** Writes a line to the motor's controller; false when it cannot. */
  write(line: string): boolean;
  /** Minutes. */
  longestRun(): number;
  /** 1 to 4, when a command names none. */
  level(): number;
  /** Null: the motor's controller answers, or is of the kind that never does. */
  onState(reason: OfflineReason | null): void;
  now?: () => number;
}

const STILL: Motion = { on: false, level: null };

/**
 * The motor: on by command, renewed each second, off by command, after the longest run, and when the line is lost. The
 * cradle's own firmware, once it has announced itself, gets levels and `stop`, and what it answers is what is told; any
 * other gets nothing but `servo`, and what is written is what is told.
 */
export class Rocking implements Part {
  readonly #options: RockingOptions;
  readonly #now: () => number;
  #run: Run | undefined;
  /** What the cradle's own firmware has last said; undefined while none has announced itself. */
  #told: Motion | undefined;
  #firmware = '';
  #renewal: NodeJS.Timeout | undefined;
  #answer: NodeJS.Timeout | undefined;
  #heard: NodeJS.Timeout | undefined;
  #levelSetting: number | undefined;
  #changedAt: Date;
  #published = '';

  constructor(options: RockingOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#changedAt = options.outlets.stamp().date;
    const { topics } = options.outlets;
    options.inbox.onJson(topics.servo, servoMessage, (message, retained) => this.#command(message, retained));
  }

  /** Version of the firmware that has announced itself. */
  get firmware(): string | null {
    return this.#firmware || null;
  }

  start(): void {
    this.#publish();
  }

  stop(): void {
    this.#end('the agent ends');
    clearTimeout(this.#heard);
  }

  /** The serial line is there; who is at its other end is not known yet. */
  connected(): void {
    this.#options.onState(null);
  }

  /** The serial line is gone, and the motor's controller with it. */
  disconnected(): void {
    clearTimeout(this.#heard);
    this.#told = undefined;
    this.#firmware = '';
    this.#end('the serial line is lost');
    this.#publish();
    this.#options.onState('disconnected');
  }

  /** A line from the motor's controller; true when it was meant for here. */
  take(line: string): boolean {
    // What other firmware may answer: it says nothing of what the motor does.
    if (line === 'servo ok') return true;
    const said = parseFirmwareLine(line);
    if (!said) return false;
    const { log, rejections } = this.#options;
    if (said.kind === 'unknown') {
      rejections.note('serial', `firmware ${said.version} did not understand a command`);
      return true;
    }
    if (said.version !== this.#firmware) {
      this.#firmware = said.version;
      log.info({ version: said.version }, 'rocking: the firmware announces itself');
    }
    clearTimeout(this.#answer);
    clearTimeout(this.#heard);
    this.#heard = setTimeout(() => this.#unheard('the firmware is silent'), HEARD_WITHIN);
    this.#told = said.motion;
    this.#options.onState(null);
    // It moves though nobody wants it: an agent that was killed has left it so, say.
    if (said.motion.on && !this.#run) this.#options.write('stop');
    this.#publish();
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
      if (!this.#motion().on) this.#publish(true);
      return;
    }
    const now = this.#now();
    const renews = this.#run !== undefined;
    this.#run = startRun(this.#run, message, this.#options.longestRun(), now);
    this.#levelSetting = this.#options.level();
    if (!this.#write()) {
      log.warn({ by: message.by }, 'rocking: not started, the serial line is not open');
      this.#end('the serial line is not open');
      this.#publish(true);
      return;
    }
    if (this.#told) {
      clearTimeout(this.#answer);
      this.#answer = setTimeout(() => this.#unheard('the firmware does not answer'), ANSWER_WITHIN);
    }
    // Soothing renews its own every few seconds.
    log[renews ? 'debug' : 'info'](
      { by: message.by, minutes: (this.#run.endsAt - now) / 60_000 },
      'rocking: on',
    );
    this.#publish();
    clearInterval(this.#renewal);
    this.#renewal = setInterval(() => this.#renew(), RENEW_EVERY);
  }

  #renew(): void {
    if (!this.#run) return;
    const setting = this.#options.level();
    // Whoever moves the level now means the run that is on.
    if (setting !== this.#levelSetting) this.#run.level = undefined;
    this.#levelSetting = setting;
    if (this.#now() >= this.#run.endsAt) this.#end('the longest run is over');
    else if (!this.#write()) this.#end('the serial line takes nothing');
  }

  #write(): boolean {
    const { write, level } = this.#options;
    return write(this.#told ? `level ${this.#run?.level ?? level()}` : 'servo');
  }

  #unheard(why: string): void {
    this.#end(why);
    // Unheard for longer than its own limit, it stands still.
    this.#told = this.#told && STILL;
    this.#publish(true);
    this.#options.onState('no_data');
  }

  #end(why: string): void {
    clearInterval(this.#renewal);
    clearTimeout(this.#answer);
    if (!this.#run) return;
    this.#run = undefined;
    // Old firmware would take it for rubbish; it stops by itself when `servo` no longer comes.
    if (this.#told) this.#options.write('stop');
    this.#options.log.info({ why }, 'rocking: off');
    // Firmware that answers will say when it has come to rest.
    if (!this.#told?.on) this.#publish();
  }

  /** What the motor does. */
  #motion(): Motion {
    return this.#told ?? { on: this.#run !== undefined, level: null };
  }

  /** @param again even when it says what was said before. */
  #publish(again = false): void {
    const { topics, outbox, stamp } = this.#options.outlets;
    const motion = this.#motion();
    const run = motion.on ? this.#run : undefined;
    const key = JSON.stringify([motion, run?.endsAt, run?.by]);
    if (key === this.#published && !again) return;
    const wasOn = this.#published.startsWith('[{"on":true');
    if (this.#published !== '' && wasOn !== motion.on) this.#changedAt = stamp().date;
    this.#published = key;
    const state = servoStateOf(motion, run, this.#changedAt, this.#now(), stamp().date);
    outbox.state(topics.servoState, JSON.stringify(state));
  }
}
