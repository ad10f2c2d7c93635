import { CRADLE_UUID_PATTERN } from '@smart-cradle/protocol/cradle-id';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ConnectionWatch } from '../home-assistant/connection-watch.ts';
import { candidates, type EntityIds, resolveEntities } from '../home-assistant/cradle-entities.ts';
import { findCradle, findCradles } from '../home-assistant/cradles.ts';
import type { HaConnection, HomeAssistant } from '../home-assistant/types.ts';
import { type Format, formatFor } from '../localize/format.ts';
import { readerLanguage, textsFor } from '../localize/index.ts';
import { alertSection } from './alert-section.ts';
import { sendCommand, switchRocking } from './commands.ts';
import { compactReadings } from './compact-readings.ts';
import { CARD_TYPE, type CradleCardConfig, parseConfig } from './config.ts';
import { cradleState } from './cradle-state.ts';
import { faceStyles } from './face.ts';
import { icon } from './icons.ts';
import { LivePicture } from './live-picture.ts';
import { monitorStatus, pauseSection, watchingChip } from './monitor-section.ts';
import { type Pending, pendingState } from './pending.ts';
import { cryingTile, directionTile, rockingTile, temperatureTile } from './reading-tiles.ts';
import { cardStyles } from './styles.ts';
import type { View } from './view.ts';

const PICTURE_ELEMENT = 'smart-cradle-live-picture';
/** How long a refused request stays on the card, ms. */
const ERROR_SHOWN_FOR = 8_000;

/** Whether anything that a card of these entities shows has changed. */
function concerns(before: HomeAssistant, now: HomeAssistant, entities: EntityIds): boolean {
  return (
    before.connected !== now.connected ||
    before.locale !== now.locale ||
    before.language !== now.language ||
    before.devices !== now.devices ||
    before.entities !== now.entities ||
    before.user !== now.user ||
    [...entities.values()].some((id) => before.states[id] !== now.states[id])
  );
}

/** One cradle at a glance. */
export class CradleCard extends LitElement {
  static override properties = {
    hass: { attribute: false },
    _config: { state: true },
    _entities: { state: true },
    _alive: { state: true },
    _now: { state: true },
    _error: { state: true },
    _pictureLost: { state: true },
  };
  static override styles = [cardStyles, faceStyles];

  declare hass: HomeAssistant | undefined;
  declare private _config: CradleCardConfig | undefined;
  /** Undefined until the registry has answered. */
  declare private _entities: EntityIds | undefined;
  declare private _alive: boolean;
  declare private _now: number;
  declare private _error: string | undefined;
  declare private _pictureLost: boolean;

