import { ALERT_TYPES, ALERTS } from '@smart-cradle/protocol/alerts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import {
  type Extent,
  type History,
  type HistoryAlert,
  type Series,
  SLEEP_BANDS,
  type SleepSpan,
} from './history.ts';
import type { HistoryQuestion } from './load-history.ts';

/** One row of Home Assistant's history: state, attributes, and seconds since 1970 of the change and the update. */
export interface RecordedState {
  /** Null: the entity was removed. */
  s: string | null;
  a?: Readonly<Record<string, unknown>>;
  lc?: number;
  lu: number;
}

/** One row of its statistics; `start` and `end` in ms since 1970. */
interface Statistic {
  start: number;
  end: number;
  min?: number | null;
  mean?: number | null;
  max?: number | null;
}

/** Home Assistant keeps states for ten days unless told otherwise; before that there are only hourly statistics. */
const STATES_KEPT = 10 * 86_400_000;

/** A state and how long it lasted, ms since 1970. */
export interface Stretch {
  state: string;
  from: number;
  to: number;
  attributes: Readonly<Record<string, unknown>>;
}

/** What lasted how long, until `to`. */
export function stretches(rows: readonly RecordedState[], from: number, to: number): Stretch[] {
  const found: Stretch[] = [];
  for (const row of rows) {
    const state = row.s ?? 'unavailable';
    const at = Math.max(from, (row.lc ?? row.lu) * 1000);
    const last = found.at(-1);
    if (last) last.to = Math.max(last.from, Math.min(at, to));
    if (last && last.state === state) {
      last.to = to;
      last.attributes = row.a ?? last.attributes;
    } else {
      found.push({ state, from: at, to, attributes: row.a ?? {} });
    }
  }
  return found.filter((one) => one.to > one.from);
}

/** The share of each step in which the state was as wanted; null where nothing was known. */
export function shares(
  spans: readonly Stretch[],
  time: readonly number[],
  step: number,
  wanted: (state: string) => boolean,
): (number | null)[] {
  const yes = time.map(() => 0);
  const known = time.map(() => 0);
  const first = time[0] ?? 0;
  for (const { state, from, to } of spans) {
    if (state === 'unavailable' || state === 'unknown') continue;
    const hit = wanted(state);
    for (let at = Math.max(0, Math.floor((from - first) / step)); at < time.length; at += 1) {
      const start = time[at] ?? 0;
      if (start >= to) break;
      const overlap = Math.min(to, start + step) - Math.max(from, start);
      if (overlap <= 0) continue;
      known[at] = (known[at] ?? 0) + overlap;
      if (hit) yes[at] = (yes[at] ?? 0) + overlap;
    }
  }
  return time.map((_, at) => (known[at] ? (yes[at] ?? 0) / known[at] : null));
}

