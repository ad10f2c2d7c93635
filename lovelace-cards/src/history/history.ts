import { ALERT_TYPES, type AlertType } from '@smart-cradle/protocol/alerts';
import { CARE_KINDS, type CareKind } from '../card/commands.ts';

/** The parts that can be asked for. */
export type Include = 'series' | 'alerts' | 'episodes' | 'sleep' | 'care' | 'pictures' | 'days';

/** Where it came from: the cradle's own history, or what Home Assistant's recorder and statistics keep. */
export type HistorySource = 'smart_cradle' | 'home_assistant';

export type Extent = readonly [min: number, mean: number, max: number];

/** Values in time order; every array is as long as `time`. Null: nothing was measured in that step. */
export interface Series {
  /** The start of each step, ms since 1970. */
  time: readonly number[];
  /** °C. */
  temperature: readonly (Extent | null)[];
  /** Shares of the step, 0 to 1. */
  crying: readonly (number | null)[];
  direction: readonly (number | null)[];
  rocking: readonly (number | null)[];
}

export interface HistoryAlert {
  type: AlertType;
  severity: string;
  /** ms since 1970. */
  createdAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  /** Null: its cause lasts. */
  resolvedAt: number | null;
  message: string;
  value: number | string | null;
  /** An address that the browser can load as the user who is logged in. */
  picture: string | null;
}

export interface Span {
  from: number;
  to: number;
}

export interface Episode extends Span {
  /** Seconds from its end to calm. */
  calmAfter: number | null;
  rocked: boolean;
}

export const SLEEP_BANDS = ['asleep', 'awake', 'fussing', 'away', 'unknown'] as const;
export type SleepBand = (typeof SLEEP_BANDS)[number];

export interface SleepSpan extends Span {
  state: SleepBand;
}

export interface CareEntry {
  id: string;
  kind: CareKind;
  at: number;
  note: string;
  by: string | null;
}

export interface Picture {
  at: number;
  url: string;
}

export interface Day {
  /** `2026-01-31`, in the house's time. */
  date: string;
  sleepMinutes: number | null;
  nightMinutes: number | null;
  longestSleepMinutes: number | null;
  cries: number | null;
  cryingMinutes: number | null;
  feeds: number | null;
  changes: number | null;
  temperature: Extent | null;
}

export interface History extends Span {
  source: HistorySource;
  series: Series | null;
  /** The newest first. */
  alerts: HistoryAlert[];
  /** Older ones that the answer had no room for. */
  alertsLeftOut?: number;
  /** Of `episodes` as well: then they add up to less than was cried. */
  episodesLeftOut?: number;
  episodes: Episode[];
  sleep: SleepSpan[];
  care: CareEntry[];
  pictures: Picture[];
  days: Day[];
}

