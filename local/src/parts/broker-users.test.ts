import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { expect, it } from 'vitest';
import { Mosquitto } from '../../../agent/test/mosquitto.ts';
import { makeCredentials } from '../credentials.ts';
import {
  accessFile,
  brokerUsers,
  mayDo,
  passwordLine,
  passwordMatches,
  topicMatches,
} from './broker-users.ts';

const UUID = 'cradle-0a1b2c3d';

it.each([
  ['cradle/+/servo', 'cradle/a/servo', true],
  ['cradle/+/servo', 'cradle/a/b/servo', false],
  ['cradle/+/servo', 'cradle//servo', true],
  ['cradle/a/#', 'cradle/a', true],
  ['cradle/a/#', 'cradle/a/b/c', true],
  ['cradle/a/#', 'cradle/ab', false],
  ['cradle/a', 'cradle/a/b', false],
  ['cradle/a/b', 'cradle/a', false],
  ['#', 'any/thing', true],
  ['#', '$SYS/uptime', false],
  ['+/uptime', '$SYS/uptime', false],
  ['$SYS/#', '$SYS/uptime', true],
  ['+', 'a', true],
  ['+', 'a/b', false],
])('the filter %s and the topic %s: %s (MQTT 5, 4.7)', (filter, topic, matches) => {
  expect(topicMatches(filter, topic)).toBe(matches);
});

it('gives each user no more rights than it needs', () => {
  const { agent, rules, homeAssistant, person } = brokerUsers(UUID, makeCredentials().mqtt);
  expect(mayDo(agent.access, 'write', `cradle/${UUID}/temperature`)).toBe(true);
  expect(mayDo(agent.access, 'write', 'cradle/another/temperature')).toBe(false);
  expect(mayDo(agent.access, 'read', 'cradle/another/frame')).toBe(false);
  expect(mayDo(agent.access, 'write', 'homeassistant/device/another/config')).toBe(false);
  expect(mayDo(rules.access, 'write', `cradle/${UUID}/servo`)).toBe(true);
  expect(mayDo(rules.access, 'write', 'homeassistant/status')).toBe(false);
  expect(mayDo(homeAssistant.access, 'read', `cradle/${UUID}/temperature`)).toBe(true);
  expect(mayDo(homeAssistant.access, 'write', `cradle/${UUID}/servo`)).toBe(true);
  expect(mayDo(homeAssistant.access, 'write', `cradle/${UUID}/temperature`)).toBe(false);
  expect(mayDo(person.access, 'write', 'cradle/of-my-own/temperature')).toBe(true);
});

it('checks a password against its line', () => {
  const user = { username: 'agent', password: 'p:a$s 비밀', access: [] };
  const line = passwordLine(user);
  expect(passwordMatches(line, Buffer.from('p:a$s 비밀'))).toBe(true);
  expect(passwordMatches(line, Buffer.from('p:a$s'))).toBe(false);
  expect(passwordMatches('agent:plain', Buffer.from('plain'))).toBe(false);
  expect(passwordLine(user)).not.toBe(line);
});

it('writes passwords and rights as the real Mosquitto reads them, in a folder with spaces and Korean letters', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'smart-cradle-요람 ')));
  const users = brokerUsers(UUID, { ...makeCredentials().mqtt, agent: 'p:a$s/w@rd#비밀번호 of it' });
  writeFileSync(
    join(folder, 'passwords'),
    Object.values(users)
      .map((user) => `${passwordLine(user)}\n`)
      .join(''),
    {
      mode: 0o600,
    },
  );
  writeFileSync(join(folder, 'access'), accessFile(Object.values(users)), { mode: 0o600 });
  const broker = await Mosquitto.start([
    'allow_anonymous false',
    `password_file ${join(folder, 'passwords')}`,
    `acl_file ${join(folder, 'access')}`,
  ]);
  const connect = ({ username, password }: { username: string; password: string }) =>
    mqtt.connectAsync(broker.url, { username, password, reconnectPeriod: 0, protocolVersion: 5 });
  try {
    await expect(connect({ ...users.agent, password: 'wrong' })).rejects.toThrow(/authori/i);
    const [agent, person] = await Promise.all([connect(users.agent), connect(users.person)]);
    const came: string[] = [];
    const last = Promise.withResolvers<void>();
    person.on('message', (topic) => {
      came.push(topic);
      if (topic.endsWith('/last')) last.resolve();
    });
    await person.subscribeAsync('cradle/#');
    // Refused: with MQTT 5 the broker says so, and delivers nothing.
    await agent.publishAsync('cradle/another/temperature', '1', { qos: 1 }).catch(() => undefined);
    await agent.publishAsync(`cradle/${UUID}/temperature`, '1', { qos: 1 });
    await agent.publishAsync(`cradle/${UUID}/last`, '1', { qos: 1 });
    await last.promise;
    expect(came).toEqual([`cradle/${UUID}/temperature`, `cradle/${UUID}/last`]);
    await Promise.all([agent.endAsync(true), person.endAsync(true)]);
  } finally {
    await broker.remove();
    rmSync(folder, { recursive: true });
  }
});
