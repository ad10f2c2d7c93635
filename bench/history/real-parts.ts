import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { createDebianPackages } from '../../local/src/parts/debian-packages.ts';
import { findProgram } from '../../local/src/parts/programs.ts';
import type { InfluxAddress } from '../../nodes/src/cradle-influxdb/influx-client.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LOOPBACK = '127.0.0.1';
const PASSWORD = 'not-a-secret-in-a-benchmark';

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || ended(child)) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** Mosquitto without logins, and a client of it. */
export async function startMosquitto(port: number): Promise<{ client: MqttClient; end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-mosquitto-'));
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(config, `listener ${port} ${LOOPBACK}\nallow_anonymous true\nset_tcp_nodelay true\n`);
  let command = findProgram('mosquitto');
  let environment: NodeJS.ProcessEnv = {};
  if (!command) {
    const parts = join(ROOT, 'test', 'output', 'parts');
    mkdirSync(parts, { recursive: true });
    const debian = createDebianPackages(parts, () => {}, new AbortController().signal);
    const unpacked = await debian.unpack('mosquitto');
    command = join(unpacked.folder, 'usr', 'sbin', 'mosquitto');
    environment = unpacked.environment;
  }
  const child = spawn(command, ['-c', config], { stdio: 'ignore', env: { ...process.env, ...environment } });
  const client = mqtt.connect(`mqtt://${LOOPBACK}:${port}`, { protocolVersion: 5, reconnectPeriod: 100 });
  client.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    child.once('exit', (code) => reject(new Error(`mosquitto ended with ${code}: is port ${port} taken?`)));
  });
  return {
    client,
    async end() {
      await client.endAsync(true);
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Node-RED with all our flows but the notifications, as npm start runs it. */
export class NodeRedProcess {
  readonly #userDir = mkdtempSync(join(tmpdir(), 'smart-cradle-kill-'));
  readonly #port: number;
  readonly #brokerPort: number;
  readonly #database: InfluxAddress;
  #child: ChildProcess | undefined;

  constructor(port: number, brokerPort: number, database: InfluxAddress) {
    this.#port = port;
    this.#brokerPort = brokerPort;
    this.#database = database;
  }

  get flowFile(): string {
    return join(this.#userDir, 'flows.json');
  }

  /** Resolves when the flow answers. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(ROOT, 'flows', 'src', 'main.ts')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        NODE_RED_PORT: String(this.#port),
        NODE_RED_USER_DIR: this.#userDir,
        NODE_RED_PASSWORD: PASSWORD,
        NODE_RED_CREDENTIAL_SECRET: PASSWORD,
        MQTT_HOST: LOOPBACK,
        MQTT_PORT: String(this.#brokerPort),
        INFLUX_HOST: this.#database.host,
        INFLUX_PORT: String(this.#database.port),
        INFLUX_DATABASE: this.#database.database,
        SMART_CRADLE_HISTORY_TOKEN: PASSWORD,
      },
    });
    this.#child = child;
    for (;;) {
      if (ended(child)) throw new Error(`Node-RED ended with ${child.exitCode ?? child.signalCode}`);
      const answer = await fetch(`http://${LOOPBACK}:${this.#port}/smart-cradle/health`).catch(
        () => undefined,
      );
      if (answer?.ok) return;
      await delay(50);
    }
  }

  stop(): Promise<void> {
    return end(this.#child, 'SIGTERM');
  }

  /** kill -9. */
  kill(): Promise<void> {
    return end(this.#child, 'SIGKILL');
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#userDir, { recursive: true, force: true });
  }
}
