import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newestVersion, Update } from './update.ts';

const topics = cradleTopics('a');
let server: Server;
let url = '';
let asked = 0;
let reply: { status: number; body: string } = { status: 200, body: '' };

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(reply.status).end(reply.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address !== null) url = `http://127.0.0.1:${address.port}/latest`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked = 0;
});

function update(updates: { url?: string }) {
  const told: object[] = [];
  const logged: object[] = [];
  const note = (fields: object) => void logged.push(fields);
  const take = (topic: string, payload: string | Buffer) => {
    expect(topic).toBe(topics.update);
    told.push(JSON.parse(String(payload)));
  };
  const part = new Update({
    updates,
    version: '1.2.0',
    outlets: {
      topics,
      outbox: { state: take, live: take, picture: take },
      stamp: () => ({ date: new Date(), simulated: false }),
    },
    log: { debug: note, info: note, warn: note, error: note },
  });
  return { part, told, logged };
}

it('asks nobody unless it is told whom', () => {
  const { part, told } = update({});
  part.start();
  part.stop();
  expect([told, asked]).toEqual([[], 0]);
});

it('tells its own version, and the newest when that is known', async () => {
  reply = { status: 200, body: '{"tag_name":"v1.3.0","html_url":"https://example.org/1.3.0","draft":false}' };
  const { part, told } = update({ url });
  part.start();
  await part.ask();
  part.stop();
  expect(told).toEqual([
    { installed_version: '1.2.0' },
    { installed_version: '1.2.0', latest_version: '1.3.0', release_url: 'https://example.org/1.3.0' },
  ]);
});

it.each([
  [{ status: 503, body: '' }, 'it answers 503'],
  [
    { status: 200, body: '{"tag_name":"nightly"}' },
    'it names no version: "version" or "tag_name" must be such as 1.2.3',
  ],
  [{ status: 200, body: 'x'.repeat(2_000_000) }, 'its answer is too long'],
])('says why it does not know, and keeps what it knew', async (answer, reason) => {
  reply = answer;
  const { part, told, logged } = update({ url });
  await part.ask();
  part.stop();
  expect(told).toEqual([]);
  expect(logged).toEqual([{ reason }]);
});

it('reads a document of its own kind', () => {
  expect(newestVersion('{"version":"2.0.0-beta.1"}')).toEqual({ version: '2.0.0-beta.1', url: undefined });
  expect(() => newestVersion('{"version":"2.0.0","url":"javascript:alert(1)"}')).toThrow();
});
