import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { type Context, LOOPBACK, listenHost } from '../context.ts';
import type { Existing } from '../options.ts';
import type { Program } from '../supervisor.ts';
import type { EmbeddedBrokerConfig } from './aedes-broker.ts';
import { accessFile, type BrokerUsers, brokerUsers, passwordLine } from './broker-users.ts';
import { findProgram, outputOf } from './programs.ts';

/** How the other parts reach the broker. */
export interface Broker {
  host: string;
  port: number;
  url: string;
  /** 5, or 4 for MQTT 3.1.1. */
  protocolVersion: 4 | 5;
  users: { [Name in keyof BrokerUsers]: { username?: string; password?: string } };
}

/** Bytes of the largest packet that is taken: a little more than the largest message that anybody reads. */
const MAX_PACKET = 5_000_000;
/** Messages kept for a client that is away or slow. */
const MAX_QUEUED = 10_000;

const TITLE = 'MQTT broker';

interface MosquittoProgram {
  command: string;
  environment: Record<string, string>;
  from: string;
}

/** Mosquitto's configuration. */
export function mosquittoConfig(folder: string, host: string, port: number, user: string): string {
  return `${[
    'allow_anonymous false',
    `password_file ${join(folder, 'passwords')}`,
    `acl_file ${join(folder, 'access')}`,
    `listener ${port} ${host}`,
    'persistence true',
    `persistence_location ${folder}/`,
    'autosave_interval 30',
    `max_packet_size ${MAX_PACKET}`,
    `max_queued_messages ${MAX_QUEUED}`,
    'set_tcp_nodelay true',
    // Started by root it would go on as a user that can neither be taken for granted nor read the data folder.
    `user ${user}`,
    'log_dest stdout',
    'log_type error',
    'log_type warning',
    'log_type notice',
    'log_timestamp_format %Y-%m-%dT%H:%M:%S',
  ].join('\n')}\n`;
}

/** Mosquitto before 2.0 reads neither these passwords nor this way to listen. */
async function isRecentMosquitto(command: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const version = await outputOf(command, ['-h'], environment).catch(() => '');
  return Number(/mosquitto version (\d+)\./.exec(version)?.[1] ?? 0) >= 2;
}

async function findMosquitto({ debian, say }: Context): Promise<MosquittoProgram | undefined> {
  const installed = findProgram('mosquitto');
  if (installed && (await isRecentMosquitto(installed, {}))) {
    return { command: installed, environment: {}, from: installed };
  }
  if (!debian.available) return undefined;
  try {
    const { folder, environment } = await debian.unpack('mosquitto');
    const command = join(folder, 'usr', 'sbin', 'mosquitto');
    if (await isRecentMosquitto(command, environment))
      return { command, environment, from: 'the Debian package' };
  } catch (error) {
    say(TITLE, error instanceof Error ? error.message : String(error));
  }
  return undefined;
}

/** Whether the broker lets this user in, asked until it does or the signal ends. */
async function untilConnected(
  url: string,
  user: { username?: string; password?: string },
  protocolVersion: 4 | 5,
  ended: AbortSignal,
): Promise<void> {
  const client = mqtt.connect(url, { ...user, protocolVersion, reconnectPeriod: 150, connectTimeout: 5000 });
  client.on('error', () => undefined);
  try {
    await new Promise<void>((resolve) => {
      client.once('connect', () => resolve());
      ended.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await client.endAsync(true);
  }
}

function prepareFolder(context: Context): string {
  const folder = context.path('mosquitto');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function mosquitto(context: Context, { command, environment }: MosquittoProgram, users: BrokerUsers) {
  const folder = prepareFolder(context);
  const all = Object.values(users);
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  write('passwords', `${all.map((user) => passwordLine(user)).join('\n')}\n`);
  write('access', accessFile(all));
  const config = mosquittoConfig(
    folder,
    listenHost(context.options),
    context.ports.broker,
    userInfo().username,
  );
  return { command, args: ['-c', write('mosquitto.conf', config)], environment };
}

function embedded(context: Context, users: BrokerUsers) {
  const folder = prepareFolder(context);
  const config: EmbeddedBrokerConfig = {
    host: listenHost(context.options),
    port: context.ports.broker,
    users: Object.values(users).map((user) => ({
      username: user.username,
      passwordLine: passwordLine(user),
      access: user.access,
    })),
  };
  const file = join(folder, 'embedded.json');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return {
    command: process.execPath,
    args: [join(import.meta.dirname, 'aedes-broker.ts'), file],
    environment: {},
  };
}

/** Our own broker: Mosquitto, else the embedded one. */
async function startOwn(context: Context): Promise<Broker> {
  const { supervisor, ports, credentials, say } = context;
  const users = brokerUsers(credentials.uuid, credentials.mqtt);
  const found = await findMosquitto(context);
  if (!found) {
    say(
      TITLE,
      'Mosquitto 2 was not found, so the embedded broker runs: MQTT 3.1.1 only, and what is retained is forgotten at a restart. `sudo apt-get install mosquitto` brings the real one.',
    );
  }
  const protocolVersion = found ? 5 : 4;
  const url = `mqtt://${LOOPBACK}:${ports.broker}`;
  const program: Program = {
    part: 'broker',
    title: TITLE,
    ...(found ? mosquitto(context, found, users) : embedded(context, users)),
    ready: (ended) => untilConnected(url, loginOf(users.person), protocolVersion, ended),
    alive: async (ended) => {
      await untilConnected(url, loginOf(users.person), protocolVersion, ended);
      return !ended.aborted;
    },
    readyLimit: 20_000,
    stopLimit: 8000,
  };
  await supervisor.start(program);
  say(TITLE, `ready on port ${ports.broker} (${found ? `Mosquitto, ${found.from}` : 'embedded'})`);
  return {
    host: LOOPBACK,
    port: ports.broker,
    url,
    protocolVersion,
    users: {
      agent: loginOf(users.agent),
      rules: loginOf(users.rules),
      homeAssistant: loginOf(users.homeAssistant),
      person: loginOf(users.person),
    },
  };
}

function loginOf({ username, password }: { username?: string; password?: string }) {
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

/** The broker in MQTT_URL, with the one account that the address names. */
async function useExisting({ say, stopped }: Context, existing: Existing): Promise<Broker> {
  const { url: address } = existing;
  const port = Number(address.port || 1883);
  const url = `mqtt://${address.hostname}:${port}`;
  const login = loginOf(existing);
  let reason = '';
  for (const protocolVersion of [5, 4] as const) {
    try {
      const client = await mqtt.connectAsync(url, {
        ...login,
        protocolVersion,
        reconnectPeriod: 0,
        connectTimeout: 5000,
      });
      await client.endAsync();
      stopped.throwIfAborted();
      say(TITLE, `uses the one in MQTT_URL, ${address.hostname}:${port}`);
      const users = { agent: login, rules: login, homeAssistant: login, person: login };
      return { host: address.hostname, port, url, protocolVersion, users };
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(`MQTT_URL: the broker ${address.hostname}:${port} does not let us in (${reason}).`);
}

export function startBroker(context: Context): Promise<Broker> {
  const { broker } = context.options;
  return broker.kind === 'house' ? useExisting(context, broker.existing) : startOwn(context);
}
