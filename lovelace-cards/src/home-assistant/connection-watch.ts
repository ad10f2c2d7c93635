import type { HaConnection } from './types.ts';

/** How often an open connection is asked for a sign of life, and how long that may take, ms. */
export const PING_INTERVAL = 5_000;
export const PING_TIMEOUT = 5_000;

/**
 * Says whether Home Assistant can be heard. A socket may look open long after the network is gone, so it is asked as well.
 */
export class ConnectionWatch {
  readonly #connection: HaConnection;
  readonly #changed: (alive: boolean) => void;
  #alive = true;
  #heardAt = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;

  constructor(connection: HaConnection, changed: (alive: boolean) => void) {
    this.#connection = connection;
    this.#changed = changed;
  }

  /** When Home Assistant was heard last, ms since 1970. */
  get heardAt(): number {
    return this.#heardAt;
  }

  start(): void {
    this.#running = true;
    this.#connection.addEventListener('ready', this.#ready);
    this.#connection.addEventListener('disconnected', this.#lost);
    this.#schedule();
  }

  stop(): void {
    this.#running = false;
    this.#connection.removeEventListener('ready', this.#ready);
    this.#connection.removeEventListener('disconnected', this.#lost);
    clearTimeout(this.#timer);
  }

  #ready = (): void => {
    this.#heardAt = Date.now();
    this.#say(true);
  };
  #lost = (): void => this.#say(false);

  #say(alive: boolean): void {
    if (!this.#running || alive === this.#alive) return;
    this.#alive = alive;
    this.#changed(alive);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PING_INTERVAL);
  }

  async #ask(): Promise<void> {
    let timeout: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<false>((resolve) => {
      timeout = setTimeout(() => resolve(false), PING_TIMEOUT);
    });
    const asked = Date.now();
    const answered = this.#connection.ping().then(
      () => true,
      () => false,
    );
    const heard = await Promise.race([answered, late]);
    clearTimeout(timeout);
    if (heard) this.#heardAt = asked;
    this.#say(heard);
    if (this.#running) this.#schedule();
  }
}
