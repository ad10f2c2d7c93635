import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-reading', {}, 2);
});
afterEach(() => node.end());

const message = (topic: string, text: string, retain = false) => ({
  topic: `cradle/cradle-abc-123/${topic}`,
  payload: Buffer.from(text),
  retain,
});

test("takes the original's readings to the letter", async () => {
  await node.receive(message('temperature', '{"temperature":"36.5"}'));
  await node.receive(message('direction', '{"direction":"좌측으로 움직임","dx":-0.05}'));
  await node.receive(message('crying', '{"status":"Crying","probability":0.89}'));
  const [readings, refused] = node.outputs;
  expect(refused).toEqual([]);
  expect(readings).toMatchObject([
    { cradle: 'cradle-abc-123', kind: 'temperature', payload: { temperature: 36.5 } },
    { kind: 'direction', payload: { state: 'left' } },
    { kind: 'crying', payload: { status: 'Crying' } },
  ]);
});

test.each([
  ['no JSON', message('temperature', '{"temperature":'), 'not JSON'],
  ['a wrong type', message('crying', '{"status":true}'), 'status (true)'],
  ['an impossible temperature', message('temperature', '{"temperature":"99.9"}'), 'temperature ("99.9")'],
  ['an unknown direction', message('direction', '{"direction":"up"}'), 'direction ("up")'],
  ['another encoding', { ...message('crying', ''), payload: Buffer.from([0x7b, 0xff, 0xfe]) }, 'not UTF-8'],
  ['10 MB', { ...message('crying', ''), payload: Buffer.alloc(10_000_000, 0x20) }, '10000000 bytes'],
  ['a retained reading', message('temperature', '{"temperature":"36.5"}', true), 'retained'],
  ['a retained command', message('command', '{"action":"acknowledge"}', true), 'retained'],
  ['a payload that is no buffer', { topic: 'cradle/a/crying', payload: 'Crying' }, 'not a buffer'],
  ['a picture that is none', message('camera', 'hello'), 'not a JPEG'],
  ['a topic of somebody else', { topic: 'zigbee2mqtt/lamp', payload: Buffer.from('{}') }, 'not a topic'],
  ['a UUID that breaks topics', { topic: 'cradle/a b/crying', payload: Buffer.from('{}') }, 'UUID'],
])('refuses %s with the reason, and nothing else happens', async (_name, wrong, reason) => {
  await node.receive(wrong);
  expect(node.outputs[0]).toEqual([]);
  expect(node.outputs[1]).toMatchObject([
    { topic: wrong.topic, payload: { topic: wrong.topic, reason: expect.stringContaining(reason) } },
  ]);
});

test('logs each topic and reason once', async () => {
  for (let i = 0; i < 3; i++) await node.receive(message('crying', 'Crying'));
  await node.receive(message('temperature', 'hot'));
  expect(node.outputs[1]).toHaveLength(4);
  expect(node.complaints).toHaveLength(2);
});

test('takes the retained states that a broker keeps, and an empty message that clears one', async () => {
  await node.receive(message('availability', 'online', true));
  await node.receive(message('availability/camera', '', true));
  expect(node.outputs).toMatchObject([[{ kind: 'availability', payload: 'online' }], []]);
});
