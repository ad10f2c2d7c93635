import { expect, test } from 'vitest';
import { ALERT_TYPES } from './alerts.ts';
import { AVAILABILITY_PARTS } from './availability.ts';
import { cradleTopics, parseTopic } from './topics.ts';

const uuid = 'cradle-abc-123';
const topics = cradleTopics(uuid);

test("keeps the original's topics to the letter", () => {
  expect([topics.frame, topics.temperature, topics.direction, topics.crying, topics.servo]).toEqual([
    'cradle/cradle-abc-123/frame',
    'cradle/cradle-abc-123/temperature',
    'cradle/cradle-abc-123/direction',
    'cradle/cradle-abc-123/crying',
    'cradle/cradle-abc-123/servo',
  ]);
});

test('takes every topic that it makes apart again', () => {
  for (const part of AVAILABILITY_PARTS) {
    expect(parseTopic(topics.availabilityOf(part))).toEqual({ kind: 'availabilityOf', uuid, part });
  }
  for (const type of ALERT_TYPES) {
    expect(parseTopic(topics.alert(type))).toEqual({ kind: 'alert', uuid, type });
  }
  expect(parseTopic(topics.settingSet('crying_gap'))).toEqual({
    kind: 'settingSet',
    uuid,
    name: 'crying_gap',
  });
  expect(parseTopic(topics.setting('crying_gap'))).toEqual({ kind: 'setting', uuid, name: 'crying_gap' });
  expect(parseTopic(topics.servoState)).toEqual({ kind: 'servoState', uuid });
  expect(parseTopic(topics.temperature)).toEqual({ kind: 'temperature', uuid });
});

test.each([
  'cradle',
  'cradle/x',
  'cradle//temperature',
  'cradle/x/unheard',
  'cradle/x/alert/unheard',
  'cradle/x/temperature/more',
  'cradle/x/settings/y/set/more',
  'other/x/temperature',
  'cradle/x/constructor',
])('knows that %s is not ours', (topic) => {
  expect(parseTopic(topic)).toBeUndefined();
});
