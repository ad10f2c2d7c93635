import { ALERTS } from '@smart-cradle/protocol/alerts';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../card/base-styles.ts';
import { type CardConfig, parseCardConfig } from '../card/card-config.ts';
import { type CardView, CradleElement } from '../card/cradle-element.ts';
import { icon } from '../card/icons.ts';
import { numeric } from '../card/reading.ts';
import type { History, Span } from '../history/history.ts';
import { type LoadedHistory, loadHistory } from '../history/load-history.ts';
import { textsOf } from '../localize/index.ts';
import {
  bandChart,
  byDay,
  type ChartView,
  cryingChart,
  dayChart,
  momentAt,
  temperatureChart,
  timeAxis,
} from './charts.ts';
import { HISTORY_FIELDS } from './fields.ts';
import { historyStyles } from './history-styles.ts';
import { moment } from './moment.ts';
import { summary } from './summary.ts';
import { HISTORY_TEXTS } from './texts.ts';
import { dateText, freeSpan, RANGES, type Range, resolutionFor, spanOf } from './time-range.ts';

const ELEMENT = 'smart-cradle-history';
type Config = CardConfig<typeof HISTORY_FIELDS>;

/** How often a range that ends now is asked for again, ms. */
const REFRESH = 60_000;

/** Temperature, crying, sleep and alerts of a span of time. */
export class HistoryCard extends CradleElement<Config> {
  static override properties = {
    _range: { state: true },
    _loaded: { state: true },
    _failed: { state: true },
    _cursor: { state: true },
    _width: { state: true },
    _wrong: { state: true },
  };
  static override styles = [baseStyles, historyStyles];

  declare private _range: Range | undefined;
  declare private _loaded: LoadedHistory | undefined;
  declare private _failed: string | undefined;
  declare private _cursor: number | null;
  declare private _width: number;
  declare private _wrong: 'order' | 'missing' | 'long' | undefined;

