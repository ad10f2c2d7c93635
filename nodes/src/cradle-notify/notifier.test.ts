import { beforeEach, describe, expect, test } from 'vitest';
import { cradle, event, type House, houseOfTwo, JUN, MINA } from '../testing/notified-house.ts';

let house: House;
beforeEach(() => {
  house = houseOfTwo();
});

describe('every phone of the house', () => {
  test('is told by itself, with the three buttons and the picture of the moment', () => {
    house.act(event('raised'));
    for (const target of [MINA, JUN]) expect(house.told(target)).toEqual(['Nursery · Crying']);
    expect(house.sent[0]?.call.data).toMatchObject({
      message: 'Crying for 30 s',
      data: {
        image: '/api/image_proxy/image.cradle_abc_123_alert_image',
        actions: [{ title: 'Acknowledge' }, { title: 'Snooze 10 min' }, { title: 'I have the baby' }],
        channel: 'alarm_stream',
        push: { 'interruption-level': 'critical' },
      },
    });
  });

  test('is shown no picture when the newest is not of the moment', () => {
    house.time += 11_000;
    house.act(event('raised'));
    expect(house.told(MINA)).toEqual(['Nursery · Crying']);
    expect(JSON.stringify(house.sent)).not.toContain('image_proxy');
  });

  test('may rock the cradle of a baby that cries, while that is safe; for all else it has the baby', () => {
    house.notifier.setRockable(cradle, true);
    house.act(event('raised'), event('raised', 1, 'abnormal_position'));
    house.notifier.setRockable(cradle, false);
    house.act(event('reminded', 2));
    const third = house.sent
      .filter(({ to }) => to === 'mina')
      .map(({ call }) => (call.data.data as { actions: { title: string }[] }).actions[2]?.title);
    expect(third).toEqual(['Rock the cradle', 'I have the baby', 'I have the baby']);
  });

  test('is told in its own language, and not through do-not-disturb where that is off', () => {
    house.notifier.set('mina', 'language', 'ko');
    house.notifier.set('mina', 'critical', 'OFF');
    house.act(event('raised'));
    expect(house.sent.find(({ to }) => to === 'mina')?.call.data).toMatchObject({
      message: '30초 동안 울고 있습니다',
      data: { channel: 'smart_cradle_alerts', push: { 'interruption-level': 'time-sensitive' } },
    });
    expect(house.told(JUN)).toEqual(['Nursery · Crying']);
  });

  test('is told of nothing with push off, and of no sensor when it wants care alerts only', () => {
    house.notifier.set('mina', 'push', 'OFF');
    house.notifier.set('jun', 'alerts', 'care');
    house.act(event('raised'), event('raised', 1, 'sensor_lost'));
    expect(house.told(MINA)).toEqual([]);
    expect(house.told(JUN)).toEqual(['Nursery · Crying']);
  });

  test('is shown no picture of another time with a lost sensor', () => {
    house.act(event('raised', 1, 'sensor_lost'));
    expect(JSON.stringify(house.sent)).not.toContain('image_proxy');
  });
});

describe('what goes on', () => {
  test('acknowledged on one, is cleared on all; resolved, is said quietly once', () => {
    house.act(event('raised'), event('acknowledged'), event('resolved'));
    for (const target of [MINA, JUN]) {
      expect(house.told(target)).toEqual([
        'Nursery · Crying',
        'cleared',
        'cleared',
        'Nursery · Resolved: Crying',
      ]);
    }
    expect(house.sent.at(-1)?.call.data).toMatchObject({
      data: { push: { 'interruption-level': 'passive' } },
    });
  });

  test('goes to the next in order with each reminder, and those who were never told hear nothing of its end', () => {
    house.notifier.set('jun', 'order', '2');
    house.act(event('raised'));
    expect(house.told(JUN)).toEqual([]);
    house.act(event('resolved'));
    expect(house.told(JUN)).toEqual([]);
    house.act(event('raised'), event('reminded', 2));
    expect(house.told(JUN)).toEqual(['Nursery · Still: Crying']);
    expect(house.told(MINA).at(-1)).toBe('Nursery · Still: Crying');
  });

  test('is cleared, after a restart too, where it had rung before', () => {
    house.act(event('raised'));
    house.begin();
    house.services(MINA, JUN);
    house.act(event('resolved'));
    expect(house.told(MINA).slice(1)).toEqual(['cleared', expect.stringContaining('Resolved')]);
  });

  test('can wait until morning, waits, and is not told when it is over by then', () => {
    house.time = new Date(2026, 2, 1, 23, 30).getTime();
    house.act(event('raised', 1, 'history_offline'), event('reminded', 2, 'history_offline'));
    house.pass(3600);
    expect(house.told(MINA)).toEqual([]);
    house.time = new Date(2026, 2, 2, 6, 59, 58).getTime();
    house.pass(5);
    expect(house.told(MINA)).toEqual(['Nursery · History not stored']);
    house.act(event('resolved', 1, 'history_offline'));
    house.time = new Date(2026, 2, 2, 23, 30).getTime();
    house.act(event('raised', 1, 'history_offline'), event('resolved', 1, 'history_offline'));
    house.time = new Date(2026, 2, 3, 8).getTime();
    house.pass(5);
    expect(
      house.told(MINA).filter((title) => title.includes('History') && !title.includes('Resolved')),
    ).toHaveLength(1);
  });
});

