import { ALERTS } from '@smart-cradle/protocol/alerts';
import type { Language } from '@smart-cradle/protocol/language';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Extent, History, HistoryAlert, Span } from '../history/history.ts';
import type { Format } from '../localize/format.ts';
import { linear, linePath, runs, timeTicks, valueAxis } from './scale.ts';
import type { HistoryTexts } from './texts.ts';

/** Room for the numbers beside the charts, px. */
export const MARGIN = { left: 38, right: 10 };
const TEMPERATURE_HEIGHT = 168;
const CRYING_HEIGHT = 66;

export interface ChartView {
  history: History;
  /** Seconds of one step. */
  step: number;
  /** Of the drawing, px. */
  width: number;
  /** Degrees of the series, °C, in the reader's unit. */
  degrees: (celsius: number) => number;
  unit: string;
  /** The alert's threshold in the reader's unit. */
  threshold: number | null;
  /** What is pointed at, ms since 1970. */
  cursor: number | null;
  texts: HistoryTexts;
  format: Format;
  language: Language;
}

export function timeScale({ history: { from, to }, width }: Pick<ChartView, 'history' | 'width'>) {
  return linear(from, to, MARGIN.left, width - MARGIN.right);
}

/** The moment under a place, ms since 1970. */
export function momentAt({ from, to }: Span, width: number, x: number): number {
  const share = (x - MARGIN.left) / (width - MARGIN.left - MARGIN.right);
  return from + Math.min(1, Math.max(0, share)) * (to - from);
}

function cursorLine(view: ChartView, height: number) {
  if (view.cursor === null) return nothing;
  const x = timeScale(view)(view.cursor);
  return svg`<line class="cursor" x1=${x} x2=${x} y1="0" y2=${height}/>`;
}

/** Marks nearer to each other than this, px, would lie over each other: the first one, or a fever, stands for them. */
const MARK_WIDTH = 8;
/** More lines than this would hide the curve: then the marks alone are drawn. */
const MOST_LINES = 24;

function apart(
  alerts: readonly HistoryAlert[],
  x: (at: number) => number,
  { from, to }: Span,
): HistoryAlert[] {
  const drawn: HistoryAlert[] = [];
  const inside = alerts.filter(({ createdAt }) => createdAt >= from && createdAt <= to);
  for (const alert of inside.sort((a, b) => a.createdAt - b.createdAt)) {
    const near = drawn.at(-1);
    if (!near || x(alert.createdAt) - x(near.createdAt) >= MARK_WIDTH) drawn.push(alert);
    else if (alert.type === 'high_temperature') drawn[drawn.length - 1] = alert;
  }
  return drawn;
}

