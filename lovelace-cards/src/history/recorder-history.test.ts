import { beforeEach, expect, test, vi } from 'vitest';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { loadHistory } from './load-history.ts';
import { extents, shares, stretches } from './recorder-history.ts';

// The fallback is told to whoever looks into the browser's console; here it is what is asked for.
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

const rows = [
  { s: 'off', lu: 0 },
  { s: 'on', lu: 60 },
  { s: 'on', lu: 70 },
  { s: 'unavailable', lu: 90 },
  { s: 'off', lu: 120 },
];

test('states become stretches that end where the next begins', () => {
  expect(stretches(rows, 0, 180_000).map(({ state, from, to }) => [state, from / 1000, to / 1000])).toEqual([
    ['off', 0, 60],
    ['on', 60, 90],
    ['unavailable', 90, 120],
    ['off', 120, 180],
  ]);
});

test('an entity that was removed is a stretch in which nothing is known', () => {
  const removed = stretches(
    [
      { s: '36.5', lu: 0 },
      { s: null, lu: 60 },
    ],
    0,
    120_000,
  );
  expect(removed.map(({ state }) => state)).toEqual(['36.5', 'unavailable']);
});

test('a share counts only the time in which something was known', () => {
  const spans = stretches(rows, 0, 180_000);
  expect(shares(spans, [0, 60_000, 120_000, 180_000], 60_000, (state) => state === 'on')).toEqual([
    0,
    1,
    0,
    null,
  ]);
});

test('the mean of a temperature is by time', () => {
  const spans = stretches(
    [
      { s: '36', lu: 0 },
      { s: '38', lu: 45 },
      { s: 'unknown', lu: 60 },
    ],
    0,
    120_000,
  );
  expect(extents(spans, [0, 60_000], 60_000)).toEqual([[36, 36.5, 38], null]);
});

function home(rest: () => Promise<unknown>): HomeAssistant {
  const callWS = async ({ type }: { type?: unknown }) =>
    type === 'history/history_during_period'
      ? {
          'sensor.t': [{ s: '98.6', lu: 0 }],
          'binary_sensor.a': [{ s: 'on', lu: 30, a: { acknowledged_by: 'Jun' } }],
        }
      : {};
  return {
    config: { unit_system: { temperature: '°F' } },
    callWS,
    callService: rest,
  } as unknown as HomeAssistant;
}

const question = {
  uuid: 'cradle-1',
  entities: new Map([
    ['temperature', 'sensor.t'],
    ['alert_crying', 'binary_sensor.a'],
  ]),
  from: 0,
  to: 120_000,
  resolution: 60,
  include: ['series', 'alerts'] as const,
};

test('when the history does not answer, Home Assistant’s own does, in °C, and the reason is told', async () => {
  const { history, instead } = await loadHistory(
    home(() => Promise.reject(new Error('no route to host'))),
    question,
  );
  expect(instead).toBe('no route to host');
  expect(history.source).toBe('home_assistant');
  expect(history.series?.temperature[0]?.[1]).toBeCloseTo(37, 5);
  expect(history.alerts).toMatchObject([
    { type: 'crying', createdAt: 30_000, resolvedAt: null, acknowledgedBy: 'Jun' },
  ]);
});

test.each([
  [{ response: { status: 503, content: { error: 'the database is away' } } }, 'the database is away'],
  [{ response: { status: 502, content: '<html>' } }, '502'],
  [{}, 'schema 2 is needed'],
])('%j counts as no answer', async (answer, reason) => {
  const { instead } = await loadHistory(
    home(() => Promise.resolve(answer)),
    question,
  );
  expect(instead).toContain(reason);
});
