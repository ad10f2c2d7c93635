import type { PairingCode } from '@smart-cradle/protocol/pairing';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { connectAsync, type MqttClient } from 'mqtt';
import { decodeQR } from 'qr/decode.js';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Mosquitto } from '../../test/mosquitto.ts';
import { parseConfig } from '../config/load.ts';
import { askForPairing } from './ask-for-pairing.ts';
import { codeAsPng, codeForTerminal } from './pairing-code.ts';
import { pairingPage, servePairing } from './pairing-page.ts';

const URL_OF_TAG = 'https://www.home-assistant.io/tag/0f8fad5b-d9cb-469f-a165-70867728950e';
const topics = cradleTopics('a');
let broker: Mosquitto;
let rules: MqttClient;
let asked: string[] = [];

beforeAll(async () => {
  broker = await Mosquitto.start();
  rules = await connectAsync(broker.url, { protocolVersion: 5 });
  await rules.subscribeAsync(topics.command);
  rules.on('message', (_topic, payload) => asked.push(payload.toString()));
});
afterAll(async () => {
  await rules.endAsync(true);
  await broker.remove();
});
beforeEach(async () => {
  asked = [];
  await rules.publishAsync(topics.pairing, '', { retain: true, qos: 1 });
});

const config = (url = broker.url) => parseConfig(`uuid: a\nmqtt: {url: "${url}"}`, 'agent.yaml', {});
const validFor = (seconds: number): PairingCode => ({
  url: URL_OF_TAG,
  expires_at: new Date(Date.now() + seconds * 1_000).toISOString(),
});
const publish = (pairing: object) =>
  rules.publishAsync(topics.pairing, JSON.stringify(pairing), { retain: true, qos: 1 });

it('asks the rules and takes what they answer', async () => {
  rules.once('message', () => publish(validFor(600)));
  expect(await askForPairing(config(), 'en')).toMatchObject({ url: URL_OF_TAG });
  expect(asked.map((text) => JSON.parse(text))).toEqual([{ action: 'pair', by: 'agent' }]);
});

it('takes a code that stands, but not one that is nearly over', async () => {
  await publish(validFor(300));
  expect(await askForPairing(config(), 'en')).toMatchObject({ url: URL_OF_TAG });
  expect(asked).toEqual([]);
  await publish({ ...validFor(20), url: 'https://www.home-assistant.io/tag/nearly-over' });
  rules.once('message', () => publish(validFor(600)));
  expect(await askForPairing(config(), 'en')).toMatchObject({ url: URL_OF_TAG });
});

it('says who does not answer', async () => {
  await expect(askForPairing(config(), 'ko', 200)).rejects.toThrow(/^규칙이 응답하지 않습니다/);
  await expect(askForPairing(config(), 'en', 200)).rejects.toThrow(/the rules do not answer.*know a\?/);
});

it('refuses an answer that is none', async () => {
  rules.once('message', () => publish({ url: 'short', expires_at: 'soon' }));
  await expect(askForPairing(config(), 'en')).rejects.toThrow(/not understood: url \("short"\)/);
});

async function read(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR({ data, width: info.width, height: info.height });
}

it("is a code that a phone reads as Home Assistant's tag", async () => {
  expect(await read(await codeAsPng(URL_OF_TAG))).toBe(URL_OF_TAG);
});

it('is drawn in a terminal', () => {
  const lines = codeForTerminal(URL_OF_TAG).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(20);
});

it('is served as a page and a picture until it expires, and kept by nobody', async () => {
  const server = await servePairing(validFor(600), {
    name: '<Mina>',
    language: 'ko',
    host: '127.0.0.1',
    port: 0,
  });
  const page = await fetch(server.url);
  const picture = await fetch(`${server.url}code.png`);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(await page.text()).toContain('요람에 참여하기: &#60;Mina&#62;');
  expect(await read(Buffer.from(await picture.arrayBuffer()))).toBe(URL_OF_TAG);
  expect((await fetch(`${server.url}other`)).status).toBe(404);
  await server.close();
  const over = await servePairing(validFor(-1), { name: 'Mina', language: 'en', host: '127.0.0.1', port: 0 });
  expect(await (await fetch(over.url)).text()).not.toContain('<svg');
  expect((await fetch(`${over.url}code.png`)).status).toBe(404);
  await over.close();
});

it('reloads the page when the code is over', () => {
  expect(pairingPage(validFor(90), 'Mina', 'en', new Date())).toMatch(/http-equiv="refresh" content="9[01]"/);
});
