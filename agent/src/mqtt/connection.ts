import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { Config } from '../config/schema.ts';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import { createBackoff } from '../sensors/backoff.ts';

export interface Message {
  topic: string;
  payload: string | Buffer;
  qos: 0 | 1;
  retain: boolean;
}

export interface ConnectionOptions {
  mqtt: Config['mqtt'];
  clientId: string;
  /** Topic of the availability, whose last will is `offline`; without it there is none. */
  willTopic?: string;
  log: Log;
  onConnect(): void;
  onMessage(topic: string, payload: Buffer, retained: boolean): void;
}

/** s; the broker publishes the last will after one and a half of it. */
const KEEP_ALIVE = 10;
/** ms: the first retry comes within a second, and all is back within 15 s of a broker's restart. */
const RETRY = { first: 500, longest: 5_000 };
const CONNECT_TIMEOUT = 5_000;
const END_WITHIN = 500;
/** Bytes that wait for the network until pictures are left out. */
const CONGESTED = 262_144;
/** ms between looks at how long the broker takes to answer. */
const PING_EVERY = 1_000;
/** ms without an answer until the link counts as congested: the system's own buffer may hold seconds of pictures. */
const SLOW_AFTER = 1_000;
/** Bytes of the largest message that the broker should hand over (MQTT 5); commands are short. */
const LARGEST_MESSAGE = 262_144;

