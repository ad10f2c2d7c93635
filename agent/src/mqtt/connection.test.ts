import { rm } from 'node:fs/promises';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, createAuthority } from '../../test/certificates.ts';
import { Mosquitto } from '../../test/mosquitto.ts';
import { SlowLink } from '../../test/slow-link.ts';
import { type Config, configSchema } from '../config/schema.ts';
import { Connection } from './connection.ts';
import { Outbox } from './outbox.ts';

/** Against the real broker. */
const open: { stop(): unknown }[] = [];
afterAll(async () => {
  for (const each of open.reverse()) await each.stop();
});

type Settings = Partial<Config['mqtt']>;

/** A connection whose events can be awaited. */
function agent(mqtt: Settings, clientId = `agent-${Math.random()}`) {
  const reasons: string[] = [];
  const heard: string[] = [];
  const waiting: { satisfied(): boolean; resolve(): void }[] = [];
  const look = () => {
    for (const each of waiting.splice(0)) {
      if (each.satisfied()) each.resolve();
      else waiting.push(each);
    }
  };
  let connects = 0;
  const log = { debug() {}, info() {}, warn: note, error: note };
  function note(fields: object): void {
    if ('reason' in fields) reasons.push(String(fields.reason));
    look();
  }
  const connection = new Connection({
    mqtt: configSchema.parse({ uuid: 'a', mqtt }).mqtt,
    clientId,
    willTopic: 'cradle/a/availability',
    log,
    onConnect: () => {
      connects += 1;
      look();
    },
    onMessage: (topic, payload, retained) => {
      heard.push(`${topic} ${payload}${retained ? ' (retained)' : ''}`);
      look();
    },
  });
  open.push(connection);
  connection.start();
  const until = (satisfied: () => boolean) =>
    satisfied() ? Promise.resolve() : new Promise<void>((resolve) => waiting.push({ satisfied, resolve }));
  return { connection, reasons, heard, until, connected: (times = 1) => until(() => connects >= times) };
}

async function broker(lines?: readonly string[]): Promise<Mosquitto> {
  const made = await Mosquitto.start(lines);
  open.push({ stop: () => made.remove() });
  return made;
}

/** What somebody else hears of a topic. */
async function listener(url: string, topic: string) {
  const client = await connectAsync(url, { protocolVersion: 5 });
  open.push({ stop: () => client.endAsync(true) });
  const heard: string[] = [];
  client.on('message', (_topic, payload) => heard.push(payload.toString()));
  await client.subscribeAsync(topic, { qos: 1 });
  return { client, heard };
}

describe.each([5, 4] as const)('MQTT %i', (protocol_version) => {
  let server: Mosquitto;
  beforeAll(async () => {
    server = await broker();
  });

  it('publishes, hears, and knows what was retained', async () => {
    const { connection, connected, heard, until } = agent({ url: server.url, protocol_version });
    await connected();
    const note = { topic: 't', qos: 1, retain: false } as const;
    await connection.publish({ ...note, topic: 'kept', payload: '1', retain: true });
    await connection.subscribe(['t', 'kept']);
    await connection.publish({ ...note, payload: '아기' });
    await until(() => heard.length === 2);
    expect(heard.sort()).toEqual(['kept 1 (retained)', 't 아기']);
    expect(connection.address).toBe('127.0.0.1');
    await expect.poll(() => connection.latency, { timeout: 20_000 }).not.toBeNull();
  });

  it('leaves its last will when it is cut off, none when it ends in order', async () => {
    const link = await SlowLink.open(server.port);
    open.push({ stop: () => link.close() });
    const { heard } = await listener(server.url, 'cradle/a/availability');
    const { connection, connected } = agent({ url: link.url, protocol_version });
    await connected();
    link.cut();
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual(['offline']);
    await connected(2);
    await connection.stop();
    expect(heard).toEqual(['offline']);
  });
});

describe('users', () => {
  it('says that the password is wrong, and goes on trying', async () => {
    const server = await broker(['allow_anonymous false', 'password_file /dev/null']);
    const { reasons, until } = agent({ url: server.url, username: 'agent', password: 'wrong' });
    await until(() => reasons.length > 0);
    expect(reasons[0]).toMatch(/not authorized/i);
  });
});

