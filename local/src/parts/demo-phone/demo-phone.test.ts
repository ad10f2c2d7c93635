import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../../../agent/test/mosquitto.ts';
import type { Context } from '../../context.ts';
import { planPorts } from '../../ports.ts';
import { startDemoPhone } from './demo-phone.ts';

let folder: string;
let house: Server;
/** What Home Assistant was told, and what it answers to. */
let told: { path: string; body: unknown }[];
let known: Set<string>;
let houseUrl: string;
let phone: { url: string; close(): void };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-phone-'));
  told = [];
  known = new Set();
  house = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    const path = request.url ?? '';
    told.push({ path, body: text === '' ? undefined : (JSON.parse(text) as unknown) });
    if (path === '/api/mobile_app/registrations') {
      const id = `hook-${known.size + 1}`;
      known.add(id);
      response.writeHead(201).end(JSON.stringify({ webhook_id: id }));
    } else {
      // As Home Assistant does: 200 and nothing for a webhook that it does not know.
      response.writeHead(200).end(known.has(path.slice('/api/webhook/'.length)) ? '{}' : '');
    }
  }).listen(0, '127.0.0.1');
  await once(house, 'listening');
  const address = house.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  houseUrl = `http://127.0.0.1:${address.port}`;
  phone = await start();
});

afterEach(() => {
  phone.close();
  house.close();
  house.closeAllConnections();
  rmSync(folder, { recursive: true });
});

async function start() {
  const context = {
    path: (...names: string[]) => join(folder, ...names),
    ports: { ...planPorts(20_000), phone: await freePort() },
    say: () => undefined,
  };
  return startDemoPhone(context as unknown as Context, { url: houseUrl, token: 'token' });
}

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${phone.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' });
const push = (message: string, data: object = {}) =>
  post('/push', JSON.stringify({ title: 'Smart Cradle', message, data }));
const page = async (language = 'en') =>
  (await fetch(`${phone.url}/notifications`, { headers: { 'accept-language': language } })).text();
const shown = async () => (await page()).match(/<article>.*?<\/article>/gs) ?? [];

it('shows what is pushed, replaces it by its tag, and takes it away when it is cleared', async () => {
  expect((await push('first', { tag: 'crying' })).status).toBe(201);
  await push('other', { tag: 'position' });
  await push('second', { tag: 'crying' });
  const articles = await shown();
  expect(articles).toHaveLength(2);
  expect(articles[0]).toContain('second');
  expect(articles.join()).not.toContain('first');
  await push('clear_notification', { tag: 'crying' });
  expect(await shown()).toHaveLength(1);
  const log = (await (await fetch(`${phone.url}/notifications.json`)).json()) as {
    push: { message: string };
  }[];
  expect(log.map((each) => each.push.message)).toEqual(['clear_notification', 'second', 'other', 'first']);
});

it('keeps two notifications without a tag apart', async () => {
  await push('one');
  await push('two');
  expect(await shown()).toHaveLength(2);
});

it('never lets a notification become part of the page', async () => {
  const evil = '<script>alert("1")</script>\'';
  await push(evil, { tag: evil, image: '"><script>', actions: [{ action: evil, title: evil }] });
  const text = await page();
  expect(text).not.toContain('<script');
  expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;');
});

it('speaks Korean to who reads Korean', async () => {
  expect(await page('ko-KR,ko;q=0.9')).toContain('데모 휴대전화');
  expect(await page('de')).toContain('Demo phone');
});

it('tells Home Assistant which button was pressed, and only from its own page', async () => {
  const form = 'action=SMART_CRADLE_ACK&tag=crying';
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const origin of ['http://evil.example', 'null', houseUrl]) {
    expect((await post('/press', form, { ...type, origin })).status).toBe(403);
  }
  expect(told.some(({ path }) => path.startsWith('/api/webhook/'))).toBe(false);
  expect((await post('/press', form, { ...type, origin: phone.url })).status).toBe(303);
  expect(told.at(-1)).toEqual({
    path: '/api/webhook/hook-1',
    body: {
      type: 'fire_event',
      data: {
        event_type: 'mobile_app_notification_action',
        event_data: { action: 'SMART_CRADLE_ACK', tag: 'crying', device_name: 'Demo phone' },
      },
    },
  });
});

it.each(['no JSON', '{"title":"no message"}', `{"message":"${'x'.repeat(100_001)}"}`])(
  'refuses a push that it cannot read, and goes on: %.20s',
  async (body) => {
    expect((await post('/push', body)).status).toBe(400);
    expect(await shown()).toHaveLength(0);
    await push('still there');
    expect(await shown()).toHaveLength(1);
  },
);

it('fetches no picture but those of notifications', async () => {
  const before = told.length;
  for (const of of ['/api/states', '//evil.example/x', '/api/image_proxy/image.x/../../config']) {
    expect((await fetch(`${phone.url}/image?of=${encodeURIComponent(of)}`)).status).toBe(404);
  }
  expect(told).toHaveLength(before);
});

it('stays the same phone after a restart, and registers anew where it is not known any more', async () => {
  const kept = () =>
    JSON.parse(readFileSync(join(folder, 'demo-phone.json'), 'utf8')) as Record<string, string>;
  const first = kept();
  phone.close();
  phone = await start();
  expect(kept()).toEqual(first);
  const registrations = () => told.filter(({ path }) => path === '/api/mobile_app/registrations').length;
  expect(registrations()).toBe(1);
  known.clear();
  known.add('of somebody else');
  phone.close();
  phone = await start();
  expect(kept().deviceId).toBe(first.deviceId);
  expect(kept().webhookId).toBe('hook-2');
  expect(registrations()).toBe(2);
});

it('starts again with a broken file', async () => {
  phone.close();
  writeFileSync(join(folder, 'demo-phone.json'), '{"deviceId":');
  phone = await start();
  expect((await fetch(phone.url)).status).toBe(200);
});