/** Lowest, mean by time, highest of each step. */
export function extents(spans: readonly Stretch[], time: readonly number[], step: number): (Extent | null)[] {
  return time.map((start) => {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    let sum = 0;
    let weight = 0;
    for (const { state, from, to } of spans) {
      const overlap = Math.min(to, start + step) - Math.max(from, start);
      const value = state.trim() === '' ? Number.NaN : Number(state);
      if (overlap <= 0 || !Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value * overlap;
      weight += overlap;
    }
    return weight > 0 ? [min, sum / weight, max] : null;
  });
}

export function toCelsius(value: number): number {
  return ((value - 32) * 5) / 9;
}

function inCelsius(values: readonly (Extent | null)[], fahrenheit: boolean): (Extent | null)[] {
  if (!fahrenheit) return [...values];
  return values.map((one) => one && [toCelsius(one[0]), toCelsius(one[1]), toCelsius(one[2])]);
}

function millis(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function alertsOf(spansOf: (key: string) => Stretch[], to: number): HistoryAlert[] {
  return ALERT_TYPES.flatMap((type) =>
    spansOf(`alert_${type}`)
      .filter(({ state }) => state === 'on')
      .map((one): HistoryAlert => {
        const { value, message, acknowledged_by: by } = one.attributes;
        return {
          type,
          severity: ALERTS[type].severity,
          createdAt: millis(one.attributes.created_at) ?? one.from,
          acknowledgedAt: null,
          acknowledgedBy: typeof by === 'string' ? by : null,
          resolvedAt: one.to < to ? one.to : null,
          message: typeof message === 'string' ? message : '',
          value: typeof value === 'number' || typeof value === 'string' ? value : null,
          picture: null,
        };
      }),
  ).sort((a, b) => b.createdAt - a.createdAt);
}

/** A cradle's history as Home Assistant itself has kept it: states, and hourly statistics of the temperature. */
export async function recorderHistory(hass: HomeAssistant, question: HistoryQuestion): Promise<History> {
  const { from, to, entities, include } = question;
  const step = question.resolution * 1000;
  const keys = [
    'temperature',
    'crying',
    'direction',
    'rocking',
    'sleep_state',
    ...ALERT_TYPES.map((type) => `alert_${type}`),
  ];
  const ids = keys.flatMap((key) => entities.get(key) ?? []);
  const fahrenheit = hass.config?.unit_system?.temperature === '°F';
  const statesFrom = Math.max(from, to - STATES_KEPT);
  const rows =
    ids.length > 0
      ? await hass.callWS<Record<string, RecordedState[]>>({
          type: 'history/history_during_period',
          start_time: new Date(statesFrom).toISOString(),
          end_time: new Date(to).toISOString(),
          entity_ids: ids,
          minimal_response: false,
          no_attributes: !include.includes('alerts'),
          significant_changes_only: false,
        })
      : {};
  const spansOf = (key: string) => stretches(rows[entities.get(key) ?? ''] ?? [], statesFrom, to);
  const time = Array.from(
    { length: Math.max(0, Math.ceil((to - from) / step)) },
    (_, at) => from + at * step,
  );
  const temperatureId = entities.get('temperature');
  let temperature = extents(spansOf('temperature'), time, step);
  if (from < statesFrom && temperatureId) {
    const answer = await hass.callWS<Record<string, Statistic[]>>({
      type: 'recorder/statistics_during_period',
      start_time: new Date(from).toISOString(),
      end_time: new Date(to).toISOString(),
      statistic_ids: [temperatureId],
      period: 'hour',
      types: ['min', 'mean', 'max'],
    });
    const hours = answer[temperatureId] ?? [];
    temperature = time.map((start, at) => {
      const known = temperature[at];
      if (known) return known;
      const within = hours.flatMap(({ start: begin, min, mean, max }): Extent[] =>
        begin >= start && begin < start + step && min != null && mean != null && max != null
          ? [[min, mean, max]]
          : [],
      );
      if (within.length === 0) return null;
      return [
        Math.min(...within.map((one) => one[0])),
        within.reduce((sum, one) => sum + one[1], 0) / within.length,
        Math.max(...within.map((one) => one[2])),
      ];
    });
  }
  const series: Series = {
    time,
    temperature: inCelsius(temperature, fahrenheit),
    crying: shares(spansOf('crying'), time, step, (state) => state === 'on'),
    direction: shares(spansOf('direction'), time, step, (state) => state !== 'front'),
    rocking: shares(spansOf('rocking'), time, step, (state) => state === 'on'),
  };
  const wants = (part: (typeof include)[number]) => include.includes(part);
  return {
    source: 'home_assistant',
    from,
    to,
    series: wants('series') ? series : null,
    alerts: wants('alerts') ? alertsOf(spansOf, to) : [],
    episodes: wants('episodes')
      ? spansOf('crying')
          .filter(({ state }) => state === 'on')
          .map((one) => ({ from: one.from, to: one.to, calmAfter: null, rocked: false }))
      : [],
    sleep: wants('sleep')
      ? spansOf('sleep_state').map(
          (one): SleepSpan => ({
            from: one.from,
            to: one.to,
            state: SLEEP_BANDS.find((band) => band === one.state) ?? 'unknown',
          }),
        )
      : [],
    care: [],
    pictures: [],
    days: [],
  };
}
