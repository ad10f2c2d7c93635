import type { Language } from '@smart-cradle/protocol/language';
import {
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { ConnectionWatch } from '../home-assistant/connection-watch.ts';
import { candidates, type EntityIds, resolveEntities } from '../home-assistant/cradle-entities.ts';
import { findCradle, findCradles } from '../home-assistant/cradles.ts';
import type { HaConnection, HomeAssistant } from '../home-assistant/types.ts';
import type { Texts } from '../localize/en.ts';
import { type Format, formatFor } from '../localize/format.ts';
import { readerLanguage, textsFor } from '../localize/index.ts';
import { chosenCradle, whenChosen } from './chosen-cradle.ts';
import { type Action, sendCommand } from './commands.ts';
import { icon } from './icons.ts';
import { type Pending, type PendingState, pendingState } from './pending.ts';
import { type EntityReader, entityReader } from './reading.ts';

/** How long a refused request stays on the card, ms. */
const ERROR_SHOWN_FOR = 8_000;

/** Whether anything that a card of these entities shows has changed. */
export function concerns(before: HomeAssistant, now: HomeAssistant, entities: Iterable<string>): boolean {
  if (
    before.connected !== now.connected ||
    before.locale !== now.locale ||
    before.language !== now.language ||
    before.devices !== now.devices ||
    before.entities !== now.entities ||
    before.user !== now.user
  ) {
    return true;
  }
  if (before.states === now.states) return false;
  for (const id of entities) if (before.states[id] !== now.states[id]) return true;
  return false;
}

/** What every part of every card draws from. */
export interface CardView {
  hass: HomeAssistant;
  uuid: string;
  name: string;
  simulatedDevice: boolean;
  entities: EntityIds;
  reader: EntityReader;
  /** Home Assistant can be heard. */
  connected: boolean;
  /** When it was heard last, ms since 1970. */
  heardAt: () => number;
  texts: Texts;
  format: Format;
  language: Language;
  now: Date;
  /** The notify entity that takes commands; null while nobody would hear them. */
  commandEntity: string | null;
  /** What was asked and has not come yet, by what was asked. */
  pending: (what: string, actual: string) => PendingState;
  /** Sends a command; `want` is what `actual` becomes when it has come. */
  command: (what: string, want: string, action: Action) => void;
  /** Asks for something else; a refusal is shown on the card. */
  request: (what: string, want: string, ask: (hass: HomeAssistant) => Promise<unknown>) => void;
}

/**
 * What all cards of a cradle share: which entities are whose, whether Home Assistant is heard, what was asked and has not
 * come, and a clock. A card draws in `draw`.
 */
export abstract class CradleElement<Config extends { cradle: string | undefined }> extends LitElement {
  static override properties: PropertyDeclarations = {
    hass: { attribute: false },
    _config: { state: true },
    _entities: { state: true },
    _alive: { state: true },
    _now: { state: true },
    _error: { state: true },
  };

  declare hass: HomeAssistant | undefined;
  declare protected _config: Config | undefined;
  /** Undefined until the registry has answered. */
  declare protected _entities: EntityIds | undefined;
  declare protected _alive: boolean;
  declare protected _now: number;
  declare protected _error: string | undefined;

  #asked = '';
  #uuid: string | undefined;
  #pending = new Map<string, Pending>();
  #format: { of: HomeAssistant['locale']; is: Format } | undefined;
  #watch: { connection: HaConnection; is: ConnectionWatch } | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #errorTimer: ReturnType<typeof setTimeout> | undefined;
  #unfollow: (() => void) | undefined;

  constructor() {
    super();
    this._alive = true;
    this._now = Date.now();
  }

  /** @throws Error for a wrong configuration. */
  protected abstract parse(config: unknown): Config;
  protected abstract draw(view: CardView, config: Config): TemplateResult;
  /** Another cradle is shown from now on: what was kept of the one before must go. */
  protected cradleChanged(): void {}
  /** Entities of other devices that the card shows. */
  protected otherEntities(): Iterable<string> {
    return [];
  }
  /** How often the running times on the card are drawn anew, ms. */
  protected get tick(): number {
    return 1000;
  }

  /** Home Assistant calls it with what stands in the dashboard. @throws Error for a wrong configuration. */
  setConfig(config: unknown): void {
    this._config = this.parse(config);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this._now = Date.now();
    this.#clock = setInterval(() => {
      if (!document.hidden) this._now = Date.now();
    }, this.tick);
    this.#unfollow = whenChosen(() => {
      if (!this._config?.cradle) void this.#resolve();
    });
    this.#watchConnection();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    clearTimeout(this.#errorTimer);
    this.#unfollow?.();
    this.#watch?.is.stop();
    this.#watch = undefined;
  }

  protected override shouldUpdate(changed: PropertyValues): boolean {
    const before: unknown = changed.get('hass');
    if (changed.size > 1 || !changed.has('hass') || !before || !this.hass || !this._entities) return true;
    const now = this.hass;
    return (
      concerns(before as HomeAssistant, now, this._entities.values()) ||
      concerns(before as HomeAssistant, now, this.otherEntities())
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('hass') || changed.has('_config')) {
      this.#watchConnection();
      void this.#resolve();
      this._now = Date.now();
    }
  }

  #watchConnection(): void {
    const connection = this.hass?.connection;
    if (!connection || !this.isConnected || connection === this.#watch?.connection) return;
    this.#watch?.is.stop();
    const watch = new ConnectionWatch(connection, (alive) => {
      this._alive = alive;
    });
    this.#watch = { connection, is: watch };
    this._alive = true;
    watch.start();
  }

  async #resolve(): Promise<void> {
    const { hass, _config: config } = this;
    if (!hass || !config) return;
    const uuid = config.cradle ?? chosenCradle(hass)?.uuid;
    const ids = uuid ? candidates(hass, uuid) : [];
    const asked = [uuid ?? '', ...ids].join(' ');
    if (asked === this.#asked && this._entities) return;
    this.#asked = asked;
    if (uuid !== this.#uuid) {
      this.#uuid = uuid;
      this._entities = undefined;
      this.#pending.clear();
      this.cradleChanged();
    }
    const entities = uuid ? await resolveEntities(hass, uuid, ids) : new Map<string, string>();
    if (asked === this.#asked) this._entities = entities;
  }

  protected fail(error: unknown): void {
    const { message } = (error ?? {}) as { message?: unknown };
    this._error = textsFor(this.hass).commandFailed(typeof message === 'string' ? message : String(error));
    clearTimeout(this.#errorTimer);
    this.#errorTimer = setTimeout(() => {
      this._error = undefined;
    }, ERROR_SHOWN_FOR);
  }

  async #ask(what: string, want: string, request: (hass: HomeAssistant) => Promise<unknown>): Promise<void> {
    if (!this.hass) return;
    this._error = undefined;
    this.#pending.set(what, { want, at: Date.now() });
    this.requestUpdate();
    try {
      await request(this.hass);
    } catch (error) {
      this.#pending.delete(what);
      this.fail(error);
    }
  }

  #view(hass: HomeAssistant, uuid: string, entities: EntityIds): CardView {
    const device = findCradle(hass.devices, uuid);
    if (this.#format?.of !== hass.locale) this.#format = { of: hass.locale, is: formatFor(hass) };
    const connected = hass.connected !== false && this._alive;
    const reader = entityReader(hass.states, entities, connected);
    const command = reader.entity('command');
    const commandEntity = connected && command && command.state !== 'unavailable' ? command.entity_id : null;
    const request: CardView['request'] = (what, want, ask) => void this.#ask(what, want, ask);
    return {
      hass,
      uuid,
      name: device?.name ?? uuid,
      simulatedDevice: device?.simulated ?? false,
      entities,
      reader,
      connected,
      heardAt: () => this.#watch?.is.heardAt ?? 0,
      texts: textsFor(hass),
      format: this.#format.is,
      language: readerLanguage(hass),
      now: new Date(this._now),
      commandEntity,
      pending: (what, actual) => {
        const pending = pendingState(this.#pending.get(what), actual, Date.now());
        if (pending === 'none') this.#pending.delete(what);
        return pending;
      },
      command: (what, want, action) => {
        if (commandEntity) request(what, want, (now) => sendCommand(now, commandEntity, action));
      },
      request,
    };
  }

  #message(symbol: 'search' | 'cradle', title: string, lines: readonly string[]): TemplateResult {
    return html`<article class="card message" role="status">
      ${icon(symbol)}
      <h2>${title}</h2>
      ${lines.map((line) => html`<p>${line}</p>`)}
    </article>`;
  }

  #whatNext({ whatNextTitle, whatNext }: Texts): TemplateResult {
    return html`<article class="card message" data-message="what-next">
      ${icon('cradle')}
      <h2>${whatNextTitle}</h2>
      <ol>
        ${whatNext.map((line) => html`<li>${line}</li>`)}
      </ol>
    </article>`;
  }

  protected errorLine(): TemplateResult | typeof nothing {
    return this._error ? html`<p class="error" role="alert">${icon('alert')}${this._error}</p>` : nothing;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, _config: config, _entities: entities } = this;
    if (!hass || !config) return nothing;
    const texts = textsFor(hass);
    if (!entities) return this.#message('search', texts.loading, []);
    const uuid = config.cradle ?? this.#uuid;
    if (!uuid) return this.#whatNext(texts);
    if (entities.size === 0) {
      const device = findCradle(hass.devices, uuid);
      if (device) return this.#message('cradle', texts.noEntities(device.name), [texts.noEntitiesLong]);
      const others = findCradles(hass).map((cradle) => `${cradle.name} (${cradle.uuid})`);
      const known = others.length > 0 ? [texts.knownCradles(others.join(', '))] : [];
      return this.#message('search', texts.noCradle(uuid), [texts.noCradleLong, ...known]);
    }
    return this.draw(this.#view(hass, uuid, entities), config);
  }
}
