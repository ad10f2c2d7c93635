import { expect, test } from 'vitest';
import { fitAnswer, joinShort, MAX_ANSWER_BYTES } from './fit-answer.ts';
import type { HistoryAnswer } from './history-answer.ts';

const START = Date.parse('2026-11-01T00:00:00Z');
const MINUTE = 60_000;
const iso = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

/** A month in which something happens every `every` minutes. */
function month(every: number): HistoryAnswer {
  const moments = Array.from({ length: (30 * 1440) / every }, (_, index) => index * every);
  return {
    schema: 2,
    cradle: 'cradle-a',
    from: iso(0),
    to: iso(30 * 1440),
    resolution: 7200,
    alerts: moments.map((at) => ({
      type: 'crying',
      severity: 'wake',
      created_at: iso(at),
      acknowledged_at: iso(at + 1),
      acknowledged_by: 'Mina',
      resolved_at: iso(at + 2),
      message: 'Crying for 30 s',
      value: 0.9,
      picture: null,
    })),
    episodes: moments.map((at) => ({ from: iso(at), to: iso(at + 2), calm_after_s: 120, rocked: false })),
    sleep: moments.flatMap((at) => [
      { from: iso(at), to: iso(at + 3), state: 'fussing' },
      { from: iso(at + 3), to: iso(at + every), state: 'asleep' },
    ]),
    pictures: moments.map((at) => ({ at: iso(at), url: `media-source://${at}` })),
  };
}

test('what fits stays as it is', () => {
  const answer = month(720);
  expect(fitAnswer(answer, () => true)).toBe(answer);
});

test('a full month: pictures become fewer and short stretches join, and no alert is missing', () => {
  const answer = month(115);
  const fitted = fitAnswer(answer, ({ at }) => at !== iso(0));
  expect(JSON.stringify(answer).length).toBeGreaterThan(MAX_ANSWER_BYTES);
  expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
  expect(fitted.alerts?.length).toBe(answer.alerts?.length);
  expect(fitted.left_out).toBeUndefined();
  expect(fitted.pictures?.[0]?.at).toBe(iso(0));
});

test('a month without peace: the oldest go, and it says how many', () => {
  const answer = month(20);
  const { alerts = [], episodes = [], left_out, ...rest } = fitAnswer(answer, () => true);
  expect(JSON.stringify({ alerts, episodes, left_out, ...rest }).length).toBeLessThanOrEqual(
    MAX_ANSWER_BYTES,
  );
  expect(alerts.length + (left_out?.alerts ?? 0)).toBe(answer.alerts?.length);
  expect(episodes.length + (left_out?.episodes ?? 0)).toBe(answer.episodes?.length);
  expect(alerts.at(-1)?.created_at).toBe(answer.alerts?.at(-1)?.created_at);
});

test('joined stretches cover the same time', () => {
  const sleep = month(120).sleep ?? [];
  expect(joinShort(sleep, 5)).toEqual([
    { from: iso(0), to: iso(3), state: 'fussing' },
    { from: iso(3), to: iso(30 * 1440), state: 'asleep' },
  ]);
});