/** The curve with the band from lowest to highest, the threshold, and a mark for each alert. */
export function temperatureChart(view: ChartView): TemplateResult {
  const { history, width, degrees, threshold, texts, format, language } = view;
  const height = TEMPERATURE_HEIGHT;
  const x = timeScale(view);
  const time = history.series?.time ?? [];
  const middle = (view.step * 1000) / 2;
  const values = (history.series?.temperature ?? []).map(
    (one): Extent | null => one && [degrees(one[0]), degrees(one[1]), degrees(one[2])],
  );
  const shown = values.flatMap((one) => (one ? [one[0], one[2]] : []));
  if (shown.length === 0) return html`<p class="none">${texts.empty}</p>`;
  const withThreshold = threshold === null ? shown : [...shown, threshold];
  const axis = valueAxis(Math.min(...withThreshold), Math.max(...withThreshold));
  const y = linear(axis.min, axis.max, height - 8, 14);
  const at = (start: number, index: number) => x((time[start + index] ?? 0) + middle);
  const lines = runs(values);
  const marks = apart(history.alerts, x, history);
  const limit = threshold === null ? '' : `${format.number(threshold, 1)} ${view.unit}`;
  return html`<svg class="chart temperature" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
    ${axis.ticks.map(
      (
        tick,
      ) => svg`<line class="grid" x1=${MARGIN.left} x2=${width - MARGIN.right} y1=${y(tick)} y2=${y(tick)}/>
        <text class="tick" x=${MARGIN.left - 6} y=${y(tick) + 4} text-anchor="end">${format.number(tick, tick % 1 ? 1 : 0)}</text>`,
    )}
    ${lines.map(({ start, items }) => {
      const high = items.map((one, index) => [at(start, index), y(one[2])] as const);
      const low = items.map((one, index) => [at(start, index), y(one[0])] as const).reverse();
      return svg`<path class="band" d=${`${linePath([...high, ...low])}Z`}/>`;
    })}
    ${lines.map(({ start, items }) => {
      const points = items.map((one, index) => [at(start, index), y(one[1])] as const);
      // One step alone is no line yet: it is drawn as wide as it lasted.
      const [only] = points;
      const wide = x(middle) - x(0);
      const drawn =
        only && points.length === 1
          ? ([
              [only[0] - wide, only[1]],
              [only[0] + wide, only[1]],
            ] as const)
          : points;
      return svg`<path class="line" d=${linePath(drawn)}/>`;
    })}
    ${
      threshold === null
        ? nothing
        : svg`<line class="threshold" x1=${MARGIN.left} x2=${width - MARGIN.right} y1=${y(threshold)} y2=${y(threshold)}/>
          <text class="threshold-text" x=${MARGIN.left + 4} y=${y(threshold) + (y(threshold) < 30 ? 14 : -5)}>${texts.threshold(limit)}</text>`
    }
    ${marks.map(({ type, createdAt }) => {
      const place = x(createdAt);
      // The shape tells what it is about, so that the colour need not.
      const shape =
        ALERTS[type].category === 'technical'
          ? `M${place - 5} 2h10v10h-10Z`
          : type === 'high_temperature'
            ? `M${place} 1l6.500 11h-13Z`
            : `M${place} 1l6 6-6 6-6-6Z`;
      return svg`<g class="alert-mark ${ALERTS[type].category}">
          ${marks.length > MOST_LINES ? nothing : svg`<path d="M${place} 12V${height}" class="alert-line"/>`}
          <path d=${shape}><title>${ALERTS[type].name[language]}</title></path></g>`;
    })}
    ${cursorLine(view, height)}
  </svg>`;
}

/** Minutes of crying in each step as bars; where nothing was heard the ground is hatched. */
export function cryingChart(view: ChartView): TemplateResult {
  const { history, width, step, format } = view;
  const height = CRYING_HEIGHT;
  const x = timeScale(view);
  const { time = [], crying = [] } = history.series ?? {};
  const minutes = crying.map((share) => (share === null ? null : (share * step) / 60));
  const most = Math.max(1, ...minutes.map((value) => value ?? 0));
  const y = linear(0, most, height - 4, 8);
  const gap = (width - MARGIN.left - MARGIN.right) / Math.max(1, time.length) > 4 ? 1 : 0;
  return html`<svg class="chart crying" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
    <line class="grid" x1=${MARGIN.left} x2=${width - MARGIN.right} y1=${y(0)} y2=${y(0)} />
    <text class="tick" x=${MARGIN.left - 6} y="14" text-anchor="end">${format.number(most, most < 3 ? 1 : 0)}</text>
    ${time.map((start, index) => {
      const value = minutes[index];
      const left = Math.max(MARGIN.left, x(start));
      const right = Math.min(width - MARGIN.right, x(start + step * 1000));
      if (value == null) {
        return svg`<rect class="unheard" x=${left} y=${height - 8} width=${Math.max(0, right - left)} height="4"/>`;
      }
      if (value === 0) return nothing;
      return svg`<rect class="bar" x=${left} y=${y(value)} width=${Math.max(1, right - left - gap)} height=${y(0) - y(value)} rx="1"/>`;
    })}
    ${cursorLine(view, height)}
  </svg>`;
}

