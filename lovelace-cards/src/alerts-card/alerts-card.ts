import { ALERTS } from '@smart-cradle/protocol/alerts';
import { html, nothing, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import { baseStyles } from '../card/base-styles.ts';
import { type CardConfig, parseCardConfig } from '../card/card-config.ts';
import { type CardView, CradleElement } from '../card/cradle-element.ts';
import { icon } from '../card/icons.ts';
import { alertText, type RaisedAlert, raisedAlerts } from '../cradle-card/raised-alerts.ts';
import type { HistoryAlert } from '../history/history.ts';
import { type LoadedHistory, loadHistory } from '../history/load-history.ts';
import { BLANK, pictureAddress } from '../history/picture-address.ts';
import { textsOf } from '../localize/index.ts';
import { FILTERS, type Filter, filtered, withRaised } from './alert-log.ts';
import { alertsStyles } from './alerts-styles.ts';
import { recipientEntities } from './recipients.ts';
import { recipientsSection } from './recipients-section.ts';
import { ALERTS_TEXTS } from './texts.ts';

const ELEMENT = 'smart-cradle-alerts';
type Config = CardConfig<Record<never, never>>;

const DAYS = 30;
const REFRESH = 60_000;
/** Rows before "show more". */
const ROWS = 20;

/** The log of alerts, and who is told of them. */
export class AlertsCard extends CradleElement<Config> {
  static override properties = {
    _filter: { state: true },
    _loaded: { state: true },
    _failed: { state: true },
    _rows: { state: true },
    _picture: { state: true },
  };
  static override styles = [baseStyles, alertsStyles];

  declare private _filter: Filter;
  declare private _loaded: LoadedHistory | undefined;
  declare private _failed: string | undefined;
  declare private _rows: number;
  /** Whose picture is open, by when it was raised. */
  declare private _picture: number | undefined;
  #asked = { key: '', at: 0 };
  #recipients: { of: unknown; ids: string[] } = { of: undefined, ids: [] };

  constructor() {
    super();
    this._filter = 'all';
    this._rows = ROWS;
  }

  protected parse(config: unknown): Config {
    return parseCardConfig(config, {});
  }

  protected override cradleChanged(): void {
    this._loaded = undefined;
    this._rows = ROWS;
  }

  protected override otherEntities(): Iterable<string> {
    const { hass } = this;
    if (!hass) return [];
    if (this.#recipients.of !== hass.entities) {
      this.#recipients = { of: hass.entities, ids: recipientEntities(hass) };
    }
    return this.#recipients.ids;
  }

  /** Asks once a minute, and at once when an alert comes, goes or is answered. */
  #load(view: CardView, raised: readonly RaisedAlert[]): void {
    const now = Date.now();
    const key = [view.uuid, ...raised.map(({ type, state }) => `${type}:${state}`)].join(' ');
    if (!view.connected || (key === this.#asked.key && now - this.#asked.at < REFRESH)) return;
    this.#asked = { key, at: now };
    const question = {
      uuid: view.uuid,
      entities: view.entities,
      from: now - DAYS * 86_400_000,
      to: now,
      resolution: 86_400,
      include: ['alerts'] as const,
    };
    void loadHistory(view.hass, question).then(
      (loaded) => {
        if (this.#asked.key === key) this._loaded = loaded;
        this._failed = undefined;
      },
      (error: unknown) => {
        const { message } = (error ?? {}) as { message?: unknown };
        this._failed = typeof message === 'string' ? message : String(error);
      },
    );
  }

  #row(alert: HistoryAlert, raised: readonly RaisedAlert[], view: CardView): TemplateResult {
    const texts = textsOf(ALERTS_TEXTS, view.hass);
    const { format, language } = view;
    const { type, createdAt, resolvedAt, acknowledgedBy, picture } = alert;
    const now = raised.find((one) => one.type === type && resolvedAt === null);
    const text = alertText(
      {
        ...alert,
        category: ALERTS[type].category,
        severity: ALERTS[type].severity,
        state: 'active',
        since: null,
        snoozedUntil: null,
        simulated: false,
      },
      language,
      view.texts,
      format,
    );
    const name = ALERTS[type].name[language];
    const lines = [
      resolvedAt === null ? null : texts.took(format.duration(resolvedAt - createdAt)),
      acknowledgedBy ? view.texts.acknowledgedBy(acknowledgedBy) : null,
    ].filter((one) => one !== null);
    const waiting = view.pending(`alert_${type}`, now?.state ?? 'resolved') === 'waiting';
    const action = (key: 'acknowledge' | 'resolve', label: string) =>
      html`<button
        class=${key === 'acknowledge' ? 'strong' : 'soft'}
        data-action=${key}
        ?disabled=${view.commandEntity === null || waiting}
        aria-label="${label}: ${name}"
        @click=${() =>
          view.command(`alert_${type}`, key === 'acknowledge' ? 'acknowledged' : 'resolved', {
            action: key,
            type,
          })}
      >
        ${label}
      </button>`;
    return html`<li class="${resolvedAt === null ? 'open' : ''} ${ALERTS[type].category}" data-alert=${type}>
      <div class="sign">${icon(resolvedAt === null ? 'alert' : 'check')}</div>
      <div class="what">
        <p class="name">
          <b>${name}</b>${resolvedAt === null ? html`<span class="open-mark">${texts.open}</span>` : nothing}
        </p>
        <p>${text}</p>
        <p class="meta"><time>${format.time(new Date(createdAt))}</time>${lines.map((line) => html` · ${line}`)}</p>
      </div>
      <div class="actions">
      ${
        now
          ? html`
              ${now.state === 'acknowledged' ? nothing : action('acknowledge', view.texts.acknowledge)}
              ${action('resolve', texts.resolve)}`
          : nothing
      }
      ${
        picture
          ? html`<button
              class="soft"
              aria-expanded=${this._picture === createdAt ? 'true' : 'false'}
              @click=${() => {
                this._picture = this._picture === createdAt ? undefined : createdAt;
              }}
            >
              ${icon('camera')}<span>${texts.showPicture}</span>
            </button>`
          : nothing
      }
      </div>
      ${
        picture && this._picture === createdAt
          ? html`<img src=${until(pictureAddress(view.hass, picture), BLANK)} alt=${texts.picture(format.time(new Date(createdAt)))} />`
          : nothing
      }
    </li>`;
  }

  #log(view: CardView, raised: readonly RaisedAlert[]): TemplateResult {
    const texts = textsOf(ALERTS_TEXTS, view.hass);
    const log = filtered(
      withRaised(this._loaded?.history.alerts ?? [], raised, view.now.getTime()),
      this._filter,
    );
    if (log.length === 0) {
      if (this._failed) return html`<p class="error" role="alert">${texts.failed(this._failed)}</p>`;
      if (!this._loaded) return html`<p class="soft-text" role="status">${texts.loading}</p>`;
      return html`<p class="soft-text">${this._filter === 'open' ? texts.noneOpen : texts.none}</p>`;
    }
    const days = new Map<string, HistoryAlert[]>();
    for (const alert of log.slice(0, this._rows)) {
      const day = view.format.weekday(new Date(alert.createdAt));
      days.set(day, [...(days.get(day) ?? []), alert]);
    }
    const rest = log.length - this._rows;
    return html`${[...days].map(
      ([day, alerts]) => html`<h3>${day}</h3>
          <ul class="log">
            ${alerts.map((alert) => this.#row(alert, raised, view))}
          </ul>`,
    )}
      ${
        rest > 0
          ? html`<button
              class="soft"
              @click=${() => {
                this._rows += ROWS;
              }}
            >
              ${texts.more(view.format.number(Math.min(rest, ROWS)))}
            </button>`
          : nothing
      }`;
  }

  protected draw(view: CardView): TemplateResult {
    const texts = textsOf(ALERTS_TEXTS, view.hass);
    const raised = raisedAlerts(view.reader);
    this.#load(view, raised);
    return html`<article class="card" aria-label="${texts.title}: ${view.name}">
      <header><h2>${texts.title}</h2><p class="soft-text">${view.name}</p></header>
      <div class="inside">
        ${this.errorLine()} ${recipientsSection(view, texts)}
        <div class="segments" role="group" aria-label=${texts.filterLabel}>
          ${FILTERS.map(
            (filter) => html`<button
              data-filter=${filter}
              aria-pressed=${filter === this._filter ? 'true' : 'false'}
              @click=${() => {
                this._filter = filter;
                this._rows = ROWS;
              }}
            >
              ${texts.filters[filter]}
            </button>`,
          )}
        </div>
        ${
          this._loaded && this._loaded.instead !== null
            ? html`<p class="instead" data-source="home_assistant">${icon('alert')}${texts.fromHomeAssistant}</p>`
            : nothing
        }
        ${this.#log(view, raised)}
      </div>
    </article>`;
  }
}

export function alertsCard(): typeof AlertsCard {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, AlertsCard);
  return AlertsCard;
}
