import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import mqtt from 'mqtt';
import type { Context } from '../context.ts';
import type { Options } from '../options.ts';
import type { Serial } from '../real-devices.ts';
import type { Broker } from './broker.ts';
import { type Simulation, simulatedPort } from './simulation.ts';

const TITLE = 'Agent';
const MAIN = join(import.meta.dirname, '..', '..', '..', 'agent', 'src', 'main.ts');

/** What people call the cradle until they name it otherwise. */
const NAMES = { en: 'Smart Cradle', ko: '스마트 요람' } as const;

function serialConfig(serial: Serial): Record<string, string> {
  return 'path' in serial
    ? { path: serial.path }
    : { vendor_id: serial.vendorId, product_id: serial.productId };
}

function sourceConfig(
  source: Options['source'],
  port: string | undefined,
  simulation: Simulation | undefined,
) {
  switch (source.kind) {
    case 'simulated':
      return {
        source: 'simulated',
        serial: { path: port },
        simulation: {
          scenario: simulation?.scenario,
          speed: simulation?.speed,
          started_at: simulation?.startedAt,
        },
      };
    case 'recording':
      return { source: 'recording', serial: { path: port }, recording: { folder: source.folder } };
    case 'devices':
      return {
        source: 'devices',
        ...(source.serial ? { serial: serialConfig(source.serial) } : {}),
        ...(source.camera ? { camera: source.camera } : {}),
        ...(source.microphone ? { microphone: source.microphone } : {}),
      };
  }
}

/** The agent's configuration; JSON, which is YAML too. */
export function agentConfig(
  { options, credentials, path }: Pick<Context, 'options' | 'credentials' | 'path'>,
  broker: Broker,
  port: string | undefined,
  simulation: Simulation | undefined,
): string {
  const config = {
    uuid: credentials.uuid,
    name: NAMES[options.language],
    language: options.language,
    data_directory: path('agent'),
    ...sourceConfig(options.source, port, simulation),
    mqtt: { url: broker.url, protocol_version: broker.protocolVersion, ...broker.users.agent },
    log: { level: 'info', format: 'pretty' },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** Follows whether the agent says `online`, live: what is retained may be from an earlier life. */
async function followAvailability(broker: Broker, uuid: string) {
  const topic = cradleTopics(uuid).availability;
  const client = await mqtt.connectAsync(broker.url, {
    ...broker.users.person,
    protocolVersion: broker.protocolVersion,
  });
  let last = '';
  client.on('message', (_topic, payload) => {
    last = payload.toString();
  });
  await client.subscribeAsync(topic, { qos: 1 });
  return {
    /** A broker that is away says nothing of the agent. */
    isOnline: () => !client.connected || last === 'online',
    online: (ended: AbortSignal) =>
      new Promise<void>((resolve) => {
        const done = () => {
          client.off('message', look);
          resolve();
        };
        const look = (_topic: string, payload: Buffer, { retain }: { retain: boolean }) => {
          if (!retain && payload.toString() === 'online') done();
        };
        client.on('message', look);
        ended.addEventListener('abort', done, { once: true });
      }),
    close: () => client.endAsync(true),
  };
}

/** The agent; resolves when it has come online. @returns what ends the following of it. */
export async function startAgent(
  context: Context,
  broker: Broker,
  simulation: Simulation | undefined,
): Promise<() => Promise<void>> {
  const { supervisor, credentials, path, say } = context;
  mkdirSync(path('agent'), { recursive: true });
  const file = path('agent', 'agent.yaml');
  writeFileSync(file, agentConfig(context, broker, simulatedPort(context), simulation), { mode: 0o600 });
  const availability = await followAvailability(broker, credentials.uuid);
  try {
    await supervisor.start({
      part: 'agent',
      title: TITLE,
      command: process.execPath,
      // Memory: a small space for what is short-lived (pictures, meshes) is collected more often, and is enough.
      args: ['--max-semi-space-size=2', MAIN, 'run', '--config', file],
      // glibc gives every thread memory of its own, which costs some 50 MB here and speeds nothing up.
      environment: { ORT_DISABLE_TELEMETRY: '1', MALLOC_ARENA_MAX: '2' },
      ready: availability.online,
      // One that hangs answers the broker's pings no more, which then tells its last will.
      alive: async () => availability.isOnline(),
      readyLimit: 60_000,
      stopLimit: 5000,
    });
  } catch (error) {
    await availability.close();
    throw error;
  }
  say(TITLE, `ready: serves ${credentials.uuid}`);
  return availability.close;
}