/** Where the baby slept, was awake, fussed or was away; below, where the cradle rocked. */
export function bandChart(view: ChartView): TemplateResult {
  const { history, width, step } = view;
  const x = timeScale(view);
  const { time = [], rocking = [] } = history.series ?? {};
  const clip = (from: number, to: number) => {
    const left = x(Math.max(from, history.from));
    return { left, width: Math.max(0.5, x(Math.min(to, history.to)) - left) };
  };
  return html`<svg class="chart bands" viewBox="0 0 ${width} 34" width=${width} height="34" aria-hidden="true">
    <rect class="ground" x=${MARGIN.left} y="2" width=${width - MARGIN.left - MARGIN.right} height="18" rx="3" />
    ${history.sleep.map((one) => {
      const place = clip(one.from, one.to);
      const tall = { asleep: 18, awake: 9, fussing: 13, away: 4, unknown: 0 }[one.state];
      return svg`<rect class="band-${one.state}" x=${place.left} y=${20 - tall} width=${place.width} height=${tall}/>`;
    })}
    ${runs(rocking.map((share) => (share ? share : null))).map(({ start, items }) => {
      const from = time[start] ?? 0;
      const place = clip(from, from + items.length * step * 1000);
      return svg`<rect class="rocked" x=${place.left} y="25" width=${Math.max(2, place.width)} height="5" rx="2"/>`;
    })}
    ${cursorLine(view, 34)}
  </svg>`;
}

/** From this length on single sleeps are thinner than a line, ms. */
const BY_DAY_FROM = 10 * 86_400_000;

/** Whether sleep is drawn as hours a day. */
export function byDay({ from, to, days }: Pick<History, 'from' | 'to' | 'days'>): boolean {
  return to - from >= BY_DAY_FROM && days.some(({ sleepMinutes }) => sleepMinutes !== null);
}

/** Hours asleep of each day as columns, for a long range. */
export function dayChart(view: ChartView): TemplateResult {
  const { history, width, format } = view;
  const height = CRYING_HEIGHT;
  const x = timeScale(view);
  const hours = history.days.map(({ sleepMinutes }) => (sleepMinutes ?? 0) / 60);
  const most = Math.max(1, ...hours);
  const y = linear(0, most, height - 4, 8);
  return html`<svg class="chart bands" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
    <line class="grid" x1=${MARGIN.left} x2=${width - MARGIN.right} y1=${y(0)} y2=${y(0)} />
    <text class="tick" x=${MARGIN.left - 6} y="14" text-anchor="end">${format.number(most)}</text>
    ${history.days.map(({ date }, index) => {
      const midnight = new Date(`${date}T00:00`);
      const next = new Date(midnight).setDate(midnight.getDate() + 1);
      const left = Math.max(MARGIN.left, x(midnight.getTime()) + 1);
      const right = Math.min(width - MARGIN.right, x(next) - 1);
      const top = y(hours[index] ?? 0);
      return svg`<rect class="band-asleep" x=${left} y=${top} width=${Math.max(0, right - left)} height=${y(0) - top}/>`;
    })}
    ${cursorLine(view, height)}
  </svg>`;
}

/** Hours, or days where the range is long. */
export function timeAxis(view: ChartView): TemplateResult {
  const { history, width, format } = view;
  const x = timeScale(view);
  const ticks = timeTicks(history, Math.max(2, Math.floor((width - MARGIN.left) / 62)));
  const days = history.to - history.from > 2.5 * 86_400_000;
  return html`<svg class="chart axis" viewBox="0 0 ${width} 22" width=${width} height="22" aria-hidden="true">
    ${ticks.map((at) => {
      const place = x(at);
      if (place > width - 24) return nothing;
      return svg`<line class="grid" x1=${place} x2=${place} y1="0" y2="5"/>
        <text class="tick" x=${place} y="18" text-anchor="middle">${days ? format.day(new Date(at)) : format.hour(new Date(at))}</text>`;
    })}
  </svg>`;
}
