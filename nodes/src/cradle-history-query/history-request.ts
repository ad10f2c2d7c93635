import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { explainIssues } from '@smart-cradle/protocol/parse-message';
import { z } from 'zod';

const DAY = 86_400;
/** Days that one request may span when it asks for series: what is kept of the readings. */
export const MAX_SERIES_DAYS = 31;
/** Days that one request may span at all. */
export const MAX_DAYS = 400;
/** Rows in one answer: more than a screen can show. */
export const MAX_ROWS = 2000;
/** Rows that are aimed at when the request names no resolution. */
const AIMED_ROWS = 600;

/** What an answer may contain. */
export const PARTS = [
  'series',
  'alerts',
  'episodes',
  'sleep',
  'care',
  'pictures',
  'days',
  'weeks',
  'patterns',
] as const;
export type Part = (typeof PARTS)[number];
/** What it contains when the request does not say. */
const DEFAULT_PARTS: readonly Part[] = ['series', 'alerts'];

/** What an export may contain. */
export const EXPORTS = ['readings', 'alerts', 'care', 'days'] as const;
export type ExportOf = (typeof EXPORTS)[number];
export const FORMATS = ['csv', 'json'] as const;

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** Home Assistant sends a field that was not given as an empty one. */
const given = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const range = { cradle: cradleUuid, from: moment, to: given(moment) };

const request = z
  .object({
    ...range,
    /** Seconds a row stands for. */
    resolution: given(
      z
        .string()
        .regex(/^\d{1,6}$/, 'must be whole seconds')
        .transform(Number)
        .pipe(z.int().min(1).max(DAY)),
    ),
    include: given(
      z
        .string()
        .max(200)
        .transform((text) => text.split(','))
        .pipe(z.array(z.enum(PARTS, `must be some of ${PARTS.join(', ')}`)).min(1)),
    ),
  })
  .strict();

const exportRequest = z
  .object({ ...range, format: given(z.enum(FORMATS)), what: given(z.enum(EXPORTS)) })
  .strict();

/** A cradle and a range; milliseconds since 1970 UTC. */
interface Range {
  cradle: string;
  from: number;
  to: number;
}

/** A checked request. */
export interface HistoryRequest extends Range {
  /** Seconds. */
  resolution: number;
  include: ReadonlySet<Part>;
}

export interface ExportRequest extends Range {
  format: (typeof FORMATS)[number];
  what: ExportOf;
}

export type Checked<Value> = { ok: true; value: Value } | { ok: false; field: string; error: string };

function refuse(field: string, error: string): { ok: false; field: string; error: string } {
  return { ok: false, field, error: `${field}: ${error}` };
}

function refuseIssues(error: z.ZodError, query: unknown) {
  const issue = error.issues[0];
  const field =
    issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : String(issue?.path[0] ?? 'query');
  return { ok: false as const, field, error: explainIssues(error, query) };
}

function checkRange({ from, to }: Range, maxDays: number) {
  if (to <= from) return refuse('to', `must be after from (${new Date(from).toISOString()})`);
  if (to - from > maxDays * DAY * 1000) return refuse('from', `at most ${maxDays} days are answered at once`);
  return undefined;
}

/** The smallest resolution on a clock face that gives no more rows than are aimed at. */
export function chooseResolution(seconds: number): number {
  const steps = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600];
  return steps.find((step) => seconds / step <= AIMED_ROWS) ?? DAY;
}

/**
 * The query string of `GET /smart-cradle/history`; what is wrong names its field. `to` is now when it is absent.
 *
 * @param now Milliseconds since 1970 UTC.
 */
export function parseHistoryRequest(query: unknown, now: number): Checked<HistoryRequest> {
  const result = request.safeParse(query);
  if (!result.success) return refuseIssues(result.error, query);
  const { cradle, from, to = now, resolution, include = DEFAULT_PARTS } = result.data;
  const parts = new Set(include);
  const wrong = checkRange({ cradle, from, to }, parts.has('series') ? MAX_SERIES_DAYS : MAX_DAYS);
  if (wrong) return wrong;
  const seconds = (to - from) / 1000;
  if (resolution !== undefined && seconds / resolution > MAX_ROWS) {
    const least = Math.ceil(seconds / MAX_ROWS);
    return refuse('resolution', `at most ${MAX_ROWS} rows are answered: at least ${least} s for this range`);
  }
  return {
    ok: true,
    value: { cradle, from, to, resolution: resolution ?? chooseResolution(seconds), include: parts },
  };
}

/** The query string of `GET /smart-cradle/history/export`. */
export function parseExportRequest(query: unknown, now: number): Checked<ExportRequest> {
  const result = exportRequest.safeParse(query);
  if (!result.success) return refuseIssues(result.error, query);
  const { cradle, from, to = now, format = 'csv', what = 'readings' } = result.data;
  return (
    checkRange({ cradle, from, to }, MAX_DAYS) ?? { ok: true, value: { cradle, from, to, format, what } }
  );
}
