import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { explainIssues } from '@smart-cradle/protocol/parse-message';
import { z } from 'zod';

const DAY = 86_400;
/** Days that one request may span: what is kept of the readings. */
export const MAX_DAYS = 31;
/** Rows in one answer: more than a screen can show. */
export const MAX_ROWS = 2000;
/** Rows that are aimed at when the request names no resolution. */
const AIMED_ROWS = 600;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const request = z
  .object({
    cradle: cradleUuid,
    from: instant,
    to: instant.optional(),
    /** Seconds a row stands for. */
    resolution: z
      .string()
      .regex(/^\d{1,6}$/, 'must be whole seconds')
      .transform(Number)
      .pipe(z.int().min(1).max(DAY))
      .optional(),
  })
  .strict();

/** A checked request. */
export interface HistoryRequest {
  cradle: string;
  from: Date;
  to: Date;
  /** Seconds. */
  resolution: number;
}

export type ParsedRequest = { ok: true; value: HistoryRequest } | { ok: false; field: string; error: string };

function refuse(field: string, error: string): ParsedRequest {
  return { ok: false, field, error: `${field}: ${error}` };
}

/** The smallest resolution on a clock face that gives no more rows than are aimed at. */
export function chooseResolution(seconds: number): number {
  const steps = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600];
  return steps.find((step) => seconds / step <= AIMED_ROWS) ?? DAY;
}

/** The query string of `GET /smart-cradle/history`; what is wrong names its field. `to` is now when it is absent. */
export function parseHistoryRequest(query: unknown, now: Date): ParsedRequest {
  const result = request.safeParse(query);
  if (!result.success) {
    const issue = result.error.issues[0];
    const field =
      issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? 'query');
    return { ok: false, field, error: explainIssues(result.error, query) };
  }
  const { cradle, from, to = now, resolution } = result.data;
  const seconds = (to.getTime() - from.getTime()) / 1000;
  if (seconds <= 0) return refuse('to', `must be after from (${from.toISOString()})`);
  if (seconds > MAX_DAYS * DAY) return refuse('from', `at most ${MAX_DAYS} days are answered at once`);
  if (resolution !== undefined && seconds / resolution > MAX_ROWS) {
    const least = Math.ceil(seconds / MAX_ROWS);
    return refuse('resolution', `at most ${MAX_ROWS} rows are answered: at least ${least} s for this range`);
  }
  return { ok: true, value: { cradle, from, to, resolution: resolution ?? chooseResolution(seconds) } };
}
