import type { Message } from './connection.ts';

export interface OutboxOptions {
  /** Sent on each connection, after the states: that the agent is online. */
  greeting: { topic: string; payload: string };
  isConnected(): boolean;
  isCongested(): boolean;
  send(message: Message): void;
  /** ms, monotonic. */
  now(): number;
}

/** ms that a live reading waits for the connection. */
export const LIVE_FOR = 5_000;
/** Changes that are kept while disconnected; the oldest go first, the last of each topic stays known anyway. */
const MOST_CHANGES = 500;

/**
 * What leaves the agent. States (retained, QoS 1) are all delivered, in order, however long the broker is away, and
 * once more on each connection, as a broker may have lost them. Live readings (QoS 0, never retained) are worth
 * something only while they are young. Pictures do not wait at all.
 */
export class Outbox {
  /** Live readings and pictures that were not sent. */
  dropped = 0;
  readonly #options: OutboxOptions;
  /** The last payload of each state, in the order in which they were first published. */
  readonly #states = new Map<string, string>();
  #changes: { topic: string; payload: string }[] = [];
  #waiting: { at: number; topic: string; payload: string | Buffer }[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** A state: retained. */
  state(topic: string, payload: string): void {
    this.#states.set(topic, payload);
    if (this.#options.isConnected()) {
      this.#sendState(topic, payload);
      return;
    }
    this.#changes.push({ topic, payload });
    if (this.#changes.length > MOST_CHANGES) this.#changes.shift();
  }

  /** A reading of this moment, or an answer. */
  live(topic: string, payload: string | Buffer): void {
    if (this.#options.isConnected()) {
      this.#options.send({ topic, payload, qos: 0, retain: false });
      return;
    }
    const at = this.#options.now();
    this.#waiting.push({ at, topic, payload });
    this.#forgetOld(at);
  }

  /** A picture: left out while the network is slow or away. */
  picture(topic: string, payload: string | Buffer): void {
    if (!this.#options.isConnected() || this.#options.isCongested()) {
      this.dropped += 1;
      return;
    }
    this.#options.send({ topic, payload, qos: 0, retain: false });
  }

  /** Says that the agent is online. */
  greet(): void {
    const { topic, payload } = this.#options.greeting;
    this.#sendState(topic, payload);
  }

  /**
   * To be called on each connection. The states go first: were the agent online before them, what a broker still holds
   * of the time before, such as a thermometer that was there, would be taken for the present.
   */
  connected(): void {
    const changes = this.#changes;
    this.#changes = [];
    for (const { topic, payload } of changes) this.#sendState(topic, payload);
    const changed = new Set(changes.map(({ topic }) => topic));
    for (const [topic, payload] of this.#states) {
      if (!changed.has(topic)) this.#sendState(topic, payload);
    }
    this.greet();
    this.#forgetOld(this.#options.now());
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { topic, payload } of waiting) this.#options.send({ topic, payload, qos: 0, retain: false });
  }

  #sendState(topic: string, payload: string): void {
    this.#options.send({ topic, payload, qos: 1, retain: true });
  }

  #forgetOld(now: number): void {
    const young = this.#waiting.filter(({ at }) => now - at <= LIVE_FOR);
    this.dropped += this.#waiting.length - young.length;
    this.#waiting = young;
  }
}
