import type { Day, Episode, SleepSpan, Span } from '../history/history.ts';

/** The hours of the clock that a night lies in. */
const EVENING = 19;
const MORNING = 9;
/** The hour from which the night that has begun says more than the one before. */
const NIGHT = 22;

/** The night that is, or else the last one, in the browser's time: from 19:00 to 9:00, or to now. */
export function lastNight(now: number): Span {
  const from = new Date(now);
  if (from.getHours() < NIGHT) from.setDate(from.getDate() - 1);
  from.setHours(EVENING, 0, 0, 0);
  const to = new Date(from);
  to.setDate(to.getDate() + 1);
  to.setHours(MORNING, 0, 0, 0);
  return { from: from.getTime(), to: Math.min(now, to.getTime()) };
}

export interface NightFigures {
  /** Minutes. */
  asleep: number;
  longest: number;
  cries: number;
  crying: number;
  rocked: number;
}

function within({ from, to }: Span, span: Span): number {
  return Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)) / 60_000;
}

/** Spans of sleep that follow each other without a gap are one stretch. */
export function figuresOf(
  span: Span,
  sleep: readonly SleepSpan[],
  episodes: readonly Episode[],
): NightFigures {
  let asleep = 0;
  let longest = 0;
  let stretch = 0;
  let end = Number.NaN;
  for (const one of sleep) {
    if (one.state !== 'asleep') continue;
    const minutes = within(one, span);
    stretch = one.from === end ? stretch + minutes : minutes;
    end = one.to;
    asleep += minutes;
    longest = Math.max(longest, stretch);
  }
  const cried = episodes.filter((one) => within(one, span) > 0);
  return {
    asleep,
    longest,
    cries: cried.length,
    crying: cried.reduce((sum, one) => sum + within(one, span), 0),
    rocked: cried.filter(({ rocked }) => rocked).length,
  };
}

/** The mean of what is known of the days; null: nothing is. */
export function usual(days: readonly Day[], value: (day: Day) => number | null): number | null {
  const known = days.map(value).filter((one) => one !== null);
  return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : null;
}
