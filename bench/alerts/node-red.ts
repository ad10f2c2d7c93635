import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';

const MAIN = join(import.meta.dirname, '..', '..', 'flows', 'src', 'main.ts');

/** A broker in this process, and a client of it. */
export interface Bus {
  port: number;
  client: MqttClient;
  close(): Promise<void>;
}

export async function startBus(): Promise<Bus> {
  const broker = new Aedes();
  await broker.listen();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    broker.handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
  client.setMaxListeners(1000);
  return {
    port,
    client,
    close: async () => {
      await client.endAsync(true);
      server.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}

/** Node-RED with our rules, on one core where the system can do that. */
export class Rules {
  readonly #userDir = mkdtempSync(join(tmpdir(), 'smart-cradle-bench-'));
  readonly #port: number;
  readonly #bus: Bus;
  #child: ChildProcess | undefined;

  constructor(bus: Bus, port: number) {
    this.#bus = bus;
    this.#port = port;
  }

  /** Resolves when the flow answers. */
  async start(): Promise<void> {
    const pinned = process.platform === 'linux' && availableParallelism() > 1;
    const [program = process.execPath, ...before] = pinned
      ? ['taskset', '-c', '1', process.execPath]
      : [process.execPath];
    const child = spawn(program, [...before, MAIN], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        NODE_RED_PORT: String(this.#port),
        NODE_RED_USER_DIR: this.#userDir,
        NODE_RED_PASSWORD: 'not-a-secret-here',
        NODE_RED_CREDENTIAL_SECRET: 'not-a-secret-here-either',
        MQTT_HOST: '127.0.0.1',
        MQTT_PORT: String(this.#bus.port),
        MQTT_PROTOCOL_VERSION: '4',
      },
    });
    this.#child = child;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`Node-RED ended with ${child.exitCode}`);
      const answer = await fetch(`http://127.0.0.1:${this.#port}/smart-cradle/health`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Resident memory in MB; NaN where the system does not say. */
  memory(): number {
    try {
      const status = readFileSync(`/proc/${this.#child?.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    } catch {
      return Number.NaN;
    }
  }

  /** Seconds of processor time that it has used. */
  cpu(): number {
    try {
      const fields = readFileSync(`/proc/${this.#child?.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      return Number.NaN;
    }
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#userDir, { recursive: true, force: true });
  }
}
