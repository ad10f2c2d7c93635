import { html, nothing, svg, type TemplateResult } from 'lit';
import { type IconName, icon } from '../card/icons.ts';
import type { Reading } from '../card/reading.ts';
import type { Crying, Temperature } from './cradle-state.ts';
import { type FacePose, face } from './face.ts';
import { type Sample, type TemperatureTrend, TREND_WINDOW } from './temperature-trend.ts';
import { lasting, type View } from './view.ts';

/** How a tile stands out; the words say the same. */
type Mood = 'calm' | 'notice' | 'alarm' | 'gap';

interface Tile {
  key: string;
  symbol: IconName;
  label: string;
  mood: Mood;
  value: string;
  lines: readonly (string | null)[];
  /** Beside the words. */
  drawing?: TemplateResult;
  /** Under the words. */
  below?: TemplateResult | typeof nothing;
}

function tile({ key, symbol, label, mood, value, lines, drawing, below }: Tile): TemplateResult {
  return html`<section class="tile ${mood}" data-reading=${key} data-mood=${mood}>
    <h3>${icon(symbol)}<span>${label}</span></h3>
    <div class="tile-body">
      ${drawing ?? nothing}
      <div class="tile-words">
        <p class="value">${value}</p>
        ${lines.filter((line) => line).map((line) => html`<p class="line">${line}</p>`)}
      </div>
    </div>
    ${below ?? nothing}
  </section>`;
}

/** What stands where a value would: never the last one. */
export function gapText(reading: Reading<unknown>, { texts }: View): string {
  if (reading.known || reading.why === 'disconnected') return '—';
  return texts.status[reading.why];
}

function gapLines(reading: Reading<unknown>, view: View): (string | null)[] {
  if (reading.known || reading.why !== 'unavailable' || !reading.since) return [];
  return [lasting(view, reading.since)];
}

function facePose({ direction }: View['state']): FacePose {
  return direction.known ? direction.value : 'gap';
}

export function faceDrawing(view: View): TemplateResult {
  const { state, texts } = view;
  const { direction, crying } = state;
  const words = direction.known ? texts.directions[direction.value] : gapText(direction, view);
  return face(facePose(state), crying.known && crying.value.crying, texts.facePicture(words));
}

export function directionTile(view: View): TemplateResult {
  const { direction } = view.state;
  const { texts } = view;
  const common = { key: 'direction', symbol: 'face', label: texts.direction } as const;
  if (!direction.known) {
    return tile({
      ...common,
      mood: 'gap',
      value: gapText(direction, view),
      lines: gapLines(direction, view),
    });
  }
  const front = direction.value === 'front';
  const side = direction.value === 'left' || direction.value === 'right';
  const lines = [side ? texts.babySide : null, front ? null : lasting(view, direction.since)];
  const below = lines.filter((line) => line !== null).join(' · ');
  return tile({
    ...common,
    mood: front ? 'calm' : 'notice',
    value: texts.directions[direction.value],
    lines: [],
    drawing: faceDrawing(view),
    below: below ? html`<p class="line">${below}</p>` : nothing,
  });
}

function levelBar(crying: Crying, { format, texts }: View): TemplateResult | typeof nothing {
  const level = crying.probability ?? crying.loudness;
  if (level === null) return nothing;
  const percent = format.percent(level);
  const words = crying.probability === null ? texts.loudness(percent) : texts.probability(percent);
  return html`<div class="level" role="meter" aria-label=${texts.crying} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(level * 100)} aria-valuetext=${words}>
    <div class="bars" aria-hidden="true">
      ${[0.1, 0.25, 0.4, 0.55, 0.7, 0.85].map((from) => html`<i class=${level >= from ? 'on' : ''}></i>`)}
    </div>
    <span aria-hidden="true">${words}</span>
  </div>`;
}

export function cryingTile(view: View): TemplateResult {
  const { crying } = view.state;
  const { texts, format } = view;
  if (!crying.known) {
    const lines = gapLines(crying, view);
    return tile({
      key: 'crying',
      symbol: 'sound',
      label: texts.crying,
      mood: 'gap',
      value: gapText(crying, view),
      lines,
    });
  }
  const loud = crying.value.crying;
  return tile({
    key: 'crying',
    symbol: loud ? 'sound' : 'quiet',
    label: texts.crying,
    mood: loud ? 'alarm' : 'calm',
    value: loud ? texts.cryingNow : texts.quiet,
    lines: [lasting(view, crying.since), loud ? texts.since(format.time(crying.since)) : null],
    below: levelBar(crying.value, view),
  });
}

export function temperatureText({ value, unit }: Temperature, { format }: View): string {
  return `${format.number(value, 1)} ${unit}`;
}

const SPARK = { width: 120, height: 30 };

