import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../../agent/test/mosquitto.ts';
import { makeCredentials } from '../credentials.ts';
import { startEmbeddedBroker } from './aedes-broker.ts';
import { brokerUsers, passwordLine } from './broker-users.ts';

const UUID = 'cradle-0a1b2c3d';
const users = brokerUsers(UUID, makeCredentials().mqtt);
const clients: MqttClient[] = [];
let url: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  const port = await freePort();
  url = `mqtt://127.0.0.1:${port}`;
  stop = await startEmbeddedBroker({
    host: '127.0.0.1',
    port,
    users: Object.values(users).map((user) => ({ ...user, passwordLine: passwordLine(user) })),
  });
});

afterAll(async () => {
  for (const client of clients) await client.endAsync(true);
  await stop();
});

async function connect(login: { username?: string; password?: string }): Promise<MqttClient> {
  const { username, password } = login;
  const client = await mqtt.connectAsync(url, {
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    reconnectPeriod: 0,
    protocolVersion: 4,
  });
  clients.push(client);
  return client;
}

/** What a client receives until a message on the topic `end` of our cradle. */
async function receive(client: MqttClient, filter: string, work: () => Promise<void>): Promise<string[]> {
  const came: string[] = [];
  const end = Promise.withResolvers<void>();
  const listen = (topic: string) => {
    if (topic === `cradle/${UUID}/end`) end.resolve();
    else came.push(topic);
  };
  client.on('message', listen);
  await client.subscribeAsync(filter, { qos: 1 });
  await work();
  await end.promise;
  client.off('message', listen);
  return came;
}

it('lets in who knows the password, and nobody else', async () => {
  await connect(users.agent);
  await expect(connect({ ...users.agent, password: 'wrong' })).rejects.toMatchObject({ code: 4 });
  await expect(connect({ username: 'nobody', password: users.agent.password })).rejects.toMatchObject({
    code: 4,
  });
  await expect(connect({})).rejects.toMatchObject({ code: 4 });
});

it('lets a user publish only what it may', async () => {
  const person = await connect(users.person);
  const came = await receive(person, 'cradle/#', async () => {
    const intruder = await connect(users.agent);
    // Aedes closes the connection of who publishes what it may not.
    const closed = new Promise<void>((resolve) => intruder.once('close', () => resolve()));
    intruder.publish('cradle/another/temperature', '1');
    await closed;
    const agent = await connect(users.agent);
    await agent.publishAsync(`cradle/${UUID}/temperature`, '1', { qos: 1 });
    await person.publishAsync(`cradle/${UUID}/end`, '', { qos: 1 });
  });
  expect(came).toEqual([`cradle/${UUID}/temperature`]);
});

it('forwards to a user only what it may read, however wide it subscribes', async () => {
  const agent = await connect(users.agent);
  const person = await connect(users.person);
  const came = await receive(agent, '#', async () => {
    await person.publishAsync('cradle/another/frame', 'not for this agent', { qos: 1 });
    await person.publishAsync(`cradle/${UUID}/servo`, '1', { qos: 1 });
    await person.publishAsync(`cradle/${UUID}/end`, '', { qos: 1 });
  });
  expect(came).toEqual([`cradle/${UUID}/servo`]);
});
