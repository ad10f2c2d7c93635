import { beforeEach, describe, expect, test } from 'vitest';
import { alarm, cradle, event, type House, houseOfTwo, JUN, MINA } from '../testing/notified-house.ts';
import { PAIRING_LIMIT } from './pairing.ts';

let house: House;
beforeEach(() => {
  house = houseOfTwo();
});

describe('joining and leaving', () => {
  test('a phone that has left is not told, and does not come back by itself', () => {
    house.notifier.command(cradle, { action: 'leave', recipient: 'mina' });
    house.services(MINA, JUN);
    house.act(event('raised'));
    expect(house.told(MINA)).toEqual([]);
    expect(house.told(JUN)).toContain('Smart Cradle');
  });

  test('a code is random, is taken within ten minutes, and taken back', () => {
    house.notifier.command(cradle, { action: 'pair' });
    const code = house.codes.get(cradle);
    expect(house.notifier.isShown(code?.tag ?? '')).toBe(true);
    expect(house.notifier.isShown('another')).toBe(false);
    house.time += PAIRING_LIMIT;
    expect(house.notifier.isShown(code?.tag ?? '')).toBe(false);
    house.notifier.pass();
    expect(house.codes.get(cradle)).toBeNull();
    house.notifier.command(cradle, { action: 'pair' });
    const second = house.codes.get(cradle);
    house.notifier.command(cradle, { action: 'pair', state: 'off' });
    expect(house.notifier.isShown(second?.tag ?? '')).toBe(false);
  });

  test('a scanned phone joins by the name that its owner gave it; one that nobody can notify does not', () => {
    house.notifier.command(cradle, { action: 'leave', recipient: 'mina' });
    expect(house.notifier.joinPhone('stranger', 'Stranger')).toBe(false);
    expect(house.notifier.joinPhone('mina', "Mina's phone")).toBe(true);
    expect(house.notifier.book.members.find(({ id }) => id === 'mina')?.name).toBe("Mina's phone");
    house.answer();
    expect(
      house.sent.filter(({ to, tag }) => to === 'jun' && tag.endsWith('mina')).at(-1)?.call.data.message,
    ).toBe("Mina's phone is now told of alerts");
  });

  test('an entity is told by its own action, and only what it can do', () => {
    house.notifier.command(cradle, { action: 'join', target: 'notify.kitchen_speaker', name: 'Kitchen' });
    house.act(event('raised'), event('acknowledged'), event('resolved'));
    const calls = house.sent.filter(({ to }) => to === 'kitchen_speaker').map(({ call }) => call);
    expect(calls).toEqual([
      {
        action: 'notify.send_message',
        target: { entity_id: 'notify.kitchen_speaker' },
        data: { title: 'Nursery · Crying', message: 'Crying for 30 s' },
      },
    ]);
  });
});

test.each([
  ['push', 'maybe'],
  ['order', '0'],
  ['order', '1.5'],
  ['language', 'fr'],
  ['email_address', 'nobody'],
  ['volume', '3'],
])('a wrong %s = %j is refused by name, and the old one stays', (name, value) => {
  const before = house.notifier.book;
  expect(house.notifier.set('mina', name, value)).toContain(name);
  expect(house.notifier.book).toEqual(before);
});

describe('a test alarm', () => {
  test('says of each whether it was delivered, sent or failed', () => {
    house.refuses.add(JUN);
    house.act(alarm);
    expect(house.report).toMatchObject({ state: 'running' });
    const letter = house.sent.find(({ to }) => to === 'mina');
    house.notifier.confirmed(letter?.id ?? '');
    house.pass(6);
    expect(house.report).toMatchObject({
      state: 'partly',
      recipients: [
        { id: 'jun', result: 'failed', reason: 'HTTP 500' },
        { id: 'mina', result: 'delivered' },
      ],
    });
  });

  test('that reaches nobody has failed', () => {
    for (const id of ['mina', 'jun']) house.notifier.set(id, 'push', 'OFF');
    house.act(alarm);
    expect(house.report).toMatchObject({ state: 'failed', recipients: [] });
  });
});
