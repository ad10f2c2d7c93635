import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between the agent and its broker that can be slow, dead or cut. */
export class SlowLink {
  /** Bytes a second from the agent to the broker; 0: nothing passes. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  readonly #broker: number;
  readonly #server: Server;
  readonly #pairs = new Set<{ near: Socket; far: Socket }>();
  readonly #timer: NodeJS.Timeout;

  private constructor(broker: number) {
    this.#broker = broker;
    this.#server = createServer((near) => this.#join(near));
    this.#timer = setInterval(() => this.#pass(), PASS_EVERY);
  }

  /** @param broker its port. */
  static async open(broker: number): Promise<SlowLink> {
    const link = new SlowLink(broker);
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the link is closed');
    return `mqtt://127.0.0.1:${address.port}`;
  }

  /** As a cable that is pulled between two machines that stay up. */
  cut(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket): void {
    const far = connect(this.#broker, '127.0.0.1');
    const pair = { near, far };
    this.#pairs.add(pair);
    near.pause();
    far.pipe(near);
    for (const socket of [near, far]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }

  #pass(): void {
    const most = Math.floor((this.bytesPerSecond * PASS_EVERY) / 1_000);
    if (most <= 0) return;
    for (const { near, far } of this.#pairs) {
      const waiting = near.readableLength;
      // read(0) asks the system for more.
      const bytes: Buffer | null = waiting === 0 ? near.read(0) : near.read(Math.min(waiting, most));
      if (bytes) far.write(bytes);
      near.read(0);
    }
  }
}

/** ms. */
const PASS_EVERY = 20;