describe('TLS', () => {
  let server: Mosquitto;
  let ca: string;
  let client: Certificate;
  let strangersCa: string;
  let strangersClient: Certificate;

  beforeAll(async () => {
    const authority = await createAuthority('house');
    const stranger = await createAuthority('stranger');
    for (const { folder } of [authority, stranger])
      open.push({ stop: () => rm(folder, { recursive: true }) });
    const own = await authority.sign('broker');
    ca = authority.ca;
    client = await authority.sign('agent');
    strangersCa = stranger.ca;
    strangersClient = await stranger.sign('agent');
    server = await broker([
      ...['allow_anonymous false', 'require_certificate true', 'use_identity_as_username true'],
      ...[`cafile ${ca}`, `certfile ${own.cert}`, `keyfile ${own.key}`],
    ]);
  });

  const secure = (files: Settings) => agent({ url: server.url.replace('mqtt:', 'mqtts:'), ...files });

  it("connects with the house's own authority and a certificate of its own", async () => {
    const { connected, connection } = secure({ ca_file: ca, cert_file: client.cert, key_file: client.key });
    await connected();
    expect(connection.isConnected).toBe(true);
  });

  it.each([
    [
      'the broker is signed by a stranger',
      () => ({ ca_file: strangersCa, cert_file: client.cert, key_file: client.key }),
      /certificate/,
    ],
    ['no authority is named', () => ({}), /certificate/],
    ['the agent has no certificate', () => ({ ca_file: ca }), /certificate|closed|alert|ECONNRESET/i],
    [
      "the agent's is signed by a stranger",
      () => ({ ca_file: ca, cert_file: strangersClient.cert, key_file: strangersClient.key }),
      /unknown ca|closed|alert|ECONNRESET/i,
    ],
  ])('does not connect, and says why, when %s', async (_what, files, why) => {
    const { connection, reasons, until } = secure(files());
    await until(() => reasons.length > 0);
    expect(reasons[0]).toMatch(why);
    expect(connection.isConnected).toBe(false);
  });

  it('names a certificate file that cannot be read', () => {
    expect(() => secure({ ca_file: '/does/not/exist.pem' })).toThrow(/ca_file.*exist.pem/);
  });
});

describe('while the broker is away', () => {
  it('keeps what changed, in order, and leaves out what is old', async () => {
    const server = await broker();
    let now = 0;
    const { connection, connected } = agent({ url: server.url });
    const outbox = new Outbox({
      greeting: { topic: 'cradle/a/availability', payload: 'online' },
      isConnected: () => connection.isConnected,
      isCongested: () => connection.isCongested,
      send: (message) => void connection.publish(message).catch(() => {}),
      now: () => now,
    });
    await connected();
    outbox.connected();
    await server.stop('SIGKILL');
    await expect.poll(() => connection.isConnected, { timeout: 20_000 }).toBe(false);
    outbox.state('cradle/a/servo/state', 'on');
    outbox.state('cradle/a/availability/camera', 'offline');
    outbox.live('cradle/a/temperature', 'old');
    now = 55_000;
    outbox.state('cradle/a/servo/state', 'off');
    outbox.live('cradle/a/temperature', 'young');
    now = 58_000;
    await server.resume();
    const { heard } = await listener(server.url, 'cradle/a/#');
    await connected(2);
    outbox.connected();
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual(['on', 'offline', 'off', 'online', 'young']);
  });
});

describe('a link that is too slow', () => {
  it('is noticed while the system still takes all, and so is that it is quick again', async () => {
    const server = await broker();
    const link = await SlowLink.open(server.port);
    open.push({ stop: () => link.close() });
    const { connection, connected } = agent({ url: link.url });
    await connected();
    await connection.publish({ topic: 'p', payload: Buffer.alloc(100_000), qos: 0, retain: false });
    await expect.poll(() => connection.latency ?? 9_999, { timeout: 20_000 }).toBeLessThan(500);
    expect(connection.isCongested).toBe(false);
    link.bytesPerSecond = 20_000;
    await connection.publish({ topic: 'p', payload: Buffer.alloc(100_000), qos: 0, retain: false });
    await expect.poll(() => connection.isCongested, { timeout: 20_000 }).toBe(true);
    link.bytesPerSecond = Number.POSITIVE_INFINITY;
    await expect.poll(() => connection.isCongested, { timeout: 20_000 }).toBe(false);
  });
});

describe('a message that is too large', () => {
  it('is left at the broker, and the connection stands', async () => {
    const server = await broker();
    const { connection, connected, heard, until } = agent({ url: server.url });
    await connected();
    await connection.subscribe(['t']);
    const { client } = await listener(server.url, 'else');
    await client.publishAsync('t', Buffer.alloc(10_485_760), { qos: 1 });
    await client.publishAsync('t', 'small', { qos: 1 });
    await until(() => heard.length > 0);
    expect(heard).toEqual(['t small']);
  });
});