/** The connection to the broker: kept, and made again by itself. It queues nothing: that is the outbox's job. */
export class Connection implements Part {
  readonly #options: ConnectionOptions;
  readonly #backoff = createBackoff(RETRY.first, RETRY.longest);
  #client: MqttClient | undefined;
  #retry: NodeJS.Timeout | undefined;
  #lastFailure = '';
  #pings: NodeJS.Timeout | undefined;
  #pingedAt: number | undefined;
  #answeredIn: number | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#client?.connected === true;
  }

  /** The network takes less than is written: pictures should wait. */
  get isCongested(): boolean {
    return (
      (this.#client?.stream.writableLength ?? 0) > CONGESTED ||
      (this.#pingedAt !== undefined && performance.now() - this.#pingedAt > SLOW_AFTER)
    );
  }

  /** ms that the broker takes to answer, behind all that was sent before; null while it is not connected. */
  get latency(): number | null {
    if (!this.isConnected || this.#answeredIn === undefined) return null;
    const waiting = this.#pingedAt === undefined ? 0 : performance.now() - this.#pingedAt;
    return Math.round(Math.max(waiting, this.#answeredIn));
  }

  /** Of this machine, as the broker's network sees it; null while it is not connected. */
  get address(): string | null {
    const stream: unknown = this.#client?.stream;
    if (!this.isConnected || typeof stream !== 'object' || stream === null) return null;
    const address: unknown = Reflect.get(stream, 'localAddress');
    return typeof address === 'string' ? address.replace(/^::ffff:/, '') : null;
  }

  start(): void {
    const { mqtt, log } = this.#options;
    const client = connect(mqtt.url, clientOptions(this.#options));
    this.#client = client;
    client.on('connect', () => {
      setNoDelay(client.stream);
      this.#pingedAt = undefined;
      this.#backoff.reset();
      this.#lastFailure = '';
      log.info({ broker: brokerOf(mqtt.url), version: mqtt.protocol_version }, 'mqtt: connected');
      this.#options.onConnect();
    });
    client.on('message', (topic, payload, packet) => this.#options.onMessage(topic, payload, packet.retain));
    client.on('packetreceive', ({ cmd }) => {
      if (cmd !== 'pingresp' || this.#pingedAt === undefined) return;
      this.#answeredIn = performance.now() - this.#pingedAt;
      this.#pingedAt = undefined;
    });
    this.#pings = setInterval(() => {
      if (!client.connected || this.#pingedAt !== undefined) return;
      this.#pingedAt = performance.now();
      client.sendPing();
    }, PING_EVERY);
    client.on('error', (error) => this.#failed(messageOf(error)));
    client.on('close', () => {
      this.#failed('the connection is closed');
      if (client.disconnecting) return;
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => client.reconnect(), this.#backoff.next());
    });
  }

  /** Ends the connection in order, without the last will. */
  async stop(): Promise<void> {
    clearTimeout(this.#retry);
    clearInterval(this.#pings);
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    client.removeAllListeners('close');
    // What was on its way when a broker died may never be acknowledged: it must not hold up the end.
    const limit = setTimeout(() => client.stream.destroy(), END_WITHIN);
    await Promise.race([client.endAsync(!client.connected), once(client.stream, 'close')]);
    clearTimeout(limit);
  }

  /** Resolves when the broker has it (QoS 1) or when it is written (QoS 0). */
  async publish({ topic, payload, qos, retain }: Message): Promise<void> {
    await this.#client?.publishAsync(topic, payload, { qos, retain });
  }

  /**
   * QoS 0: with a clean start nothing would be delivered again anyway, and Mosquitto 2.0 counts each message that is
   * larger than {@link LARGEST_MESSAGE} as on its way for ever, so that after twenty of QoS 1 none would come any more.
   * With MQTT 5 a message that was published as retained still says so.
   */
  async subscribe(topics: readonly string[]): Promise<void> {
    const rap = this.#options.mqtt.protocol_version === 5 ? { rap: true } : {};
    const granted = await this.#client?.subscribeAsync([...topics], { qos: 0, ...rap });
    for (const { topic, qos } of granted ?? []) {
      if (qos >= 128)
        this.#options.log.error({ topic, code: qos }, 'mqtt: the broker refused a subscription');
    }
  }

  async unsubscribe(topic: string): Promise<void> {
    await this.#client?.unsubscribeAsync(topic);
  }

  #failed(reason: string): void {
    if (this.#lastFailure === reason) return;
    // "closed" follows each error: it would only hide the cause.
    if (this.#lastFailure && reason === 'the connection is closed') return;
    this.#lastFailure = reason;
    this.#options.log.warn(
      { broker: brokerOf(this.#options.mqtt.url), reason },
      'mqtt: not connected, trying again',
    );
  }
}

function clientOptions({ mqtt, clientId, willTopic }: ConnectionOptions): IClientOptions {
  const [ca, cert, key] = (['ca_file', 'cert_file', 'key_file'] as const).map((name) => readFile(mqtt, name));
  return {
    clientId,
    protocolVersion: mqtt.protocol_version,
    clean: true,
    keepalive: KEEP_ALIVE,
    connectTimeout: CONNECT_TIMEOUT,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    ...(mqtt.protocol_version === 5 ? { properties: { maximumPacketSize: LARGEST_MESSAGE } } : {}),
    ...(willTopic
      ? { will: { topic: willTopic, payload: Buffer.from('offline'), qos: 1, retain: true } as const }
      : {}),
    ...(mqtt.username ? { username: mqtt.username } : {}),
    ...(mqtt.password ? { password: mqtt.password } : {}),
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  };
}

/** @throws Error that names the key and the file. */
function readFile(mqtt: Config['mqtt'], name: 'ca_file' | 'cert_file' | 'key_file'): Buffer | undefined {
  const path = mqtt[name];
  if (!path) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`mqtt.${name} (${path}): cannot be read: ${messageOf(error)}`);
  }
}

/** Without it, small messages wait for each other's acknowledgement for up to 40 ms on each side. */
function setNoDelay(stream: unknown): void {
  if (typeof stream !== 'object' || stream === null) return;
  const setter: unknown = Reflect.get(stream, 'setNoDelay');
  if (typeof setter === 'function') setter.call(stream, true);
}

/** Host and port only: an address may hold a password. */
function brokerOf(url: string): string {
  return new URL(url).host;
}