  #free: { first: string; last: string };
  #asked = '';
  #loadedAt = 0;
  #size = new ResizeObserver(([entry]) => {
    this._width = Math.round(entry?.contentRect.width ?? this._width);
  });

  constructor() {
    super();
    this._cursor = null;
    this._width = 440;
    this.#free = { first: dateText(Date.now() - 3 * 86_400_000), last: dateText(Date.now()) };
  }

  protected parse(config: unknown): Config {
    return parseCardConfig(config, HISTORY_FIELDS);
  }

  protected override get tick(): number {
    return 10_000;
  }

  protected override cradleChanged(): void {
    this._loaded = undefined;
    this._cursor = null;
    this.#asked = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const charts = this.renderRoot.querySelector('.charts');
    if (charts) this.#size.observe(charts);
  }

  get #chosenRange(): Range {
    return this._range ?? this._config?.range ?? '24h';
  }

  #span(now: number): Span | null {
    const range = this.#chosenRange;
    if (range !== 'free') return spanOf(range, now);
    const free = freeSpan(this.#free.first, this.#free.last, now);
    this._wrong = free.ok ? undefined : free.why;
    return free.ok ? free.span : null;
  }

  /** Asks when something else is to be shown, and again after a while. */
  #load(view: CardView, again = false): void {
    const now = Date.now();
    const key = [view.uuid, this.#chosenRange, this.#free.first, this.#free.last].join(' ');
    if (!again && key === this.#asked && now - this.#loadedAt < REFRESH) return;
    const span = this.#span(now);
    if (!span || !view.connected) return;
    if (key !== this.#asked) this._loaded = undefined;
    this.#asked = key;
    this.#loadedAt = now;
    this._failed = undefined;
    const question = {
      ...span,
      uuid: view.uuid,
      entities: view.entities,
      resolution: resolutionFor(span),
      include: ['series', 'alerts', 'episodes', 'sleep', 'care', 'pictures', 'days'] as const,
    };
    void loadHistory(view.hass, question).then(
      (loaded) => {
        if (key === this.#asked) this._loaded = loaded;
      },
      (error: unknown) => {
        const { message } = (error ?? {}) as { message?: unknown };
        if (key === this.#asked) this._failed = typeof message === 'string' ? message : String(error);
      },
    );
  }

  #chartView(view: CardView, history: History): ChartView {
    const fahrenheit = view.hass.config?.unit_system?.temperature === '°F';
    const degrees = (celsius: number) => (fahrenheit ? (celsius * 9) / 5 + 32 : celsius);
    const limit = view.reader.entity('max_temperature');
    const threshold = limit && numeric(limit);
    return {
      history,
      step: resolutionFor(history),
      width: Math.max(240, this._width),
      degrees,
      unit: fahrenheit ? '°F' : '°C',
      threshold: threshold === undefined ? null : degrees(threshold),
      cursor: this._cursor,
      texts: textsOf(HISTORY_TEXTS, view.hass),
      format: view.format,
      language: view.language,
    };
  }

  #point = (event: PointerEvent, history: History): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this._cursor = momentAt(history, box.width, event.clientX - box.left);
  };

  #key = (event: KeyboardEvent, history: History): void => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12 };
    const by = steps[event.key];
    if (event.key === 'Escape') this._cursor = null;
    else if (event.key === 'Home') this._cursor = history.from;
    else if (event.key === 'End') this._cursor = history.to;
    else if (by !== undefined) {
      const next = (this._cursor ?? history.to) + by * resolutionFor(history) * 1000;
      this._cursor = Math.min(history.to, Math.max(history.from, next));
    } else return;
    event.preventDefault();
  };

  #ranges(view: CardView): TemplateResult {
    const texts = textsOf(HISTORY_TEXTS, view.hass);
    const now = this.#chosenRange;
    return html`<div class="segments" role="group" aria-label=${texts.rangeLabel}>
        ${RANGES.map(
          (range) => html`<button
            aria-pressed=${range === now ? 'true' : 'false'}
            data-range=${range}
            @click=${() => {
              this._range = range;
              this._cursor = null;
            }}
          >
            ${texts.ranges[range]}
          </button>`,
        )}
      </div>
      ${
        now === 'free'
          ? html`<form
              class="free"
              @submit=${(event: SubmitEvent) => {
                event.preventDefault();
                const data = new FormData(event.currentTarget as HTMLFormElement);
                this.#free = { first: String(data.get('first')), last: String(data.get('last')) };
                this.#load(view, true);
                this.requestUpdate();
              }}
            >
              <label>${texts.from}<input type="date" name="first" .value=${this.#free.first} max=${dateText(Date.now())} /></label>
              <label>${texts.to}<input type="date" name="last" .value=${this.#free.last} max=${dateText(Date.now())} /></label>
              <button class="strong">${texts.show}</button>
              ${this._wrong ? html`<p class="error" role="alert">${texts.freeWrong[this._wrong]}</p>` : nothing}
            </form>`
          : nothing
      }`;
  }

  #days(chart: ChartView): TemplateResult | typeof nothing {
    const { history, texts, format, degrees } = chart;
    if (history.days.length < 2) return nothing;
    const dash = '–';
    const minutes = (value: number | null) => (value === null ? dash : format.duration(value * 60_000));
    return html`<details>
      <summary>${texts.days}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${texts.days}>
        <table>
          <thead>
            <tr>
              <th scope="col">${texts.date}</th>
              <th scope="col">${texts.temperature}</th>
              <th scope="col">${texts.criedFor}</th>
              <th scope="col">${texts.slept}</th>
            </tr>
          </thead>
          <tbody>
            ${[...history.days].reverse().map(
              (day) => html`<tr>
                <th scope="row">${format.weekday(new Date(`${day.date}T12:00:00`))}</th>
                <td>${
                  day.temperature
                    ? `${format.number(degrees(day.temperature[0]), 1)}–${format.number(degrees(day.temperature[2]), 1)}`
                    : dash
                }</td>
                <td>${minutes(day.cryingMinutes)}</td>
                <td>${minutes(day.sleepMinutes)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  #legend(chart: ChartView): TemplateResult {
    const { history, texts, language } = chart;
    const types = [...new Set(history.alerts.map(({ type }) => type))];
    const bands = (['asleep', 'awake', 'fussing', 'away'] as const).filter((band) =>
      byDay(history) ? band === 'asleep' : history.sleep.some(({ state }) => state === band),
    );
    return html`<ul class="legend">
      ${bands.map((band) => html`<li><i class="swatch band-${band}"></i>${texts.bands[band]}</li>`)}
      ${
        !byDay(history) && history.series?.rocking.some((share) => share)
          ? html`<li><i class="swatch rocked"></i>${texts.rocking}</li>`
          : nothing
      }
      ${types.map(
        (type) => html`<li>
          <i class="swatch mark ${ALERTS[type].category} ${type === 'high_temperature' ? 'hot' : ''}"></i>${ALERTS[type].name[language]}
        </li>`,
      )}
    </ul>`;
  }

  #charts(view: CardView, { history, instead }: LoadedHistory): TemplateResult {
    const chart = this.#chartView(view, history);
    const { texts, format } = chart;
    const facts = summary(history, chart);
    const step = chart.step < 3600 ? format.minutes(chart.step / 60) : format.duration(chart.step * 1000);
    return html`
      ${instead === null ? nothing : html`<p class="instead" data-source="home_assistant" title=${instead}>${icon('alert')}${texts.fromHomeAssistant}</p>`}
      <dl class="facts">
        ${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
      </dl>
      <div
        class="charts"
        tabindex="0"
        role="application"
        aria-label=${texts.chart(facts.map(({ label, value }) => `${label}: ${value}.`).join(' '))}
        @pointerdown=${(event: PointerEvent) => this.#point(event, history)}
        @pointermove=${(event: PointerEvent) => this.#point(event, history)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, history)}
      >
        <h3>${texts.temperature} <small>${chart.unit}</small></h3>
        ${temperatureChart(chart)}
        <h3>${texts.crying} <small>${texts.cryingPer(step)}</small></h3>
        ${cryingChart(chart)}
        <h3>${texts.sleep} ${byDay(history) ? html`<small>${texts.sleepPerDay}</small>` : nothing}</h3>
        ${byDay(history) ? dayChart(chart) : bandChart(chart)} ${timeAxis(chart)}
      </div>
      ${this.#legend(chart)}
      ${history.alertsLeftOut ? html`<p class="hint">${texts.notMarked(format.number(history.alertsLeftOut))}</p>` : nothing}
      ${moment(chart, view.hass)} ${this.#days(chart)}
    `;
  }

  protected draw(view: CardView): TemplateResult {
    const texts = textsOf(HISTORY_TEXTS, view.hass);
    this.#load(view);
    return html`<article class="card" aria-label="${texts.title}: ${view.name}">
      <header><h2>${texts.title}</h2><p class="whose">${view.name}</p></header>
      <div class="inside">
        ${this.#ranges(view)} ${this.errorLine()}
        ${
          this._failed
            ? html`<div class="error" role="alert">
                <span>${texts.failed(this._failed)}</span>
                <button class="soft" @click=${() => this.#load(view, true)}>${texts.again}</button>
              </div>`
            : this._loaded
              ? this.#charts(view, this._loaded)
              : html`<p class="waiting" role="status">${this._wrong ? '' : texts.loading}</p>`
        }
      </div>
    </article>`;
  }
}

export function historyCard(): typeof HistoryCard {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, HistoryCard);
  return HistoryCard;
}
