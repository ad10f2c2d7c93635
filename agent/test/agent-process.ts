import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connectAsync, type MqttClient } from 'mqtt';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The real agent as a process of its own, with a folder of its own. */
export class AgentProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'smart-cradle-agent-'));
  readonly logged: Record<string, unknown>[] = [];
  readonly #config: object;
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;

  /** @param config the agent's; folder and log are filled in. */
  constructor(config: object, environment: Readonly<Record<string, string>> = {}) {
    this.#config = config;
    this.#environment = environment;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (!pid) throw new Error('the agent does not run');
    return pid;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  start(): void {
    const file = join(this.folder, 'agent.yaml');
    const config = { data_directory: join(this.folder, 'data'), log: { format: 'json' }, ...this.#config };
    writeFileSync(file, JSON.stringify(config));
    // As the service unit starts it.
    const child = spawn(process.execPath, ['--max-semi-space-size=2', MAIN, 'run', '--config', file], {
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', MALLOC_ARENA_MAX: '2', ...this.#environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.logged.push(line.startsWith('{') ? JSON.parse(line) : { level: 0, msg: line });
      if (this.logged.length > 2_000) this.logged.shift();
    });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || !this.isRunning) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Heard {
  /** ms, of this process's monotonic clock. */
  at: number;
  topic: string;
  payload: Buffer;
  retained: boolean;
}

/** Everything that the broker hears, kept in order; pictures without their bytes. */
export class Ear {
  readonly messages: Heard[] = [];
  readonly client: MqttClient;
  readonly #events = new EventEmitter();

  private constructor(client: MqttClient) {
    this.client = client;
    client.on('message', (topic, payload, { retain }) => {
      const kept = payload.length > 65_536 ? Buffer.alloc(0) : payload;
      this.messages.push({ at: performance.now(), topic, payload: kept, retained: retain });
      this.#events.emit('message');
    });
    // It subscribes anew on each connection.
    client.on('connect', () => client.subscribe('#', { qos: 1 }));
  }

  static async listen(url: string): Promise<Ear> {
    const client = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 200 });
    client.on('error', () => {});
    const ear = new Ear(client);
    await client.subscribeAsync('#', { qos: 1 });
    return ear;
  }

  /** The first message since `since` (ms, monotonic) that satisfies. @throws Error after `within` ms. */
  async hear(
    what: string,
    satisfied: (message: Heard) => boolean,
    since = performance.now(),
    within = 60_000,
  ): Promise<Heard> {
    const ended = AbortSignal.timeout(within);
    let from = this.messages.findIndex(({ at }) => at >= since);
    if (from === -1) from = this.messages.length;
    for (;;) {
      for (; from < this.messages.length; from += 1) {
        const message = this.messages[from];
        if (message && satisfied(message)) return message;
      }
      await once(this.#events, 'message', { signal: ended }).catch(() => {
        throw new Error(`not heard within ${within} ms: ${what}`);
      });
    }
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
