import { expect, test } from 'vitest';
import { parseMessage } from './parse-message.ts';
import {
  cryingMessage,
  directionMessage,
  encodeCrying,
  encodeDirection,
  encodeFrame,
  encodeTemperature,
  formatTimestamp,
  frameMessage,
  temperatureMessage,
} from './readings.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const at = { date: new Date(2025, 9, 3, 12, 34, 56), simulated: false };

test("writes the timestamp as the original's server parses it", () => {
  expect(formatTimestamp(at.date)).toBe('2025-10-03 12:34:56');
});

test("takes the original's own messages", () => {
  const direction = parseMessage(
    directionMessage,
    bytes('{"direction": "좌측으로 움직임", "timestamp": "2025-10-03 12:34:56"}'),
  );
  expect(direction).toMatchObject({ ok: true, value: { state: 'left' } });
  expect(parseMessage(temperatureMessage, bytes('{"temperature": "36.5"}'))).toMatchObject({
    ok: true,
    value: { temperature: 36.5 },
  });
  expect(
    parseMessage(cryingMessage, bytes('{"status": "Crying", "probability": 0.89, "timestamp": "x"}')),
  ).toMatchObject({ ok: true, value: { status: 'Crying' } });
});

test('reads what it writes', () => {
  const reading = { state: 'right', dx: -0.051234, offset: -0.3, yaw: -28.04, pitch: 0, roll: 1 } as const;
  expect(parseMessage(directionMessage, bytes(encodeDirection(reading, at)))).toMatchObject({
    ok: true,
    value: { direction: '우측으로 움직임', state: 'right', dx: -0.0512, pitch: 0 },
  });
  expect(JSON.parse(encodeTemperature({ celsius: 38, onBaby: false }, at))).toMatchObject({
    temperature: '38.0',
    on_baby: false,
  });
  expect(parseMessage(cryingMessage, bytes(encodeCrying(true, 0.91, -20, at)))).toMatchObject({ ok: true });
  expect(parseMessage(frameMessage, bytes(encodeFrame(Uint8Array.of(255, 216, 255), at)))).toMatchObject({
    ok: true,
    value: { frame: '/9j/' },
  });
});

test('marks what is simulated, and only that', () => {
  expect(
    JSON.parse(encodeTemperature({ celsius: 37, onBaby: true }, { ...at, simulated: true })),
  ).toHaveProperty('simulated', true);
  expect(JSON.parse(encodeTemperature({ celsius: 37, onBaby: true }, at))).not.toHaveProperty('simulated');
});

test.each([
  ['{"temperature": "warm"}', 'temperature ("warm")'],
  ['{"temperature": "99.9"}', 'temperature ("99.9")'],
  ['{"temperature": {}}', 'temperature ({})'],
  ['{}', 'temperature (missing)'],
  ['[]', 'message'],
  ['null', 'message'],
  ['36.5', 'message'],
  ['{"temperature"', 'not JSON'],
])('refuses %s and says why', (text, reason) => {
  expect(parseMessage(temperatureMessage, bytes(text))).toMatchObject({
    ok: false,
    reason: expect.stringContaining(reason),
  });
});

test('refuses another encoding and what is too large', () => {
  const eucKr = Uint8Array.of(0x7b, 0x22, 0xc1, 0xa4, 0xb8, 0xe9, 0x22, 0x7d);
  expect(parseMessage(directionMessage, eucKr)).toEqual({ ok: false, reason: 'not UTF-8' });
  expect(parseMessage(directionMessage, new Uint8Array(10_000_000))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('10000000 bytes'),
  });
});

test('refuses a direction that no one knows', () => {
  expect(parseMessage(directionMessage, bytes('{"direction": "up"}'))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('direction ("up")'),
  });
});