  #asked = '';
  #pending = new Map<string, Pending>();
  #format: { of: HomeAssistant['locale']; is: Format } | undefined;
  #watch: { connection: HaConnection; is: ConnectionWatch } | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #errorTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this._alive = true;
    this._pictureLost = false;
    this._now = Date.now();
  }

  /** Home Assistant calls it with what stands in the dashboard. @throws Error for a wrong configuration. */
  setConfig(config: unknown): void {
    const next = parseConfig(config);
    if (next.cradle !== this._config?.cradle) {
      this._entities = undefined;
      this._pictureLost = false;
      this.#asked = '';
      this.#pending.clear();
    }
    this._config = next;
  }

  static async getConfigForm() {
    return (await import('./config-form.ts')).configForm();
  }

  static getStubConfig(hass: HomeAssistant | undefined): Omit<CradleCardConfig, 'layout'> {
    const [first] = hass ? findCradles(hass) : [];
    return { type: `custom:${CARD_TYPE}`, cradle: first?.uuid ?? 'cradle-abc-123' };
  }

  getCardSize(): number {
    return this._config?.layout === 'compact' ? 4 : 11;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: 'auto' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this._now = Date.now();
    this.#clock = setInterval(() => {
      if (!document.hidden) this._now = Date.now();
    }, 1000);
    this.#watchConnection();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    clearTimeout(this.#errorTimer);
    this.#watch?.is.stop();
    this.#watch = undefined;
  }

  protected override shouldUpdate(changed: PropertyValues): boolean {
    const before: unknown = changed.get('hass');
    if (changed.size > 1 || !changed.has('hass') || !before || !this.hass || !this._entities) return true;
    return concerns(before as HomeAssistant, this.hass, this._entities);
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
    const ids = candidates(hass, config.cradle);
    const asked = [config.cradle, ...ids].join(' ');
    if (asked === this.#asked) return;
    this.#asked = asked;
    const entities = await resolveEntities(hass, config.cradle, ids);
    if (asked === this.#asked) this._entities = entities;
  }

  #fail(error: unknown): void {
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
      this.#fail(error);
    }
  }

  #view(hass: HomeAssistant, config: CradleCardConfig, entities: EntityIds): View {
    const device = findCradle(hass.devices, config.cradle);
    if (this.#format?.of !== hass.locale) this.#format = { of: hass.locale, is: formatFor(hass) };
    const state = cradleState({
      states: hass.states,
      entities,
      connected: hass.connected !== false && this._alive,
      simulatedDevice: device?.simulated ?? false,
      pictureLost: this._pictureLost,
    });
    return {
      name: device?.name ?? config.cradle,
      state,
      texts: textsFor(hass),
      format: this.#format.is,
      language: readerLanguage(hass),
      now: new Date(this._now),
      pending: (what, actual) => {
        const pending = pendingState(this.#pending.get(what), actual, Date.now());
        if (pending === 'none') this.#pending.delete(what);
        return pending;
      },
      command: (what, want, action) => {
        const { command } = state;
        if (command) void this.#ask(what, want, (now) => sendCommand(now, command, action));
      },
      rock: (on) => {
        const { entityId } = state.rocking;
        if (entityId) void this.#ask('rocking', on ? 'on' : 'off', (now) => switchRocking(now, entityId, on));
      },
    };
  }

  #picture(hass: HomeAssistant, view: View, small: boolean): TemplateResult {
    const { camera } = view.state;
    return html`${keyed(
      camera.entityId,
      html`<smart-cradle-live-picture
        .url=${camera.known ? hass.hassUrl(camera.value) : undefined}
        .gap=${camera.known ? null : camera.why}
        .name=${view.name}
        .texts=${view.texts}
        .format=${view.format}
        @picture-lost=${({ detail }: CustomEvent<boolean>) => {
          this._pictureLost = detail;
        }}
        ?simulated=${view.state.simulated}
        ?small=${small}
      ></smart-cradle-live-picture>`,
    )}`;
  }

  #message(symbol: 'search' | 'cradle', title: string, lines: readonly string[]): TemplateResult {
    return html`<article class="card message" role="status">
      ${icon(symbol)}
      <h2>${title}</h2>
      ${lines.map((line) => html`<p>${line}</p>`)}
    </article>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, _config: config, _entities: entities } = this;
    if (!hass || !config || !CRADLE_UUID_PATTERN.test(config.cradle)) return nothing;
    const texts = textsFor(hass);
    if (!entities) return this.#message('search', texts.loading, []);
    if (entities.size === 0) {
      const device = findCradle(hass.devices, config.cradle);
      if (device) return this.#message('cradle', texts.noEntities(device.name), [texts.noEntitiesLong]);
      const others = findCradles(hass).map(({ name, uuid }) => `${name} (${uuid})`);
      const known = others.length > 0 ? [texts.knownCradles(others.join(', '))] : [];
      return this.#message('search', texts.noCradle(config.cradle), [texts.noCradleLong, ...known]);
    }
    const view = this.#view(hass, config, entities);
    const compact = config.layout === 'compact';
    return html`<article class="card ${config.layout} ${view.state.connected ? '' : 'disconnected'}" aria-label=${view.name}>
      ${
        view.state.simulated
          ? html`<p class="simulated"><b>${texts.simulated}</b><span>${texts.simulatedLong}</span></p>`
          : nothing
      }
      <header><h2>${view.name}</h2>${watchingChip(view)}</header>
      ${view.state.connected ? alertSection(view) : monitorStatus(view)}
      ${this._error ? html`<p class="error" role="alert">${icon('alert')}${this._error}</p>` : nothing}
      ${view.state.connected ? monitorStatus(view) : alertSection(view)}
      ${
        compact
          ? compactReadings(view, this.#picture(hass, view, true))
          : html`<div class="body">
              <div class="picture">${this.#picture(hass, view, false)}</div>
              <div class="readings">
                <div class="tiles">
                  ${directionTile(view)} ${cryingTile(view)} ${temperatureTile(view)} ${rockingTile(view)}
                </div>
              </div>
              ${pauseSection(view)}
            </div>`
      }
      <footer>${texts.disclaimer}</footer>
    </article>`;
  }
}

/** Registers the card; twice is once, as when a resource is listed twice. */
export function defineCradleCard(): void {
  if (!customElements.get(PICTURE_ELEMENT)) customElements.define(PICTURE_ELEMENT, LivePicture);
  if (!customElements.get(CARD_TYPE)) customElements.define(CARD_TYPE, CradleCard);
}
