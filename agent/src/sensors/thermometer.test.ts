import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseTemperatureLine, Thermometer } from './thermometer.ts';

describe('parseTemperatureLine', () => {
  it.each([
    ['아기 체온: 36.5°C', 36.5],
    ['아기 체온: 36.5°C\r', 36.5],
    ['  아기 체온:36°C ', 36],
    ['아기 체온: 36.54℃', 36.54],
    ['아기 체온: 25.0°C', 25],
    ['아기 체온: 36.5°C'.normalize('NFD'), 36.5],
  ])('reads %j', (line, celsius) => {
    expect(parseTemperatureLine(line)).toEqual({ ok: true, celsius });
  });

  it.each([
    '',
    '36.5',
    '아기 체온: °C',
    '아기 체온: nan°C',
    '아기 체온: 36.5°C 아기 체온: 36.6°C',
    '아기 체온: 3\ufffd.5°C',
    'servo ok',
    '아기 체온: 36,5°C',
    'x'.repeat(1_000),
  ])('refuses %j as rubbish', (line) => {
    expect(parseTemperatureLine(line)).toEqual({ ok: false, reason: 'not a temperature line' });
  });

  it.each(['아기 체온: -127.0°C', '아기 체온: 85.0°C', '아기 체온: 0.0°C', '아기 체온: 45.1°C'])(
    'refuses %j as impossible',
    (line) => {
      expect(parseTemperatureLine(line)).toMatchObject({
        ok: false,
        reason: expect.stringContaining('impossible'),
      });
    },
  );
});

describe('Thermometer', () => {
  const readings: number[] = [];
  const rubbish: string[] = [];
  const states: (OfflineReason | null)[] = [];
  let thermometer: Thermometer;

  beforeEach(() => {
    vi.useFakeTimers();
    for (const list of [readings, rubbish, states]) list.length = 0;
    thermometer = new Thermometer({
      onReading: (celsius) => readings.push(celsius),
      onRubbish: (reason) => rubbish.push(reason),
      onState: (state) => states.push(state),
    });
    thermometer.start();
  });
  afterEach(() => {
    thermometer.stop();
    vi.useRealTimers();
  });

  it('is lost within 5 s of its last reading, and back with the next', () => {
    thermometer.take('아기 체온: 36.5°C');
    vi.advanceTimersByTime(4_000);
    expect(states).toEqual(['starting', null]);
    vi.advanceTimersByTime(1_000);
    expect(states).toEqual(['starting', null, 'no_data']);
    thermometer.take('아기 체온: 36.6°C');
    expect(states).toEqual(['starting', null, 'no_data', null]);
    expect(readings).toEqual([36.5, 36.6]);
  });

  it('is not kept alive by rubbish', () => {
    thermometer.take('아기 체온: 36.5°C');
    for (let second = 0; second < 5; second += 1) {
      vi.advanceTimersByTime(1_000);
      thermometer.take('???');
    }
    expect(states.at(-1)).toBe('no_data');
    expect(rubbish).toHaveLength(5);
  });

  it('tells a pulled cable at once, and that nothing comes after it is plugged in', () => {
    thermometer.take('아기 체온: 36.5°C');
    thermometer.disconnected();
    expect(states.at(-1)).toBe('disconnected');
    vi.advanceTimersByTime(60_000);
    expect(states.at(-1)).toBe('disconnected');
    thermometer.connected();
    vi.advanceTimersByTime(5_000);
    expect(states.at(-1)).toBe('no_data');
  });
});
