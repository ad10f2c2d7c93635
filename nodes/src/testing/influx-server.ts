import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { InfluxDB } from 'influx';
import { createDebianPackages } from '../../../local/src/parts/debian-packages.ts';
import { influxConfig } from '../../../local/src/parts/influxdb.ts';
import { findProgram } from '../../../local/src/parts/programs.ts';
import { createInfluxClient, type InfluxAddress } from '../cradle-influxdb/influx-client.ts';

const PARTS = join(import.meta.dirname, '..', '..', '..', 'test', 'output', 'parts');
const LOOPBACK = '127.0.0.1';

/** A real InfluxDB 1.x in a folder of its own. */
export interface InfluxServer {
  address: InfluxAddress;
  client: InfluxDB;
  readonly pid: number;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and deletes its folder. */
  end(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The installed influxd, or that of the Debian package. */
async function findInfluxd(): Promise<string> {
  const installed = findProgram('influxd');
  if (installed) return installed;
  mkdirSync(PARTS, { recursive: true });
  const debian = createDebianPackages(PARTS, () => {}, new AbortController().signal);
  return join((await debian.unpack('influxdb')).folder, 'usr', 'bin', 'influxd');
}

/** Starts it, without logins, on free ports. */
export async function startInfluxServer(): Promise<InfluxServer> {
  const command = await findInfluxd();
  const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-influx-'));
  const [port, rpcPort] = [await freePort(), await freePort()];
  const config = join(folder, 'influxdb.conf');
  writeFileSync(
    config,
    influxConfig(folder, port, rpcPort).replace('auth-enabled = true', 'auth-enabled = false'),
  );
  const address = { host: LOOPBACK, port, database: 'smart_cradle' };
  const client = createInfluxClient(address);
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(command, ['-config', config], { stdio: 'ignore' });
    for (;;) {
      const [host] = await client.ping(1000).catch(() => []);
      if (host?.online) return;
      if (child.exitCode !== null) throw new Error(`influxd ended with ${child.exitCode}`);
      await delay(50);
    }
  };
  const kill = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill(signal);
    });
  await start();
  return {
    address,
    client,
    get pid() {
      return child?.pid ?? 0;
    },
    start,
    kill: () => kill('SIGKILL'),
    async end() {
      await kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