test('what waits until morning waits over a restart in the night, too', () => {
  house.time = new Date(2026, 2, 1, 23, 30).getTime();
  house.act(event('raised', 1, 'history_offline'));
  house.begin();
  house.notifier.setName(cradle, 'Nursery');
  house.services(MINA, JUN);
  house.act(event('reminded', 2, 'history_offline'), event('reminded', 3, 'history_offline'));
  house.pass(3600);
  expect(house.told(MINA)).toEqual([]);
  house.time = new Date(2026, 2, 2, 7, 0, 1).getTime();
  house.pass(5);
  expect(house.told(MINA)).toEqual([expect.stringContaining('History not stored')]);
});

describe('when Home Assistant', () => {
  test('is away, the newest waits and is told when it is back', () => {
    house.notifier.setConnected(false);
    house.act(event('raised'), event('reminded', 2));
    house.pass(300);
    expect(house.sent).toEqual([]);
    house.notifier.setConnected(true);
    house.answer();
    expect(house.told(MINA)).toEqual(['Nursery · Still: Crying']);
  });

  test('is away for long, it is told how long the baby has cried by now', () => {
    house.notifier.setConnected(false);
    house.act(event('raised'));
    house.pass(690);
    house.notifier.setConnected(true);
    expect(house.sent[0]?.call.data.message).toBe('Crying for 12 min');
  });

  test('is away while it begins and ends, nobody is woken by it', () => {
    house.notifier.setConnected(false);
    house.act(event('raised'), event('acknowledged'), event('resolved'));
    house.notifier.setConnected(true);
    house.answer();
    expect(house.told(MINA).filter((title) => title === 'Nursery · Crying')).toEqual([]);
  });

  test('refuses, it is tried twice more, then the next in order is told, and it shows', () => {
    house.notifier.set('jun', 'order', '2');
    house.refuses.add(MINA);
    house.act(event('raised'));
    expect(house.told(JUN)).toEqual([]);
    house.pass(6);
    expect(house.told(MINA)).toHaveLength(3);
    expect(house.told(JUN)).toEqual(['Nursery · Crying']);
    expect(house.states.get('mina')).toMatchObject({ state: 'failed', reason: 'HTTP 500' });
    house.refuses.clear();
    house.pass(25);
    expect(house.states.get('mina')).toMatchObject({ state: 'sent' });
  });

  test('does not answer, that is a refusal', () => {
    house.notifier.take(event('raised'));
    for (let second = 0; second < 60; second++) {
      house.time += 1000;
      house.notifier.pass();
    }
    expect(house.states.get('mina')).toMatchObject({ state: 'failed', reason: 'no answer' });
  });

  test('has lost a phone, it shows', () => {
    house.services(JUN);
    expect(house.states.get('mina')).toMatchObject({ state: 'missing' });
    expect(house.notifier.failing.map(({ id }) => id)).toEqual(['mina']);
  });
});

describe('mail', () => {
  test('goes out when it is switched on, once for each alert, to the address', () => {
    house.services(MINA, JUN, 'notify.family_mail');
    house.notifier.set('mina', 'email', 'ON');
    house.notifier.set('mina', 'email_address', 'mina@example.org');
    house.act(event('raised'), event('reminded', 2));
    expect(house.sent.filter(({ call }) => call.action === 'notify.family_mail')).toMatchObject([
      { call: { data: { title: 'Nursery · Crying', target: ['mina@example.org'] } } },
    ]);
  });

  test('goes to the notify entity of a mailbox, where one is named instead of an address', () => {
    house.notifier.set('mina', 'email', 'ON');
    house.notifier.set('mina', 'email_address', 'notify.mina_mailbox');
    house.act(event('raised'), event('reminded', 2));
    expect(house.told('notify.mina_mailbox')).toEqual(['Nursery · Crying']);
  });

  test('without a mail service is a failure that shows', () => {
    house.notifier.set('mina', 'email', 'ON');
    house.act(event('raised'));
    expect([...house.states.values()].some(({ reason }) => reason?.includes('mail service'))).toBe(true);
  });
});
