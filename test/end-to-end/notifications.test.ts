import type { ServoMessage } from '@smart-cradle/protocol/messages';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { HouseWithPhones } from '../src/house-with-phones.ts';
import { until } from '../src/until.ts';

const start = inject('start');
const uuid = 'cradle-phones';
// Home Assistant may write only to topics of its own, and to commands.
const MAILBOX = 'homeassistant/notify/test_mailbox/mail';
const house = new HouseWithPhones(start, uuid);

beforeAll(() => house.begin(), 120_000);
afterAll(() => house.end());
afterEach(() => house.settle(), 60_000);

test('both phones are told within a second, with picture and buttons; acknowledged on one, cleared on the other', async () => {
  const { since, raisedAt } = await house.cry();
  const [first, second] = await Promise.all(
    [house.mina, house.jun].map((phone) => phone.next('the alert', house.rings, since, 5000)),
  );
  if (!first || !second) throw new Error('unreachable');
  for (const push of [first, second]) {
    expect(push.at - raisedAt).toBeLessThan(1000);
    expect(push.data.image).toBe(`/api/image_proxy/image.${house.prefix}_alert_image`);
    expect(push.data.actions).toHaveLength(3);
    expect(push.data.push?.['interruption-level']).toBe('critical');
  }
  const { url, token } = start.homeAssistant;
  // The picture goes through the broker, the notification does not: it may be there a moment later.
  await until(
    'the picture',
    async () => {
      const headers = { authorization: `Bearer ${token}` };
      const picture = await fetch(`${url}${first.data.image}`, { headers });
      return picture.headers.get('content-type') === 'image/jpeg';
    },
    1000,
  );

  const pressed = Date.now();
  await house.mina.press(first, 'acknowledge');
  const cleared = await house.jun.next('the alert taken away', house.clears, pressed, 5000);
  console.error(
    `told after ${first.at - raisedAt} and ${second.at - raisedAt} ms, cleared after ${cleared.at - pressed} ms`,
  );
  expect(cleared.at - pressed).toBeLessThan(1000);
  await house.states.entity(
    `binary_sensor.${house.prefix}_alert_crying`,
    ({ attributes }) => attributes.acknowledged_by === 'Mina e2e',
    5000,
  );
  // Acknowledged: not a word while two minutes pass, although the baby cries on.
  const quietFrom = Date.now();
  await until('two minutes of the rules', () => Date.now() > quietFrom + house.wall(125), house.wall(130));
  for (const phone of [house.mina, house.jun]) {
    expect(phone.received.filter((push) => push.at > quietFrom && house.rings(push))).toEqual([]);
  }
  const resolvedFrom = Date.now();
  await house.calm();
  const over = await house.jun.next(
    'that it is over',
    ({ data }) => data.tag.endsWith('-resolved'),
    resolvedFrom,
    5000,
  );
  expect(over.data.push?.['interruption-level']).toBe('passive');
}, 180_000);

test('nobody answers: it is repeated, and goes to the next in order', async () => {
  const order = `number.smart_cradle_recipient_${house.jun.recipient}_order`;
  await house.service('number', 'set_value', order, { value: 2 });
  await house.states.entity(order, ({ state }) => state === '2', 5000);
  const { since } = await house.cry();
  const first = await house.mina.next('the alert', house.rings, since, 5000);
  const repeated = await house.mina.next('the alert again', house.rings, first.at + 1, house.wall(130));
  expect(repeated.title).toContain('Still');
  await house.jun.next('the alert', house.rings, since, 2000);
  expect(
    house.jun.received.filter(
      (push) => house.rings(push) && push.at >= since && push.at < repeated.at - 1000,
    ),
  ).toEqual([]);

  // Snoozed for a minute: quiet, then again.
  const snoozed = Date.now();
  await house.command({ action: 'snooze', minutes: 1, by: 'Jun' });
  const { at: cleared } = await house.jun.next('the alert taken away', house.clears, snoozed, 5000);
  const again = await house.jun.next('the alert again', house.rings, cleared + 1, house.wall(70));
  expect(again.at - snoozed).toBeGreaterThan(house.wall(59));
  await house.calm();
  await house.service('number', 'set_value', order, { value: 1 });
}, 240_000);

test('push off: nothing comes', async () => {
  const push = `switch.smart_cradle_recipient_${house.jun.recipient}_push`;
  await house.service('switch', 'turn_off', push);
  await house.states.entity(push, ({ state }) => state === 'off', 5000);
  const { since } = await house.cry();
  await house.mina.next('the alert', house.rings, since, 5000);
  await house.calm();
  await house.mina.next('that it is over', ({ data }) => data.tag.endsWith('-resolved'), since, 5000);
  expect(house.jun.received.filter(({ at }) => at >= since)).toEqual([]);
  await house.service('switch', 'turn_on', push);
  await house.states.entity(push, ({ state }) => state === 'on', 5000);
}, 60_000);

