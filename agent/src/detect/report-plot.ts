import { escapeHtml } from './report.ts';

export interface TimePlot {
  /** What is drawn, for a reader who does not see it. */
  label: string;
  /** Seconds and value, in the order of time. */
  points: readonly (readonly [seconds: number, value: number])[];
  /** Values at the lower and upper edge. */
  range: readonly [low: number, high: number];
  /** A dashed line. */
  threshold?: number;
  /** Seconds from and to that are marked. */
  marked?: readonly (readonly [from: number, to: number])[];
  /** How a value is written at the axis. */
  format?(value: number): string;
}

const WIDTH = 900;
const HEIGHT = 180;
const LEFT = 48;
const BOTTOM = 24;
const TOP = 8;
/** Gaps between the marks of the time axis, seconds: the first that gives at most ten of them. */
const STEPS = [1, 2, 5, 10, 30, 60, 300, 600, 1_800, 3_600];

/** A line over time as SVG. */
export function timePlot({ label, points, range, threshold, marked = [], format }: TimePlot): string {
  const [low, high] = range;
  const end = Math.max(1, points.at(-1)?.[0] ?? 1);
  const x = (seconds: number) => round(LEFT + ((WIDTH - LEFT - 8) * Math.min(seconds, end)) / end);
  const y = (value: number) => {
    const part = (Math.min(high, Math.max(low, value)) - low) / (high - low);
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - part));
  };
  const written = format ?? String;
  const step = STEPS.find((seconds) => end / seconds <= 10) ?? Math.ceil(end / 10);
  const bands = marked.map(
    ([from, to]) =>
      `<rect x="${x(from)}" y="${TOP}" width="${round(Math.max(1, x(to) - x(from)))}" height="${HEIGHT - TOP - BOTTOM}" fill="var(--hit)" opacity=".15"/>`,
  );
  const times = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => {
    const at = index * step;
    const anchor = x(at) > WIDTH - 24 ? 'end' : 'middle';
    return `<text x="${x(at)}" y="${HEIGHT - 6}" text-anchor="${anchor}">${clock(at)}</text>`;
  });
  const values = [low, high].map(
    (value) =>
      `<text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${escapeHtml(written(value))}</text>`,
  );
  const line = points.map(([seconds, value]) => `${x(seconds)},${y(value)}`).join(' ');
  const limit =
    threshold === undefined
      ? ''
      : `<line x1="${LEFT}" x2="${WIDTH - 8}" y1="${y(threshold)}" y2="${y(threshold)}" stroke="currentColor" stroke-dasharray="4 4" opacity=".6"/>`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escapeHtml(label)}" font-size="12" fill="currentColor">
${bands.join('')}<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 8}" fill="none" stroke="currentColor" opacity=".4"/>
${limit}<polyline points="${line}" fill="none" stroke="var(--accent)" stroke-width="2" stroke-linejoin="round"/>
${values.join('')}${times.join('')}</svg>`;
}

/** Seconds as m:ss. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
