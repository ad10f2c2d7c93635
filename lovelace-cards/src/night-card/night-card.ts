import { html, nothing, svg, type TemplateResult } from 'lit';
import { baseStyles } from '../card/base-styles.ts';
import { type CardConfig, parseCardConfig } from '../card/card-config.ts';
import { type CardView, CradleElement } from '../card/cradle-element.ts';
import { icon } from '../card/icons.ts';
import type { Day, History, Span } from '../history/history.ts';
import { loadHistory } from '../history/load-history.ts';
import { linear, timeTicks } from '../history-card/scale.ts';
import { textsOf } from '../localize/index.ts';
import { figuresOf, lastNight, usual } from './night.ts';
import { nightCardStyles } from './night-card-styles.ts';
import { NIGHT_CARD_TEXTS } from './texts.ts';

const ELEMENT = 'smart-cradle-night';
type Config = CardConfig<Record<never, never>>;

const DAY = 86_400_000;
/** How often it is asked for again, ms. */
const REFRESH = 5 * 60_000;
const WIDTH = 720;
const HEIGHT = 72;

interface Night {
  span: Span;
  night: History;
  /** The days before, the oldest first. */
  days: Day[];
  instead: boolean;
}

/** Last night in one picture, beside the week before. */
export class NightCard extends CradleElement<Config> {
  static override properties = { _night: { state: true }, _failed: { state: true } };
  static override styles = [baseStyles, nightCardStyles];

  declare private _night: Night | undefined;
  declare private _failed: string | undefined;
  #loadedAt = 0;

  protected parse(config: unknown): Config {
    return parseCardConfig(config, {});
  }

  protected override get tick(): number {
    return 60_000;
  }

  protected override cradleChanged(): void {
    this._night = undefined;
    this.#loadedAt = 0;
  }

  async #load(view: CardView): Promise<void> {
    const now = Date.now();
    if (now - this.#loadedAt < REFRESH || !view.connected) return;
    this.#loadedAt = now;
    const span = lastNight(now);
    const { hass, uuid, entities } = view;
    const common = { uuid, entities };
    try {
      const [night, week] = await Promise.all([
        loadHistory(hass, {
          ...common,
          ...span,
          resolution: 300,
          include: ['series', 'sleep', 'episodes', 'alerts'],
        }),
        loadHistory(hass, {
          ...common,
          from: span.from - 7 * DAY,
          to: span.to,
          resolution: 3600,
          include: ['days'],
        }),
      ]);
      this._night = {
        span,
        night: night.history,
        // The last day is that of the night itself.
        days: week.history.days.slice(0, -1).slice(-7),
        instead: night.instead !== null,
      };
      this._failed = undefined;
    } catch (error) {
      const { message } = (error ?? {}) as { message?: unknown };
      this._failed = typeof message === 'string' ? message : String(error);
    }
  }

