import { type DeviceDiscovery, stableStringify, withRemovals } from '@smart-cradle/protocol/discovery';
import { z } from 'zod';
import { type Log, messageOf } from '../log.ts';
import type { Connection } from './connection.ts';

export interface DiscoveryOptions {
  topic: string;
  build(): DeviceDiscovery;
  broker: Pick<Connection, 'isConnected' | 'publish' | 'subscribe' | 'unsubscribe'>;
  /** Publishes again what is not retained, such as diagnostics. */
  onBirth(): void;
  log: Log;
  random?: () => number;
}

/** ms to wait for the retained payload: the broker sends it right after it acknowledges the subscription. */
const RETAINED_WITHIN = 500;
/** ms: many agents should not answer Home Assistant's birth at once. */
const BIRTH_DELAY = 2_000;

const retainedPayload = z.looseObject({
  components: z.record(z.string(), z.looseObject({ platform: z.string() })),
});

/** What to publish over the retained payload: nothing when it says the same, else what makes Home Assistant follow. */
export function discoveryUpdates(retained: string | undefined, next: DeviceDiscovery): string[] {
  const text = stableStringify(next);
  if (retained === undefined) return [text];
  let input: unknown;
  try {
    input = JSON.parse(retained);
  } catch {
    return [text];
  }
  if (stableStringify(input) === text) return [];
  const previous = retainedPayload.safeParse(input);
  // Only the platforms of gone components are taken from what somebody else may have written.
  return withRemovals(previous.success ? (previous.data as unknown as DeviceDiscovery) : undefined, next).map(
    stableStringify,
  );
}

/** Keeps the device's discovery payload as it should be on its retained topic. */
export class Discovery {
  readonly #options: DiscoveryOptions;
  #retained: string | undefined;
  #heard: (() => void) | undefined;
  #birth: NodeJS.Timeout | undefined;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  /** On each connection: reads what is retained, and publishes only a change. */
  async synchronise(): Promise<void> {
    const { topic, broker, log } = this.#options;
    try {
      this.#retained = undefined;
      const heard = new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
      await broker.subscribe([topic]);
      await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, RETAINED_WITHIN).unref())]);
      this.#heard = undefined;
      await broker.unsubscribe(topic);
      await this.#update();
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'discovery: will be tried on the next connection');
    }
  }

  /** The payload on the own topic. */
  take(payload: Buffer): void {
    if (!this.#heard) return;
    this.#retained = payload.toString('utf8');
    this.#heard();
  }

  /** What the payload is built of has changed. */
  changed(): void {
    // While what is retained is still being read, the synchronisation will see the change.
    if (!this.#options.broker.isConnected || this.#heard) return;
    this.#update().catch((error) =>
      this.#options.log.warn({ reason: messageOf(error) }, 'discovery: not published'),
    );
  }

  async #update(): Promise<void> {
    for (const payload of discoveryUpdates(this.#retained, this.#options.build()))
      await this.#publish(payload);
  }

  /** Home Assistant has started: it may have forgotten what is not retained. */
  born(): void {
    const { random = Math.random, log, onBirth } = this.#options;
    clearTimeout(this.#birth);
    this.#birth = setTimeout(() => {
      if (!this.#options.broker.isConnected) return;
      this.#publish(stableStringify(this.#options.build())).catch((error) =>
        log.warn({ reason: messageOf(error) }, 'discovery: not published'),
      );
      onBirth();
    }, random() * BIRTH_DELAY).unref();
  }

  async #publish(payload: string): Promise<void> {
    const { topic, broker, log } = this.#options;
    // Before it is delivered, so that the same is not published twice meanwhile.
    this.#retained = payload;
    await broker.publish({ topic, payload, qos: 1, retain: true });
    log.info({ topic, bytes: Buffer.byteLength(payload) }, 'discovery: published');
  }
}
