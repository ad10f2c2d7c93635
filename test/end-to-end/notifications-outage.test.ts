import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { followStates } from '../src/home-assistant.ts';
import { HouseWithPhones } from '../src/house-with-phones.ts';
import type { TestPhone } from '../src/phone.ts';
import { processOf } from '../src/processes.ts';
import { until } from '../src/until.ts';

/** What reaches the phones when a part of the house fails in the middle of an alert. */
const start = inject('start');
const house = new HouseWithPhones(start, 'cradle-outage');

beforeAll(() => house.begin(), 120_000);
afterAll(() => house.end());
afterEach(() => house.settle(), 60_000);

test('Home Assistant is down while it is raised: told when it is back', async () => {
  house.states.close();
  process.kill(processOf(start, 'home-assistant'), 'SIGTERM');
  const { url, token } = start.homeAssistant;
  const answers = () =>
    fetch(`${url}/api/`, { headers: { authorization: `Bearer ${token}` } }).then(
      ({ ok }) => ok,
      () => false,
    );
  await until('Home Assistant is gone', async () => !(await answers()), 30_000);
  const { since } = await house.cry();
  await until('Home Assistant answers', answers, 90_000);
  house.states = await followStates(start.homeAssistant);
  await Promise.all([house.mina.open(), house.jun.open()]);
  await Promise.all(
    [house.mina, house.jun].map((phone) => phone.next('the alert', house.rings, since, 60_000)),
  );
  await house.calm();
  // The rules lived all the time: what Home Assistant would have told of them is not taken away, since it never rang.
  const ofRules = [house.mina, house.jun].flatMap(({ received }) =>
    received.filter(({ data }) => data.tag === 'smart-cradle-rules-offline'),
  );
  expect(ofRules).toEqual([]);
}, 240_000);

test.each([1, 2])(
  'kill -9 of Node-RED during an alert of 30 s, %i: raised once, at its second',
  async () => {
    await house.set('crying_duration_threshold', '30');
    await until(
      'the setting holds',
      () => house.states.now()[`number.${house.prefix}_crying_duration_threshold`]?.state === '30',
      10_000,
    );
    const since = Date.now();
    house.crying = true;
    const pending = await until(
      'pending',
      () =>
        house.seen.find(
          ({ topic, payload, at }) =>
            topic === house.topics.alert('crying') && at >= since && payload.state === 'pending',
        ),
      10_000,
    );
    const killAfter = Math.random() * house.wall(28);
    await until('the moment', () => Date.now() > pending.at + killAfter, house.wall(30));
    const killed = Date.now();
    process.kill(processOf(start, 'node-red'), 'SIGKILL');
    const raised = await house.told('raised', since);
    const due = pending.at + house.wall(30);
    const back = house.backs.find((at) => at > killed) ?? killed;
    console.error(
      `killed at ${((killed - pending.at) / 1000).toFixed(1)} s, back ${((back - killed) / 1000).toFixed(1)} s later, ` +
        `raised ${((raised.at - due) / 1000).toFixed(2)} s after its second`,
    );
    expect(raised.at).toBeGreaterThan(due - 700);
    // At its second, or within one of being back; the baby is heard twice a second here.
    expect(raised.at).toBeLessThan(Math.max(due, back) + 1000);
    await house.calm();
    const count = house.seen.filter(
      ({ topic, payload, at }) =>
        topic === house.topics.event && at >= since && payload.event_type === 'raised',
    );
    expect(count).toHaveLength(1);
  },
  120_000,
);

test('the broker hangs: it is told over the WebSocket, and nothing else is', async () => {
  // The end of the crying before is told to the phones a moment after it is published.
  const lastOf = (phone: TestPhone, end: string) =>
    phone.received.findLast(({ data, message }) => data.tag.endsWith(end) && message !== 'clear_notification')
      ?.at ?? 0;
  await until(
    'the phones have heard the end of the crying',
    () =>
      [house.mina, house.jun].every((phone) => lastOf(phone, '-crying') <= lastOf(phone, '-crying-resolved')),
    15_000,
  );
  const since = Date.now();
  const pid = processOf(start, 'broker');
  process.kill(pid, 'SIGSTOP');
  try {
    const push = await house.mina.next(
      'that the broker is away',
      ({ data }) => data.tag === 'smart-cradle-house-broker_offline',
      since,
      120_000,
    );
    expect(push.title).toContain('Broker offline');
    // While it runs, the automation that watches the rules leaves the telling to them.
    await house.states.entity('timer.smart_cradle_broker_offline', ({ state }) => state === 'active', 10_000);
    await until('the automation would have rung', () => Date.now() > since + 100_000, 110_000);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const others = [house.mina, house.jun].flatMap(({ received }) =>
    received.filter(
      ({ at, data, message }) =>
        at > since && message !== 'clear_notification' && !data.tag.includes('broker_offline'),
    ),
  );
  expect(others.map(({ data }) => data.tag)).toEqual([]);
  await house.mina.next('that it is back', ({ data }) => data.tag.endsWith('-resolved'), since, 60_000);
  await house.states.entity('timer.smart_cradle_broker_offline', ({ state }) => state === 'idle', 10_000);
}, 300_000);