/** The oldest form of the answer that is understood. */
const SCHEMA = 2;

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function amount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** ISO 8601 or ms since 1970. */
function moment(value: unknown): number | null {
  if (typeof value === 'number') return amount(value);
  if (typeof value !== 'string') return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

function extent(value: unknown): Extent | null {
  if (!Array.isArray(value)) return null;
  const [min, mean, max] = value.map(amount);
  return min == null || mean == null || max == null ? null : [min, mean, max];
}

/** More steps than can be drawn are no answer to what the cards ask. */
const MOST_STEPS = 20_000;

/**
 * The answer leaves out steps in which nothing was measured: here every step of the range stands, so that a gap is one.
 * @param resolution seconds of one step
 */
function seriesOf(value: unknown, { from, to }: Span, resolution: number): Series | null {
  const given = fields(value);
  if (!Array.isArray(given.time) || resolution <= 0) return null;
  const step = resolution * 1000;
  const known = given.time.map(moment);
  const anchor = known.find((at) => at !== null) ?? from;
  const start = anchor - Math.ceil(Math.max(0, anchor - from) / step) * step;
  const length = Math.ceil((to - start) / step);
  if (length < 1 || length > MOST_STEPS) return null;
  const places = known.map((at) => (at === null ? -1 : Math.round((at - start) / step)));
  const column = <T>(values: unknown, parse: (one: unknown) => T | null): (T | null)[] => {
    const found = Array.from({ length }, (): T | null => null);
    if (!Array.isArray(values)) return found;
    places.forEach((place, index) => {
      if (place >= 0 && place < length) found[place] = parse(values[index]);
    });
    return found;
  };
  return {
    time: Array.from({ length }, (_, index) => start + index * step),
    temperature: column(given.temperature, extent),
    crying: column(given.crying, amount),
    direction: column(given.direction, amount),
    rocking: column(given.rocking, amount),
  };
}

function span(value: Fields): Span | null {
  const from = moment(value.from);
  const to = moment(value.to);
  return from === null || to === null || to < from ? null : { from, to };
}

/** The addresses that a card may load: of Home Assistant itself, never another host's. */
function ownAddress(value: unknown): string | null {
  const address = words(value);
  return address && (/^\/(?!\/)/.test(address) || address.startsWith('media-source://')) ? address : null;
}

/**
 * The answer of the cradle's history, read leniently: what makes no sense is left out.
 * @throws Error when it is no such answer at all.
 */
export function parseHistory(answer: unknown, asked: Span): History {
  const given = fields(answer);
  const error = words(given.error);
  if (error) throw new Error(error);
  if (typeof given.schema !== 'number' || given.schema < SCHEMA) {
    throw new Error(`schema ${SCHEMA} is needed, not ${String(JSON.stringify(answer)).slice(0, 80)}`);
  }
  const whole = { from: moment(given.from) ?? asked.from, to: moment(given.to) ?? asked.to };
  return {
    source: 'smart_cradle',
    ...whole,
    series: seriesOf(given.series, whole, amount(given.resolution) ?? 0),
    alerts: list(given.alerts)
      .flatMap((one): HistoryAlert[] => {
        const type = ALERT_TYPES.find((known) => known === one.type);
        const createdAt = moment(one.created_at);
        if (!type || createdAt === null) return [];
        return [
          {
            type,
            severity: words(one.severity) ?? 'wake',
            createdAt,
            acknowledgedAt: moment(one.acknowledged_at),
            acknowledgedBy: words(one.acknowledged_by),
            resolvedAt: moment(one.resolved_at),
            message: words(one.message) ?? '',
            value: typeof one.value === 'string' ? one.value : amount(one.value),
            picture: ownAddress(one.picture),
          },
        ];
      })
      .sort((a, b) => b.createdAt - a.createdAt),
    alertsLeftOut: amount(fields(given.left_out).alerts) ?? 0,
    episodesLeftOut: amount(fields(given.left_out).episodes) ?? 0,
    episodes: list(given.episodes).flatMap((one): Episode[] => {
      const when = span(one);
      return when ? [{ ...when, calmAfter: amount(one.calm_after_s), rocked: one.rocked === true }] : [];
    }),
    sleep: list(given.sleep).flatMap((one): SleepSpan[] => {
      const when = span(one);
      return when ? [{ ...when, state: SLEEP_BANDS.find((band) => band === one.state) ?? 'unknown' }] : [];
    }),
    care: list(given.care).flatMap((one): CareEntry[] => {
      const id = words(one.id);
      const at = moment(one.at);
      const kind = CARE_KINDS.find((known) => known === one.kind);
      return id && at !== null && kind
        ? [{ id, kind, at, note: words(one.note) ?? '', by: words(one.by) }]
        : [];
    }),
    pictures: list(given.pictures).flatMap((one): Picture[] => {
      const at = moment(one.at);
      const url = ownAddress(one.url);
      return at !== null && url ? [{ at, url }] : [];
    }),
    days: list(given.days).flatMap((one): Day[] => {
      const date = words(one.date);
      if (!date || !/^\d{4}-\d\d-\d\d$/.test(date)) return [];
      return [
        {
          date,
          sleepMinutes: amount(one.sleep_minutes),
          nightMinutes: amount(one.night_minutes),
          longestSleepMinutes: amount(one.longest_sleep_minutes),
          cries: amount(one.cries),
          cryingMinutes: amount(one.crying_minutes),
          feeds: amount(one.feeds),
          changes: amount(one.changes),
          temperature: extent(one.temperature),
        },
      ];
    }),
  };
}
