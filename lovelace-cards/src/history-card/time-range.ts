import type { Span } from '../history/history.ts';

export const RANGES = ['24h', '7d', '30d', 'free'] as const;
export type Range = (typeof RANGES)[number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LENGTHS: Record<Exclude<Range, 'free'>, number> = { '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY };
/** Steps that a reader can name, s. */
const STEPS = [60, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];
/** About one step for two pixels of a phone. */
const MOST_STEPS = 300;
/** What the history keeps of readings. */
export const LONGEST_FREE = 92 * DAY;

/** The shortest step, s, that gives no more steps than can be drawn. */
export function resolutionFor({ from, to }: Span): number {
  return STEPS.find((step) => (to - from) / (step * 1000) <= MOST_STEPS) ?? 86_400;
}

/** The span of a named range that ends now, with its end on a whole step so that the same question is asked again. */
export function spanOf(range: Exclude<Range, 'free'>, now: number): Span {
  return { from: now - LENGTHS[range], to: now };
}

export type FreeSpan = { ok: true; span: Span } | { ok: false; why: 'order' | 'missing' | 'long' };

/** Two dates as `2026-01-31`, both of them included, in the browser's time. */
export function freeSpan(first: string, last: string, now: number): FreeSpan {
  const from = Date.parse(`${first}T00:00:00`);
  const begin = Date.parse(`${last}T00:00:00`);
  if (Number.isNaN(from) || Number.isNaN(begin)) return { ok: false, why: 'missing' };
  const end = new Date(begin);
  end.setDate(end.getDate() + 1);
  const to = Math.min(end.getTime(), now);
  if (to <= from) return { ok: false, why: 'order' };
  if (to - from > LONGEST_FREE) return { ok: false, why: 'long' };
  return { ok: true, span: { from, to } };
}

/** `2026-01-31` in the browser's time. */
export function dateText(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
