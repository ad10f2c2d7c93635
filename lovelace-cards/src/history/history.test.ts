import { expect, test } from 'vitest';
import { fakeHistory } from '../../harness/fake-history.ts';
import { parseHistory } from './history.ts';

const asked = { from: 0, to: 120_000 };

test('an answer as the contract writes it is read whole', () => {
  const from = Date.UTC(2026, 0, 31);
  const to = from + 86_400_000;
  const answer = fakeHistory('cradle-abc-123', {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    resolution: 300,
    include: 'series,alerts,episodes,sleep,care,pictures,days',
  });
  const history = parseHistory(answer, asked);
  expect(history).toMatchObject({ source: 'smart_cradle', from, to });
  expect(history.series?.time).toHaveLength(288);
  expect(history.series?.temperature).toHaveLength(288);
  expect(history.sleep.length).toBeGreaterThan(3);
  expect(history.care[0]).toMatchObject({ id: 'c1', kind: 'fed', by: 'Mina' });
  expect(history.days.length).toBeGreaterThan(0);
});

test('what makes no sense is left out, and the rest is kept', () => {
  const history = parseHistory(
    {
      schema: 2,
      resolution: 60,
      series: { time: [0, 60_000], temperature: [[36, 36.5, 37], 'warm'], crying: [0.5] },
      alerts: [{ type: 'crying', created_at: '2026-01-31T03:00:00Z' }, { type: 'boredom', created_at: 1 }, 7],
      sleep: [
        { from: 'x', to: 'y', state: 'asleep' },
        { from: 5, to: 9, state: 'dreaming' },
      ],
      care: [{ kind: 'fed', at: 5 }],
    },
    asked,
  );
  expect(history.series?.temperature).toEqual([[36, 36.5, 37], null]);
  expect(history.series?.crying).toEqual([0.5, null]);
  expect(history.alerts.map(({ type }) => type)).toEqual(['crying']);
  expect(history.sleep).toEqual([{ from: 5, to: 9, state: 'unknown' }]);
  expect(history.care).toEqual([]);
});

test('steps that the answer leaves out are gaps, and alerts come newest first', () => {
  const history = parseHistory(
    {
      schema: 2,
      resolution: 60,
      series: { time: [90_000, 210_000], temperature: [], crying: [0.1, 0.2] },
      alerts: [
        { type: 'crying', created_at: 1 },
        { type: 'crying', created_at: 2 },
      ],
    },
    { from: 0, to: 300_000 },
  );
  expect(history.series?.time).toEqual([-30_000, 30_000, 90_000, 150_000, 210_000, 270_000]);
  expect(history.series?.crying).toEqual([null, null, 0.1, null, 0.2, null]);
  expect(history.alerts.map(({ createdAt }) => createdAt)).toEqual([2, 1]);
});

test('a picture of another host is never loaded', () => {
  const picture = (url: string) =>
    parseHistory({ schema: 2, pictures: [{ at: 1, url }] }, asked).pictures.map((one) => one.url);
  expect(picture('/api/image_proxy/image.x')).toEqual(['/api/image_proxy/image.x']);
  expect(picture('https://example.org/x.jpg')).toEqual([]);
  expect(picture('//example.org/x.jpg')).toEqual([]);
});

test.each([
  [{ error: 'from must be a time', field: 'from' }, 'from must be a time'],
  [{ schema: 1 }, 'schema 2 is needed'],
  ['<html>', 'schema 2 is needed'],
  [undefined, 'schema 2 is needed'],
])('%j is no history', (answer, reason) => {
  expect(() => parseHistory(answer, asked)).toThrow(reason);
});