/** The last half hour as a line; the height spans at least one degree, so that noise stays flat. */
function sparkline(samples: readonly Sample[], now: number): TemplateResult | typeof nothing {
  // One or two are no curve.
  if (samples.length < 3) return nothing;
  const values = samples.map(({ value }) => value);
  const middle = (Math.max(...values) + Math.min(...values)) / 2;
  const span = Math.max(1, Math.max(...values) - Math.min(...values));
  const points = samples.map(({ at, value }) => {
    const x = (1 - (now - at) / TREND_WINDOW) * SPARK.width;
    const y = SPARK.height / 2 - ((value - middle) / span) * (SPARK.height - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return html`<svg class="spark" viewBox="0 0 ${SPARK.width} ${SPARK.height}" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<polyline points=${points.join(' ')} vector-effect="non-scaling-stroke"/>`}
  </svg>`;
}

/** "rising 0.3° in 15 min" with an arrow. */
export function trendText({ change }: TemperatureTrend, { texts, format }: View): string | null {
  if (!change) return null;
  if (change.direction === 'steady') return texts.steady;
  const degrees = `${format.number(Math.abs(change.degrees), 1)}°`;
  const words = change.direction === 'rising' ? texts.rising : texts.falling;
  return words(degrees, format.minutes(change.minutes));
}

function trendLine(view: View): TemplateResult | typeof nothing {
  const words = trendText(view.trend, view);
  const direction = view.trend.change?.direction;
  const symbol = { rising: 'up', falling: 'down', steady: 'steady' } as const;
  return html`<div class="trend" data-trend=${direction ?? 'none'}>
    ${sparkline(view.trend.samples, view.now.getTime())}
    ${direction ? html`<p class="line">${icon(symbol[direction])}${words}</p>` : nothing}
  </div>`;
}

export function temperatureTile(view: View): TemplateResult {
  const { temperature } = view.state;
  const { texts, format } = view;
  const common = { key: 'temperature', symbol: 'thermometer', label: texts.temperature } as const;
  if (!temperature.known) {
    return tile({
      ...common,
      mood: 'gap',
      value: gapText(temperature, view),
      lines: gapLines(temperature, view),
    });
  }
  const { limit, unit, aboveLimit, onBaby } = temperature.value;
  const threshold = limit === null ? null : `${format.number(limit, 1)} ${unit}`;
  const words = threshold && (aboveLimit ? texts.aboveLimit(threshold) : texts.limit(threshold));
  return tile({
    ...common,
    mood: aboveLimit ? 'alarm' : onBaby ? 'calm' : 'notice',
    value: temperatureText(temperature.value, view),
    lines: [onBaby ? words : texts.notOnBaby],
    below: onBaby ? trendLine(view) : nothing,
  });
}

/** The button that starts and stops the rocking, with what it is doing now. */
export function rockingButton(view: View): TemplateResult {
  const { rocking } = view.state;
  const { texts } = view;
  const on = rocking.known && rocking.value.on;
  const asked = view.pending('rocking', on ? 'on' : 'off');
  const label =
    asked === 'waiting'
      ? on
        ? texts.stopping
        : texts.starting
      : on
        ? texts.stopRocking
        : texts.startRocking;
  return html`<button
    class="rock ${on ? 'strong' : 'soft'}"
    role="switch"
    data-action="rock"
    aria-checked=${on ? 'true' : 'false'}
    aria-label=${texts.rocking}
    aria-busy=${asked === 'waiting' ? 'true' : 'false'}
    ?disabled=${!rocking.known || asked === 'waiting'}
    @click=${() => view.rock(!on)}
  >
    <span>${label}</span>
  </button>`;
}

/** The strength, where the cradle takes one, in four steps. */
function levelButtons(view: View): TemplateResult | typeof nothing {
  const { rockingLevel } = view.state;
  const { texts } = view;
  if (!rockingLevel) return nothing;
  const { value } = rockingLevel;
  const waiting = view.pending('rocking_level', String(value)) === 'waiting';
  const button = (label: string, symbol: IconName, level: number) => html`<button
    class="soft"
    aria-label=${label}
    ?disabled=${waiting || level < 1 || level > 4}
    @click=${() => view.setRockingLevel(level)}
  >
    ${icon(symbol)}
  </button>`;
  return html`<div class="levels" role="group" aria-label=${texts.strengthOf(String(value))} data-level=${value}>
    ${button(texts.weaker, 'minus', value - 1)}
    <span class="level-bars" aria-hidden="true">
      ${[1, 2, 3, 4].map((level) => html`<i class=${level <= value ? 'on' : ''}></i>`)}
    </span>
    ${button(texts.stronger, 'plus', value + 1)}
  </div>`;
}

export function rockingTile(view: View): TemplateResult {
  const { rocking } = view.state;
  const { texts, format, now } = view;
  const common = { key: 'rocking', symbol: 'cradle', label: texts.rocking } as const;
  if (!rocking.known) {
    return tile({ ...common, mood: 'gap', value: gapText(rocking, view), lines: gapLines(rocking, view) });
  }
  const { on, endsAt, level } = rocking.value;
  const unanswered = view.pending('rocking', on ? 'on' : 'off') === 'unanswered';
  const left = endsAt ? texts.timeLeft(format.countdown(endsAt.getTime() - now.getTime())) : null;
  return tile({
    ...common,
    mood: unanswered ? 'notice' : 'calm',
    value: on ? texts.rockingOn : texts.rockingOff,
    lines: [
      unanswered ? texts.noAnswer : on ? (left ?? lasting(view, rocking.since)) : null,
      on && level ? texts.strengthOf(String(level)) : null,
    ],
    below: html`${levelButtons(view)}${rockingButton(view)}`,
  });
}
