import { expect, test } from 'vitest';
import { alarmReason, type Bedside } from './bedside-alarm.ts';

const now = 1_000_000;
const calm: Bedside = {
  now,
  heardAt: now - 4_000,
  monitor: 'watching',
  monitorSince: 0,
  alertActive: false,
  pausedUntil: null,
  quietUntil: 0,
};

test('a watched baby is quiet, and an alert that nobody has answered rings', () => {
  expect(alarmReason(calm)).toBeNull();
  expect(alarmReason({ ...calm, alertActive: true })).toBe('alert');
});

test('it rings when Home Assistant has not been heard for 15 s, and not before', () => {
  const lost: Bedside = { ...calm, monitor: 'disconnected' };
  expect(alarmReason({ ...lost, heardAt: now - 14_999 })).toBeNull();
  expect(alarmReason({ ...lost, heardAt: now - 15_000 })).toBe('connection');
});

test.each(['offline', 'blind'] as const)(
  'it rings 10 s after the cradle is %s, 15 s after the last reading',
  (monitor) => {
    expect(alarmReason({ ...calm, monitor, monitorSince: now - 9_999 })).toBeNull();
    expect(alarmReason({ ...calm, monitor, monitorSince: now - 10_000 })).toBe('data');
  },
);

test('an alert from before the connection was lost does not ring as if it were new', () => {
  expect(
    alarmReason({ ...calm, monitor: 'disconnected', alertActive: true, heardAt: now - 8_000 }),
  ).toBeNull();
});

test('while a parent has the baby a lost connection is no alarm, until the pause is over', () => {
  const paused: Bedside = { ...calm, monitor: 'disconnected', heardAt: now - 60_000, pausedUntil: now + 1 };
  expect(alarmReason(paused)).toBeNull();
  expect(alarmReason({ ...paused, pausedUntil: now })).toBe('connection');
});

test('quiet ends by itself', () => {
  const alert: Bedside = { ...calm, alertActive: true, quietUntil: now + 1 };
  expect(alarmReason(alert)).toBeNull();
  expect(alarmReason({ ...alert, now: now + 1 })).toBe('alert');
});
