import { type InfluxDB, escape as influxEscape } from 'influx';
import type { CareEntry } from '../history/care-log.ts';
import type { CryingEpisode } from '../history/crying-episodes.ts';
import { type DaySummary, summariseWeeks, type WeekSummary } from '../history/days.ts';
import { localDay } from '../history/local-days.ts';
import { findPatterns, type Patterns } from '../history/patterns.ts';
import { type Picture, readPictures, thinOut } from '../history/pictures.ts';
import type { SleepInterval } from '../history/sleep.ts';
import { readCare, readDays, readEpisodes, readSleep, type Stretch } from '../history/stored.ts';
import { type AlertEntry, alertEntries, readTransitions } from './alert-entries.ts';
import { fitAnswer } from './fit-answer.ts';
import type { HistoryRequest, Part } from './history-request.ts';
import { readSeries, type Series } from './series.ts';

/** The schema of the answer; it grows only by fields. */
export const ANSWER_SCHEMA = 2;
/** Milliseconds within which a picture belongs to an alert. */
const PICTURE_OF_ALERT = 15_000;

/** What `GET /smart-cradle/history` answers; what was not asked for is left out. Times are ISO 8601 UTC. */
export interface HistoryAnswer {
  schema: typeof ANSWER_SCHEMA;
  cradle: string;
  from: string;
  to: string;
  /** Seconds. */
  resolution: number;
  series?: Series;
  alerts?: AlertEntry[];
  episodes?: { from: string; to: string; calm_after_s: number | null; rocked: boolean }[];
  sleep?: { from: string; to: string; state: string }[];
  care?: { id: string; kind: string; at: string; note: string; by: string | null }[];
  pictures?: { at: string; url: string | null }[];
  days?: DaySummary[];
  weeks?: WeekSummary[];
  patterns?: Patterns;
  /** How many of the oldest are missing, since the answer would be too large. */
  left_out?: { alerts?: number; episodes?: number };
}

/** Whether anything was ever stored of the cradle. */
export async function isKnown(client: InfluxDB, cradle: string): Promise<boolean> {
  const found = await client.query(
    `SHOW TAG VALUES WITH KEY = "cradle" WHERE "cradle" = ${influxEscape.stringLit(cradle)}`,
  );
  return found.length > 0;
}

/** Whole seconds come without their zeros: a month holds thousands of moments. */
const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');

export function shownCare({ id, kind, at, note, by }: CareEntry) {
  return { id, kind, at: iso(at), note, by };
}

function shownEpisode({ from, to, calmAfter, rocked }: CryingEpisode) {
  return { from: iso(from), to: iso(to), calm_after_s: calmAfter, rocked };
}

function shownSleep({ from, to, state }: SleepInterval) {
  return { from: iso(from), to: iso(to), state };
}

/** The picture that was taken for an alert. */
function pictureOf(pictures: readonly Picture[], type: string, createdAt: number): string | null {
  const own = pictures.find(
    ({ at, alert }) => alert === type && Math.abs(at - createdAt) <= PICTURE_OF_ALERT,
  );
  return own?.url ?? null;
}

async function readDaysOf(client: InfluxDB, stretch: Stretch): Promise<DaySummary[]> {
  // The day that the range begins in stands at its midnight.
  return await readDays(client, { ...stretch, from: localDay(stretch.from).from });
}

/**
 * Reads what a request asks for.
 *
 * @param now Milliseconds since 1970 UTC.
 * @param picturesUrl What the addresses of pictures begin with; empty: they have none.
 * @returns undefined when the cradle is not known.
 * @throws when the database is away.
 */
export async function answerHistory(
  client: InfluxDB,
  request: HistoryRequest,
  now: number,
  picturesUrl: string,
): Promise<HistoryAnswer | undefined> {
  const { cradle, from, resolution, include } = request;
  const to = Math.min(request.to, Math.max(now, from + 1));
  if (!(await isKnown(client, cradle))) return undefined;
  const stretch = { cradle, from, to };
  const asks = (...parts: Part[]) => parts.some((part) => include.has(part));
  const when = async <Value>(asked: boolean, read: () => Promise<Value>) =>
    asked ? await read() : undefined;
  const [series, transitions, episodes, sleep, care, pictures, days] = await Promise.all([
    when(asks('series'), () => readSeries(client, stretch, resolution, now)),
    when(asks('alerts'), () => readTransitions(client, stretch)),
    when(asks('episodes', 'patterns'), () => readEpisodes(client, stretch)),
    when(asks('sleep', 'patterns'), () => readSleep(client, stretch)),
    when(asks('care', 'patterns'), () => readCare(client, stretch)),
    when(asks('pictures', 'alerts'), () => readPictures(client, stretch, picturesUrl)),
    when(asks('days', 'weeks', 'patterns'), () => readDaysOf(client, stretch)),
  ]);
  const all = pictures ?? [];
  const ofAlerts = new Set(all.filter(({ alert }) => alert !== null).map(({ at }) => iso(at)));
  const answer: HistoryAnswer = {
    schema: ANSWER_SCHEMA,
    cradle,
    from: iso(from),
    to: iso(request.to),
    resolution,
    ...(series ? { series } : {}),
    ...(transitions
      ? { alerts: alertEntries(transitions, (type, createdAt) => pictureOf(all, type, createdAt)) }
      : {}),
    ...(episodes && asks('episodes') ? { episodes: episodes.map(shownEpisode) } : {}),
    ...(sleep && asks('sleep') ? { sleep: sleep.map(shownSleep) } : {}),
    ...(care && asks('care') ? { care: care.map(shownCare) } : {}),
    ...(asks('pictures') ? { pictures: thinOut(all).map(({ at, url }) => ({ at: iso(at), url })) } : {}),
    ...(days && asks('days') ? { days } : {}),
    ...(days && asks('weeks') ? { weeks: summariseWeeks(days) } : {}),
    ...(days && episodes && sleep && care && asks('patterns')
      ? { patterns: findPatterns({ days, episodes, sleep, care }) }
      : {}),
  };
  return fitAnswer(answer, ({ at }) => !ofAlerts.has(at));
}