test('email is on: it comes once, through the notify entity of a mailbox, and says how long', async () => {
  // A mailbox that needs no internet: a notify entity whose messages come out at the broker.
  const mails: string[] = [];
  const take = (topic: string, payload: Buffer) => {
    // The simulated baby of the same house has its own alerts.
    if (topic === MAILBOX && !payload.includes('SIMULATED')) mails.push(payload.toString());
  };
  house.broker.on('message', take);
  await house.broker.subscribeAsync(MAILBOX);
  const discovery = 'homeassistant/notify/test_mailbox/config';
  const mailbox = {
    unique_id: 'test_mailbox',
    name: 'Mailbox',
    default_entity_id: 'notify.test_mailbox',
    command_topic: MAILBOX,
  };
  await house.broker.publishAsync(discovery, JSON.stringify(mailbox), { qos: 1 });
  await house.states.entity('notify.test_mailbox', () => true, 10_000);
  const of = (domain: string, key: string) =>
    `${domain}.smart_cradle_recipient_${house.jun.recipient}_${key}`;
  await house.service('text', 'set_value', of('text', 'email_address'), { value: 'notify.test_mailbox' });
  await house.service('switch', 'turn_on', of('switch', 'email'));
  await house.service('switch', 'turn_off', of('switch', 'push'));
  await house.states.entity(of('switch', 'email'), ({ state }) => state === 'on', 5000);
  await house.states.entity(of('switch', 'push'), ({ state }) => state === 'off', 5000);
  const { since } = await house.cry();
  await until('the mail', () => mails.length > 0, 5000);
  const repeated = await house.mina.next(
    'the alert again',
    ({ title }) => Boolean(title?.includes('Still')),
    since,
    house.wall(130),
  );
  await house.calm();
  await house.mina.next('that it is over', ({ data }) => data.tag.endsWith('-resolved'), repeated.at, 5000);
  expect(mails).toEqual([expect.stringMatching(/^Crying for \d+ s$/)]);
  expect(house.jun.received.filter(({ at }) => at >= since)).toEqual([]);
  await house.service('switch', 'turn_off', of('switch', 'email'));
  await house.service('switch', 'turn_on', of('switch', 'push'));
  await house.states.entity(of('switch', 'push'), ({ state }) => state === 'on', 5000);
  house.broker.off('message', take);
  await house.broker.publishAsync(discovery, '', { qos: 1 });
}, 120_000);

test('a baby that may be rocked is rocked by a press on the phone', async () => {
  const told: ServoMessage[] = [];
  const take = (topic: string, payload: Buffer) => {
    if (topic === house.topics.servo) told.push(JSON.parse(payload.toString()) as ServoMessage);
  };
  house.broker.on('message', take);
  await house.broker.subscribeAsync(house.topics.servo, { qos: 1 });
  const still = { state: 'off', level: null, since: new Date().toISOString(), ends_at: null, by: null };
  await house.broker.publishAsync(house.topics.servoState, JSON.stringify(still), { qos: 1 });
  const { since } = await house.cry();
  const push = await house.mina.next('the alert', house.rings, since, 5000);
  expect(push.data.actions?.map(({ title }) => title)).toEqual([
    'Acknowledge',
    'Snooze 10 min',
    'Rock the cradle',
  ]);
  await house.mina.press(push, 'soothe');
  await until('the motor is told', () => told.length > 0, 3000);
  expect(told).toEqual([{ action: 'start', minutes: 5, by: 'Mina e2e' }]);
  house.broker.off('message', take);
  await house.calm();
}, 60_000);

test('a phone that cannot be reached is tried again, then the next is told, and it shows', async () => {
  const order = `number.smart_cradle_recipient_${house.jun.recipient}_order`;
  await house.service('number', 'set_value', order, { value: 2 });
  await house.states.entity(order, ({ state }) => state === '2', 5000);
  house.mina.close();
  const { since } = await house.cry();
  await house.jun.next('the alert, in place of the other', house.rings, since, 20_000);
  const state = `sensor.smart_cradle_recipient_${house.mina.recipient}_state`;
  const failed = await house.states.entity(state, (entity) => entity.state === 'failed', 5000);
  expect(failed.attributes.reason).toBeTruthy();
  await house.mina.open();
  // While the alert lasts it is tried on.
  await house.mina.next('the alert', house.rings, since, 40_000);
  await house.calm();
  await house.service('number', 'set_value', order, { value: 1 });
}, 120_000);

test('a phone leaves, and joins again by scanning the code; who is there already hears of it', async () => {
  const push = `switch.smart_cradle_recipient_${house.mina.recipient}_push`;
  const left = Date.now();
  await house.command({ action: 'leave', recipient: house.mina.recipient });
  await house.states.until('the entities of the phone are gone', (all) => !all[push], 10_000);
  await house.jun.next('who left', ({ message }) => message.includes('no longer'), left, 5000);
  const withoutCode = Date.now();
  await house.mina.scan('00000000-0000-4000-8000-000000000000');
  await house.service('button', 'press', `button.${house.prefix}_pair`);
  const code = await house.states.entity(
    `sensor.${house.prefix}_pairing`,
    ({ state }) => state.startsWith('https://'),
    10_000,
  );
  expect(code.state).not.toContain(uuid);
  expect(house.states.now()[push]).toBeUndefined();
  await house.mina.scan(code.state.split('/').at(-1) ?? '');
  await house.states.entity(push, ({ state }) => state === 'on', 10_000);
  await house.jun.next('who joined', ({ message }) => message.startsWith('Mina e2e'), withoutCode, 5000);
}, 60_000);

test('a test alarm goes the whole way and says who got it', async () => {
  const since = Date.now();
  await house.command({ action: 'test_alarm', by: 'Mina' });
  const [push] = await Promise.all(
    [house.mina, house.jun].map((phone) =>
      phone.next('the test', ({ data }) => data.tag.endsWith('-test'), since, 5000),
    ),
  );
  if (!push) throw new Error('unreachable');
  await house.mina.confirm(push);
  const report = await house.states.entity(
    `sensor.${house.prefix}_test_alarm`,
    ({ state, attributes }) =>
      state === 'delivered' && JSON.stringify(attributes.recipients).includes('"delivered"'),
    10_000,
  );
  expect(report.attributes.recipients).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ id: house.mina.recipient, result: 'delivered' }),
      expect.objectContaining({ id: house.jun.recipient, result: 'sent' }),
    ]),
  );
}, 60_000);