  #picture({ span, night }: Night, view: CardView, words: string): TemplateResult {
    const texts = textsOf(NIGHT_CARD_TEXTS, view.hass);
    const x = linear(span.from, span.to, 0, WIDTH);
    const bar = (from: number, to: number) => {
      const left = x(Math.max(from, span.from));
      return { left, width: Math.max(1.5, x(Math.min(to, span.to)) - left) };
    };
    const hours = timeTicks(span, 5).filter((at) => x(at) < WIDTH * 0.84);
    return html`<svg class="night-band" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${texts.picture(words)}>
      <rect class="sky" width=${WIDTH} height="64" rx="8" />
      ${night.sleep.map((one) => {
        const place = bar(one.from, one.to);
        const [top, height] = {
          asleep: [18, 46],
          fussing: [40, 24],
          awake: [52, 12],
          away: [60, 4],
          unknown: [64, 0],
        }[one.state] as [number, number];
        return svg`<rect class="state-${one.state}" x=${place.left} y=${top} width=${place.width} height=${height}/>`;
      })}
      ${night.episodes.map((one) => {
        const place = bar(one.from, one.to);
        return svg`<rect class="cried" x=${place.left} y="4" width=${Math.max(3, place.width)} height="12" rx="2"/>
          ${one.rocked ? svg`<rect class="rocked" x=${place.left} y="66" width=${Math.max(6, place.width)} height="5" rx="2"/>` : nothing}`;
      })}
      ${hours.map((at) => svg`<line class="hour" x1=${x(at)} x2=${x(at)} y1="0" y2="72"/>`)}
    </svg>
    <div class="night-hours" aria-hidden="true">
      ${hours.map((at) => html`<span style="left: ${(x(at) / WIDTH) * 100}%">${view.format.hour(new Date(at))}</span>`)}
    </div>`;
  }

  #week({ days }: Night, tonight: number, view: CardView): TemplateResult | typeof nothing {
    const texts = textsOf(NIGHT_CARD_TEXTS, view.hass);
    const nights = [
      ...days.map(({ date, nightMinutes }) => ({ date, minutes: nightMinutes })),
      { date: null, minutes: tonight },
    ];
    if (days.length === 0) return html`<p class="soft-text">${texts.noComparison}</p>`;
    const most = Math.max(60, ...nights.map(({ minutes }) => minutes ?? 0));
    return html`<div class="week" role="list" aria-label=${texts.week}>
      ${nights.map(({ date, minutes }) => {
        const name = date ? view.format.weekday(new Date(`${date}T12:00:00`)) : texts.title;
        const length = minutes === null ? '–' : view.format.duration(minutes * 60_000);
        return html`<div role="listitem" class=${date ? '' : 'this'} aria-label="${name}: ${length}">
          <span class="column" aria-hidden="true"><i style="height:${((minutes ?? 0) / most) * 100}%"></i></span>
          <small aria-hidden="true">${date ? view.format.narrowWeekday(new Date(`${date}T12:00:00`)) : '★'}</small>
        </div>`;
      })}
    </div>`;
  }

  #content(night: Night, running: boolean, view: CardView): TemplateResult {
    const texts = textsOf(NIGHT_CARD_TEXTS, view.hass);
    const { format } = view;
    const { span, days } = night;
    const figures = figuresOf(span, night.night.sleep, night.night.episodes);
    const slept = night.night.sleep.length > 0;
    const minutes = (value: number) => (value < 1 ? format.minutes(0) : format.duration(value * 60_000));
    const compared = (value: number, week: number | null, text: (value: number) => string, least: number) => {
      // A night that is not over cannot be compared with whole ones.
      if (week === null || running) return null;
      const difference = value - week;
      if (Math.abs(difference) < least) return texts.same;
      return (difference > 0 ? texts.more : texts.less)(text(Math.abs(difference)));
    };
    const facts = [
      ...(slept
        ? [
            {
              label: texts.asleep,
              value: minutes(figures.asleep),
              line: compared(
                figures.asleep,
                usual(days, (day) => day.nightMinutes),
                minutes,
                10,
              ),
            },
            {
              label: texts.longest,
              value: minutes(figures.longest),
              line: compared(
                figures.longest,
                usual(days, (day) => day.longestSleepMinutes),
                minutes,
                10,
              ),
            },
          ]
        : []),
      {
        label: texts.cries,
        value: texts.times(format.number(figures.cries)),
        line: compared(
          figures.cries,
          usual(days, (day) => day.cries),
          (value) => format.number(Math.round(value)),
          1,
        ),
      },
      {
        label: texts.crying,
        value: minutes(figures.crying),
        line: compared(
          figures.crying,
          usual(days, (day) => day.cryingMinutes),
          minutes,
          2,
        ),
      },
      ...(figures.rocked > 0
        ? [{ label: texts.rocked, value: texts.times(format.number(figures.rocked)), line: null }]
        : []),
    ];
    const words = facts.map(({ label, value }) => `${label}: ${value}.`).join(' ');
    return html`
      ${night.instead ? html`<p class="instead" data-source="home_assistant">${icon('alert')}${texts.fromHomeAssistant}</p>` : nothing}
      ${slept ? nothing : html`<p class="soft-text">${texts.noSleep}</p>`} ${this.#picture(night, view, words)}
      <ul class="legend" aria-hidden="true">
        <li><i class="state-asleep"></i>${texts.legend.asleep}</li>
        <li><i class="state-awake"></i>${texts.legend.awake}</li>
        <li><i class="cried"></i>${texts.legend.cried}</li>
        <li><i class="rocked"></i>${texts.legend.rocked}</li>
      </ul>
      <dl>
        ${facts.map(
          ({ label, value, line }) => html`<div>
            <dt>${label}</dt>
            <dd>${value}${line ? html`<small>${line}</small>` : nothing}</dd>
          </div>`,
        )}
      </dl>
      ${slept ? this.#week(night, figures.asleep, view) : nothing}
      ${days.length > 0 && !running ? html`<p class="soft-text">${texts.usual}</p>` : nothing}
    `;
  }

  protected draw(view: CardView): TemplateResult {
    const texts = textsOf(NIGHT_CARD_TEXTS, view.hass);
    void this.#load(view);
    const { _night: night } = this;
    const running = night !== undefined && view.now.getTime() - night.span.to < REFRESH + this.tick;
    return html`<article class="card" aria-label="${texts.title}: ${view.name}">
      <header>
        <h2>${running ? texts.soFar : texts.title}</h2>
        <p class="soft-text">${view.name}</p>
      </header>
      <div class="inside">
        ${
          night
            ? this.#content(night, running, view)
            : this._failed
              ? html`<p class="error" role="alert">${texts.failed(this._failed)}</p>`
              : html`<p class="soft-text" role="status">${texts.loading}</p>`
        }
      </div>
    </article>`;
  }
}

export function nightCard(): typeof NightCard {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, NightCard);
  return NightCard;
}
