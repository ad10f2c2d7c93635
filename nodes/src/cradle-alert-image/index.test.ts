import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const cradle = 'cradle-abc-123';
const picture = (byte: number) => ({
  topic: '',
  cradle,
  received: 0,
  kind: 'camera',
  payload: Buffer.from([0xff, 0xd8, 0xff, byte]),
});
const event = (event_type: string) => ({
  topic: '',
  cradle,
  kind: 'event',
  payload: { event_type },
  alert: null,
});

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-alert-image', {}, 1);
});
afterEach(() => node.end());

test('an alert keeps the newest picture, retained', async () => {
  await node.receive(picture(1));
  await node.receive(picture(2));
  await node.receive(event('raised'));
  await node.receive(event('resolved'));
  expect(node.outputs[0]).toMatchObject([
    { topic: `cradle/${cradle}/alert/image`, retain: true, payload: picture(2).payload },
  ]);
});

test('a repeated alert has the picture of its own moment', async () => {
  await node.receive(picture(1));
  await node.receive(event('raised'));
  await node.receive(picture(2));
  await node.receive(event('reminded'));
  expect(node.outputs[0]?.at(-1)).toMatchObject({ payload: picture(2).payload });
});

test('a picture of another time is none of the moment', async () => {
  await node.receive(picture(1));
  await node.pass(11_000);
  await node.receive(event('raised'));
  expect(node.outputs[0]).toEqual([]);
});
