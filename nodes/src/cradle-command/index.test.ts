import { afterEach, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

let node: RunningNode;
afterEach(() => node.end());

test.each([
  ['acknowledge', { by: 'Mina' }, 'cradle/cradle-abc-123/command', '{"action":"acknowledge","by":"Mina"}'],
  ['rock', { level: 2 }, 'cradle/cradle-abc-123/servo', '{"action":"start","level":2}'],
  ['stop_rocking', {}, 'cradle/cradle-abc-123/servo', '{"action":"stop"}'],
  [
    'set',
    { setting: 'max_temperature', value: 38.5 },
    'cradle/cradle-abc-123/settings/max_temperature/set',
    '38.5',
  ],
])('%s becomes a message for the broker that is never retained', async (action, payload, topic, text) => {
  node = await runNode(register, 'cradle-command', { cradle: 'cradle-abc-123', action }, 1);
  await node.receive({ payload });
  const [out] = node.outputs[0] ?? [];
  expect(out).toMatchObject({ topic, retain: false, qos: 1 });
  expect(JSON.parse(String(out && 'payload' in out ? out.payload : ''))).toEqual(JSON.parse(text));
});

test('the message says which cradle and what, where the node does not', async () => {
  node = await runNode(register, 'cradle-command', { cradle: '', action: '' }, 1);
  await node.receive(Object.assign({ cradle: 'another', payload: { action: 'pause', minutes: 15 } }));
  expect(node.outputs[0]).toMatchObject([
    { topic: 'cradle/another/command', payload: '{"action":"pause","minutes":15}' },
  ]);
});

test.each([
  ['cradle', 'a/b', 'resume', {}],
  ['action', 'cradle-abc-123', 'explode', {}],
  ['level', 'cradle-abc-123', 'rock', { level: 9 }],
  ['minutes', 'cradle-abc-123', 'pause', { minutes: -5 }],
  ['setting', 'cradle-abc-123', 'set', { setting: 'no_such', value: 1 }],
  ['max_temperature', 'cradle-abc-123', 'set', { setting: 'max_temperature', value: 'hot' }],
])('a wrong %s is refused by name, and nothing is sent', async (field, cradle, action, payload) => {
  node = await runNode(register, 'cradle-command', { cradle, action }, 1);
  await node.receive({ payload });
  expect(node.outputs[0]).toEqual([]);
  expect(node.complaints.join()).toContain(field);
  expect(node.status()).toMatchObject({ fill: 'red' });
});
