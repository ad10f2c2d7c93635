import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { baseStyles } from '../card/base-styles.ts';
import { type CareKind, sendCommand, switchEntity } from '../card/commands.ts';
import { type CardView, CradleElement } from '../card/cradle-element.ts';
import { numeric } from '../card/reading.ts';
import { findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { alertSection } from './alert-section.ts';
import { alertStyles } from './alert-styles.ts';
import { careSection, type JustLogged } from './care-section.ts';
import { compactReadings } from './compact-readings.ts';
import { compactStyles } from './compact-styles.ts';
import { CARD_TYPE, CRADLE_CARD_FIELDS, type CradleCardConfig, parseConfig, streamOf } from './config.ts';
import { cradleState } from './cradle-state.ts';
import { faceStyles } from './face.ts';
import { factsRow } from './facts-row.ts';
import { layoutStyles } from './layout-styles.ts';
import { LivePicture } from './live-picture.ts';
import { monitorStatus, pauseSection, watchingChip } from './monitor-section.ts';
import { monitorStyles } from './monitor-styles.ts';
import { cryingTile, directionTile, rockingTile, temperatureTile } from './reading-tiles.ts';
import { NO_TREND, recordedSamples, type Sample, trendOf, withSample } from './temperature-trend.ts';
import { tileStyles } from './tile-styles.ts';
import type { PictureShape, View } from './view.ts';

/** @see CameraEntityFeature.STREAM of Home Assistant */
const STREAM = 2;
const PICTURE_ELEMENT = 'smart-cradle-live-picture';
/** How long an entry of the care log can be taken back from here, ms. */
const UNDO_SHOWN_FOR = 30_000;

/** One cradle at a glance. */
export class CradleCard extends CradleElement<CradleCardConfig> {
  static override properties = {
    _pictureLost: { state: true },
    _samples: { state: true },
    _just: { state: true },
    _nightLoaded: { state: true },
    _streamLoaded: { state: true },
  };
  static override styles = [
    baseStyles,
    alertStyles,
    monitorStyles,
    tileStyles,
    layoutStyles,
    compactStyles,
    faceStyles,
  ];

  declare private _pictureLost: boolean;
  declare private _samples: readonly Sample[];
  declare private _just: JustLogged | undefined;
  declare private _nightLoaded: boolean;
  declare private _streamLoaded: boolean;

  #thermometer: string | undefined;
  #stream: string | undefined;
  #streamLoading: Promise<void> | undefined;
  #undoTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this._pictureLost = false;
    this._samples = [];
    this._nightLoaded = false;
    this._streamLoaded = false;
  }

  protected parse(config: unknown): CradleCardConfig {
    return parseConfig(config);
  }

  protected override cradleChanged(): void {
    this._pictureLost = false;
    this._samples = [];
    this._just = undefined;
    this.#thermometer = undefined;
  }

  static async getConfigForm() {
    return (await import('../card/card-form.ts')).cardForm(CRADLE_CARD_FIELDS);
  }

  static getStubConfig(hass: HomeAssistant | undefined): { type: string; cradle?: string } {
    const [first] = hass ? findCradles(hass) : [];
    return { type: `custom:${CARD_TYPE}`, ...(first ? { cradle: first.uuid } : {}) };
  }

  getCardSize(): number {
    return { full: 12, compact: 4, night: 12 }[this._config?.layout ?? 'full'];
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: 'auto' };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#undoTimer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#follow();
    if (this._config?.layout === 'night' && !this._nightLoaded) void this.#loadNight();
  }

  protected override otherEntities(): Iterable<string> {
    return this.#stream ? [this.#stream] : [];
  }

  async #loadNight(): Promise<void> {
    try {
      const { defineNightView } = await import('../night-view/night-view.ts');
      defineNightView();
      this._nightLoaded = true;
    } catch (error) {
      this.fail(error);
    }
  }

  async #loadStream(): Promise<void> {
    try {
      const { defineLiveStream } = await import('../live-stream/live-stream.ts');
      defineLiveStream();
      this._streamLoaded = true;
    } catch (error) {
      this.fail(error);
    }
  }

  /** Keeps the last half hour of the temperature, which begins with what the recorder has. */
  #follow(): void {
    const { hass, _config: config } = this;
    const entityId = this._entities?.get('temperature');
    if (!hass || !entityId || config?.layout === 'compact') return;
    const now = Date.now();
    if (entityId !== this.#thermometer) {
      this.#thermometer = entityId;
      void recordedSamples(hass, entityId, now).then((samples) => {
        if (entityId === this.#thermometer) {
          this._samples = [...samples, ...this._samples.filter(({ at }) => at > (samples.at(-1)?.at ?? 0))];
        }
      });
    }
    const state = hass.states[entityId];
    const value = state && numeric(state);
    if (value !== undefined) this._samples = withSample(this._samples, { at: now, value });
  }

  #log(view: View, kind: CareKind): void {
    const { commandEntity } = view;
    if (!commandEntity) return;
    const at = new Date();
    view.request('care', kind, async (hass) => {
      await sendCommand(hass, commandEntity, { action: 'care', kind, at: at.toISOString() });
      this._just = { kind, at, state: 'logged' };
      this.#forgetLater();
    });
  }

  #forgetLater(): void {
    clearTimeout(this.#undoTimer);
    this.#undoTimer = setTimeout(() => {
      this._just = undefined;
    }, UNDO_SHOWN_FOR);
  }

  #undo(view: View): void {
    const just = this._just;
    const { commandEntity, uuid, texts } = view;
    if (!just || !commandEntity) return;
    this._just = { ...just, state: 'undoing' };
    view.request('care', 'undone', async (hass) => {
      try {
        const { careEntryId } = await import('../history/care-entry.ts');
        const id = await careEntryId(hass, uuid, just);
        if (id === null) throw new Error(texts.careNotFound);
        await sendCommand(hass, commandEntity, { action: 'care_delete', id });
        this._just = { ...just, state: 'undone' };
      } catch (error) {
        this._just = just;
        throw error;
      } finally {
        this.#forgetLater();
      }
    });
  }

  #view(view: CardView): View {
    const state = cradleState({
      reader: view.reader,
      connected: view.connected,
      simulatedDevice: view.simulatedDevice,
      pictureLost: this._pictureLost,
    });
    const { temperature } = state;
    const { entityId } = state.rocking;
    const complete: View = {
      ...view,
      state,
      trend: temperature.known
        ? trendOf(this._samples, view.now.getTime(), temperature.value.unit === '°F')
        : NO_TREND,
      picture: (shape) => this.#picture(complete, shape),
      rock: (on) => {
        if (entityId) view.request('rocking', on ? 'on' : 'off', (hass) => switchEntity(hass, entityId, on));
      },
      setRockingLevel: (level) => {
        const { rockingLevel } = state;
        if (!rockingLevel) return;
        view.request('rocking_level', String(level), (hass) =>
          hass.callService('number', 'set_value', { value: level }, { entity_id: rockingLevel.entityId }),
        );
      },
    };
    return complete;
  }

  /** The camera's own video where it offers one, else that of the camera that the configuration names. */
  #streamEntity(view: View): string | undefined {
    const { hass, state, uuid } = view;
    const { entityId } = state.camera;
    const features = Number(hass.states[entityId ?? '']?.attributes.supported_features);
    return (
      (this._config && streamOf(this._config, uuid)) ??
      (features & STREAM ? (entityId ?? undefined) : undefined)
    );
  }

  #picture(view: View, shape: PictureShape): TemplateResult {
    const stream = shape === 'small' ? undefined : this.#streamEntity(view);
    const still = this.#stillPicture(view, shape === 'small');
    this.#stream = stream;
    if (!stream) return still;
    if (!this._streamLoaded) {
      this.#streamLoading ??= this.#loadStream();
      return still;
    }
    const camera = view.hass.states[stream];
    return html`<smart-cradle-live-stream
      .hass=${view.hass}
      .entityId=${stream}
      .available=${view.connected && camera !== undefined && camera.state !== 'unavailable'}
      .name=${view.name}
      .texts=${view.texts}
      .format=${view.format}
      ?simulated=${view.state.simulated}
      ?soundonly=${shape === 'sound'}
    >${still}</smart-cradle-live-stream>`;
  }

  #stillPicture(view: View, small: boolean): TemplateResult {
    const { camera } = view.state;
    return html`${keyed(
      camera.entityId,
      html`<smart-cradle-live-picture
        .url=${camera.known ? view.hass.hassUrl(camera.value) : undefined}
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

  #body(view: View): TemplateResult {
    const care = {
      kinds: this._config?.care ?? [],
      just: this._just,
      log: (kind: CareKind) => this.#log(view, kind),
      undo: () => this.#undo(view),
    };
    return html`<div class="body">
      <div class="picture">${view.picture('full')}</div>
      <div class="readings">
        ${factsRow(view)}
        <div class="tiles">
          ${directionTile(view)} ${cryingTile(view)} ${temperatureTile(view)} ${rockingTile(view)}
        </div>
      </div>
      <div class="taps">${careSection(view, care)} ${pauseSection(view)}</div>
    </div>`;
  }

  protected draw(cardView: CardView, { layout }: CradleCardConfig): TemplateResult {
    const view = this.#view(cardView);
    const { texts } = view;
    if (layout === 'night') {
      return html`<smart-cradle-night-view .view=${view}></smart-cradle-night-view>${this.errorLine()}`;
    }
    const { connected, simulated } = view.state;
    return html`<article class="card ${layout} ${connected ? '' : 'disconnected'}" aria-label=${view.name}>
      ${
        simulated
          ? html`<p class="simulated"><b>${texts.simulated}</b><span>${texts.simulatedLong}</span></p>`
          : nothing
      }
      <header><h2>${view.name}</h2>${watchingChip(view)}</header>
      ${connected ? alertSection(view) : monitorStatus(view)} ${this.errorLine()}
      ${connected ? monitorStatus(view) : alertSection(view)}
      ${layout === 'compact' ? compactReadings(view, view.picture('small')) : this.#body(view)}
      <footer>${texts.disclaimer}</footer>
    </article>`;
  }
}

/** Registers the card; twice is once, as when a resource is listed twice. */
export function defineCradleCard(): void {
  if (!customElements.get(PICTURE_ELEMENT)) customElements.define(PICTURE_ELEMENT, LivePicture);
  if (!customElements.get(CARD_TYPE)) customElements.define(CARD_TYPE, CradleCard);
}
