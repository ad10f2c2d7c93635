/** The embedded MQTT 3.1.1 broker, for machines without Mosquitto: `node aedes-broker.ts CONFIG`. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { type BrokerUser, mayDo, passwordMatches } from './broker-users.ts';

export interface EmbeddedBrokerConfig {
  host: string;
  port: number;
  users: { username: string; passwordLine: string; access: BrokerUser['access'] }[];
}

/** MQTT 3.1.1, 3.2.2.3: bad user name or password. */
const BAD_LOGIN = 4;

function refusal(): AuthenticateError {
  return Object.assign(new Error('wrong user or password'), { returnCode: BAD_LOGIN });
}

/** Starts to listen; @returns what stops it. */
export async function startEmbeddedBroker({
  host,
  port,
  users,
}: EmbeddedBrokerConfig): Promise<() => Promise<void>> {
  const accessOf = new WeakMap<Client, BrokerUser['access']>();
  const may = (client: Client, wanted: 'read' | 'write', topic: string) =>
    mayDo(accessOf.get(client) ?? [], wanted, topic);
  const broker = new Aedes({
    authenticate(client, username, password, done) {
      const user = users.find((each) => each.username === username);
      if (!user || !password || !passwordMatches(user.passwordLine, password)) return done(refusal(), false);
      accessOf.set(client, user.access);
      done(null, true);
    },
    authorizePublish(client, { topic }, done) {
      if (client && may(client, 'write', topic)) return done(null);
      console.log(`${client?.id} may not publish to ${topic}`);
      done(new Error('not authorized'));
    },
    authorizeForward: (client, packet) => (may(client, 'read', packet.topic) ? packet : null),
  });
  await broker.listen();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    broker.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await closed;
  };
}

if (import.meta.main) {
  const [, , file] = process.argv;
  if (!file) throw new Error('the path of a configuration is missing');
  const stop = await startEmbeddedBroker(JSON.parse(readFileSync(file, 'utf8')) as EmbeddedBrokerConfig);
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => void stop().then(() => process.exit(0)));
}
