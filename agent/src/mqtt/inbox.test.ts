import { servoMessage } from '@smart-cradle/protocol/messages';
import { MAX_MESSAGE_BYTES } from '@smart-cradle/protocol/parse-message';
import { expect, it } from 'vitest';
import { Inbox } from './inbox.ts';
import { Rejections } from './rejections.ts';

function inbox() {
  const logged: object[] = [];
  const log = (fields: object) => void logged.push(fields);
  const rejections = new Rejections({ debug: log, info: log, warn: log, error: log });
  const taken: unknown[] = [];
  const box = new Inbox(rejections);
  box.onJson('servo', servoMessage, (message, retained) => taken.push({ ...message, retained }));
  box.onText('text', (text) => taken.push(text));
  return { box, taken, logged, rejections };
}

it('hands on what is right, with whether it was retained', () => {
  const { box, taken } = inbox();
  box.take('servo', Buffer.from('{"action":"start","extra":1}'), true);
  box.take('text', Buffer.from('안녕'), false);
  expect(taken).toEqual([{ action: 'start', extra: 1, retained: true }, '안녕']);
});

it('notes each broken message, logs each kind once, and hands on none', () => {
  const { box, taken, logged, rejections } = inbox();
  const broken = [
    Buffer.from('not JSON'),
    Buffer.from('[]'),
    Buffer.from('{"action":"dance"}'),
    Buffer.from('{"action":"start","minutes":-1}'),
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.alloc(0),
    Buffer.alloc(MAX_MESSAGE_BYTES + 1, 0x20),
  ];
  for (let round = 0; round < 150; round += 1)
    for (const payload of broken) box.take('servo', payload, false);
  expect(taken).toEqual([]);
  expect(rejections.count).toBe(150 * broken.length);
  expect(logged.length).toBeLessThanOrEqual(broken.length);
  expect(logged).toContainEqual({ source: 'servo', reason: expect.stringContaining('action ("dance")') });
});

it('logs a bounded number of kinds', () => {
  const { logged, rejections } = inbox();
  for (let kind = 0; kind < 5_000; kind += 1) {
    const letters = [kind % 26, Math.floor(kind / 26) % 26, Math.floor(kind / 676)];
    rejections.note('x', letters.map((letter) => String.fromCharCode(97 + letter)).join(''));
  }
  expect(rejections.count).toBe(5_000);
  expect(logged.length).toBeLessThanOrEqual(200);
});

it('ignores a topic that is cleared', () => {
  const { box, rejections } = inbox();
  box.take('servo', Buffer.alloc(0), true);
  expect(rejections.count).toBe(0);
});
