import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PROGRAM = '/usr/sbin/mosquitto';

/** A port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}

/** The real broker, on a port of its own. */
export class Mosquitto {
  readonly port: number;
  readonly folder: string;
  readonly #lines: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, lines: readonly string[]) {
    this.port = port;
    this.folder = folder;
    this.#lines = lines;
  }

  /** @param lines of its configuration, after the listener's. @throws Error when it does not start. */
  static async start(lines: readonly string[] = ['allow_anonymous true']): Promise<Mosquitto> {
    const folder = await mkdtemp(join(tmpdir(), 'smart-cradle-broker-'));
    const broker = new Mosquitto(await freePort(), folder, lines);
    await broker.resume();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Starts it, with what it had retained at its last orderly end. */
  async resume(): Promise<void> {
    const file = join(this.folder, 'mosquitto.conf');
    const fixed = [
      `listener ${this.port} 127.0.0.1`,
      `user ${userInfo().username}`,
      'persistence true',
      `persistence_location ${this.folder}/`,
      'log_dest stderr',
    ];
    await writeFile(file, `${[...fixed, ...this.#lines].join('\n')}\n`);
    const child = spawn(PROGRAM, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-2_000);
    });
    child.once('error', (error) => {
      words = `${error.message}; npm run setup -- --tests installs it`;
    });
    for (let tries = 0; tries < 100; tries += 1) {
      if (await listens(this.port)) return;
      if (child.exitCode !== null) break;
      await delay(50);
    }
    throw new Error(`Mosquitto does not start: ${words}`);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'close');
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
