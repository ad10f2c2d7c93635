import { expect, test } from 'vitest';
import { type StreamFacts, streamView, waitAfter } from './stream-health.ts';

const facts = (given: Partial<StreamFacts>): StreamFacts => ({
  openedAt: 0,
  movedAt: null,
  alikeSince: null,
  now: 0,
  ...given,
});

test.each([
  ['before the first frame', { now: 9_999 }, { kind: 'opening' }],
  ['no frame in 10 s', { now: 10_000 }, { kind: 'dead' }],
  ['a frame just now', { movedAt: 60_000, now: 62_999 }, { kind: 'live' }],
  ['no frame for 3 s', { movedAt: 60_000, now: 63_000 }, { kind: 'stalled', age: 3_000 }],
  ['no frame for 10 s', { movedAt: 60_000, now: 70_000 }, { kind: 'dead' }],
  [
    'frames that look alike',
    { movedAt: 70_000, alikeSince: 60_000, now: 70_000 },
    { kind: 'alike', age: 10_000 },
  ],
  ['alike for a moment', { movedAt: 69_999, alikeSince: 60_000, now: 69_999 }, { kind: 'live' }],
])('%s', (_name, given, view) => {
  expect(streamView(facts(given))).toEqual(view);
});

test('a camera that refuses is asked ever more seldom, at last once a minute', () => {
  expect([1, 2, 3, 9].map(waitAfter)).toEqual([2_000, 4_000, 8_000, 60_000]);
});
