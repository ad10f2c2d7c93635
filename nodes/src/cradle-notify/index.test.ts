import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const cradle = 'cradle-abc-123';
const services = {
  topic: 'services',
  payload: { homeassistant: {}, notify: { mobile_app_mina: {} } },
};
const pressed = (action: string) => ({
  payload: {
    event_type: 'mobile_app_notification_action',
    event: { action: `SMART_CRADLE|${action}|${cradle}|crying`, device_name: 'Mina' },
  },
});

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-notify', {}, 4);
  await node.receive(services);
});
afterEach(() => node.end());

const calls = () => node.outputs[0]?.map((out) => ('payload' in out ? out.payload : undefined));

test('what soothing and the self-check want to be read is sent, loud where it must be heard', async () => {
  const text = { en: 'Soothing has not helped', ko: '진정되지 않았습니다' };
  await node.receive(Object.assign({ kind: 'tell', cradle, tag: 'soothing', text, loud: true }));
  expect(calls()).toMatchObject([
    {
      action: 'notify.mobile_app_mina',
      data: { message: text.en, data: { push: { 'interruption-level': 'time-sensitive' } } },
    },
  ]);
});

test.each([
  ['acknowledge', { action: 'acknowledge', type: 'crying', by: 'Mina' }],
  ['snooze', { action: 'snooze', type: 'crying', minutes: 10, by: 'Mina' }],
  ['pause', { action: 'pause', minutes: 30, by: 'Mina' }],
  ['soothe', { action: 'soothe', by: 'Mina' }],
])('a pressed %s is a command to the rules', async (action, command) => {
  await node.receive(pressed(action));
  const [out] = node.outputs[1] ?? [];
  expect(out).toMatchObject({ topic: `cradle/${cradle}/command` });
  expect(JSON.parse(String(out && 'payload' in out ? out.payload : ''))).toEqual(command);
});
