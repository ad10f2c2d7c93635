import { execFile } from 'node:child_process';
import { type Log, messageOf } from './log.ts';
import type { Part } from './part.ts';
import type { PipelineHeartbeat } from './pipeline-heartbeat.ts';

export interface ServiceManagerOptions {
  heartbeat: PipelineHeartbeat;
  /** One line for `systemctl status`. */
  status(): string;
  log: Log;
  environment: Readonly<Record<string, string | undefined>>;
}

/** ms between beats where systemd asks for none. */
const BEAT_EVERY = 10_000;

/**
 * Tells systemd that the agent is ready and that it works: https://www.freedesktop.org/software/systemd/man/sd_notify.html
 * A beat is left out while a pipeline is stuck, so that systemd starts the agent anew; without systemd it is logged.
 * Node.js has no datagram sockets of that kind, hence systemd's own program.
 */
export class ServiceManager implements Part {
  readonly #options: ServiceManagerOptions;
  #timer: NodeJS.Timeout | undefined;
  #stuck = '';

  constructor(options: ServiceManagerOptions) {
    this.#options = options;
  }

  start(): void {
    const microseconds = Number(this.#options.environment.WATCHDOG_USEC);
    // A third of what systemd allows, so that one beat may be late.
    const every = microseconds > 0 ? Math.min(BEAT_EVERY, microseconds / 3_000) : BEAT_EVERY;
    this.#notify('READY=1');
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), every);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#notify('STOPPING=1');
  }

  #beat(): void {
    const stuck = this.#options.heartbeat.look(performance.now()).join(', ');
    if (stuck !== this.#stuck) {
      this.#stuck = stuck;
      if (stuck) this.#options.log.error({ stuck }, 'watchdog: nothing is judged any more');
      else this.#options.log.info({}, 'watchdog: all is judged again');
    }
    if (stuck) this.#notify(`STATUS=stuck: ${stuck}`);
    else this.#notify('WATCHDOG=1', `STATUS=${this.#options.status()}`);
  }

  #notify(...lines: string[]): void {
    const { environment, log } = this.#options;
    if (!environment.NOTIFY_SOCKET) return;
    execFile('systemd-notify', lines, { timeout: BEAT_EVERY }, (error) => {
      if (error) log.warn({ reason: messageOf(error) }, 'watchdog: systemd is not told');
    });
  }
}
