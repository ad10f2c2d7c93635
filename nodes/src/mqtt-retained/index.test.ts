import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const back = { topic: 'rules/availability', payload: Buffer.from('online') };
const state = (topic: string, payload: string, retain = true) =>
  Object.assign({ topic, payload, retain, qos: 1 });

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(
    register,
    'mqtt-retained',
    { birthTopic: 'rules/availability', birthPayload: 'online' },
    1,
  );
});
afterEach(() => node.end());

const sent = () =>
  node.outputs[0]?.map((out) => ('topic' in out && 'payload' in out ? `${out.topic}=${out.payload}` : ''));

test('everything that stands is said again when the broker is back, the newest of each', async () => {
  await node.receive(state('a', '1'));
  await node.receive(state('b', '1'));
  await node.receive(state('a', '2'));
  await node.receive(back);
  expect(sent()).toEqual(['a=1', 'b=1', 'a=2', 'b=1', 'a=2']);
});

test('what happens before the first connection waits for it; afterwards it goes out at once', async () => {
  await node.receive(state('event', 'raised', false));
  expect(sent()).toEqual([]);
  await node.receive(back);
  await node.receive(state('event', 'resolved', false));
  await node.receive(back);
  expect(sent()).toEqual(['event=raised', 'event=resolved']);
});

test('what is cleared is cleared once more, and then forgotten', async () => {
  await node.receive(state('a', '1'));
  await node.receive(state('a', ''));
  await node.receive(back);
  await node.receive(back);
  expect(sent()).toEqual(['a=1', 'a=', 'a=']);
});

test('a message without a topic is an error', async () => {
  await node.receive({ payload: 'x' });
  expect(node.complaints).toHaveLength(1);
  expect(sent()).toEqual([]);
});
