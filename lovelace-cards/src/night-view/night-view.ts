import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../card/base-styles.ts';
import { icon } from '../card/icons.ts';
import { alertSection } from '../cradle-card/alert-section.ts';
import { alertStyles } from '../cradle-card/alert-styles.ts';
import { faceStyles } from '../cradle-card/face.ts';
import { monitorStatus } from '../cradle-card/monitor-section.ts';
import type { MonitorKind } from '../cradle-card/monitor-state.ts';
import { monitorStyles } from '../cradle-card/monitor-styles.ts';
import {
  faceDrawing,
  gapText,
  rockingButton,
  temperatureText,
  trendText,
} from '../cradle-card/reading-tiles.ts';
import { lasting, type View } from '../cradle-card/view.ts';
import { textsOf } from '../localize/index.ts';
import { AlarmSound } from './alarm-sound.ts';
import { type AlarmReason, alarmReason, QUIET_FOR } from './bedside-alarm.ts';
import { nightStyles } from './night-styles.ts';
import { ScreenWake } from './screen-wake.ts';
import { NIGHT_TEXTS } from './texts.ts';

const ELEMENT = 'smart-cradle-night-view';

/**
 * The bedside unit: dark, large, and it rings itself, since no push comes from a house without power or network. It keeps
 * its own clock, for a page that is hidden is still to ring.
 */
export class NightView extends LitElement {
  static override properties = {
    view: { attribute: false },
    _reason: { state: true },
    _refused: { state: true },
    _quietUntil: { state: true },
    _picture: { state: true },
    _listening: { state: true },
  };
  static override styles = [baseStyles, alertStyles, monitorStyles, faceStyles, nightStyles];

  declare view: View | undefined;
  declare private _reason: AlarmReason | null;
  declare private _refused: boolean;
  declare private _quietUntil: number;
  declare private _picture: boolean;
  /** The camera's sound is on, which goes on while the picture is hidden. */
  declare private _listening: boolean;

  readonly #sound = new AlarmSound();
  readonly #screen = new ScreenWake(() => this.requestUpdate());
  #clock: ReturnType<typeof setInterval> | undefined;
  #monitor: { kind: MonitorKind; since: number } | undefined;
  #pausedUntil: number | null = null;

  constructor() {
    super();
    this._reason = null;
    this._refused = false;
    this._quietUntil = 0;
    this._picture = false;
    this._listening = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => this.#look(), 1000);
    this.#screen.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    this.#screen.stop();
    void this.#sound.close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) this.#look();
  }

  #look(): void {
    const { view } = this;
    if (!view) return;
    const now = Date.now();
    const { monitor, alerts } = view.state;
    if (this.#monitor?.kind !== monitor.kind) this.#monitor = { kind: monitor.kind, since: now };
    if (view.connected) {
      // Without an end the pause lasts until somebody ends it, which nobody can hear of once the connection is lost.
      this.#pausedUntil = monitor.paused ? (monitor.paused.until?.getTime() ?? now + 60_000) : null;
    }
    this._reason = alarmReason({
      now,
      heardAt: view.heardAt(),
      monitor: monitor.kind,
      monitorSince: this.#monitor.since,
      alertActive: alerts.some(({ state, severity }) => state === 'active' && severity === 'wake'),
      pausedUntil: this.#pausedUntil,
      quietUntil: this._quietUntil,
    });
    if (this._reason) this.#sound.ring();
    else this.#sound.stop();
  }

  #allow = async (): Promise<void> => {
    this.#screen.start();
    try {
      this._refused = !(await this.#sound.allow());
    } catch {
      this._refused = true;
    }
    this.#look();
    this.requestUpdate();
  };

  #setQuiet(until: number): void {
    this._quietUntil = until;
    this.#look();
  }

  #soundBar(view: View): TemplateResult {
    const texts = textsOf(NIGHT_TEXTS, view.hass);
    if (!this.#sound.allowed) {
      return html`<section class="sound off">
        <p role="status">${this._refused ? texts.soundRefused : texts.allowSoundLong}</p>
        <button class="strong" data-action="allow-sound" @click=${this.#allow}>
          ${icon('bell')}<span>${texts.allowSound}</span>
        </button>
      </section>`;
    }
    const quiet = Date.now() < this._quietUntil;
    const screen = this.#screen.state;
    return html`<section class="sound on">
      <p data-sound=${quiet ? 'quiet' : 'on'}>
        ${icon(quiet ? 'snooze' : 'bell')}<span
          >${quiet ? texts.quietUntil(view.format.time(new Date(this._quietUntil))) : texts.armed}${
            screen === 'on' ? ` · ${texts.screenAwake}` : ''
          }</span
        >
      </p>
      ${quiet ? html`<button class="soft" @click=${() => this.#setQuiet(0)}>${texts.ringAgain}</button>` : nothing}
      ${screen === 'on' ? nothing : html`<p class="screen">${texts.screenMayDarken}</p>`}
    </section>`;
  }

  #alarm(view: View): TemplateResult | typeof nothing {
    const texts = textsOf(NIGHT_TEXTS, view.hass);
    const reason = this._reason;
    if (reason !== 'connection' && reason !== 'data') return nothing;
    return html`<section class="alarm" data-alarm=${reason}>
      <div role="alert">
        <h3>${icon('alert')}${reason === 'connection' ? texts.connectionLost : texts.dataLost}</h3>
        <p>${reason === 'connection' ? texts.connectionLostLong : texts.dataLostLong}</p>
      </div>
      <button class="strong" data-action="quiet" @click=${() => this.#setQuiet(Date.now() + QUIET_FOR)}>
        ${icon('snooze')}<span>${texts.quiet}</span>
      </button>
    </section>`;
  }

  #readings(view: View): TemplateResult {
    const { state, texts } = view;
    const { direction, crying, temperature, rocking, facts } = state;
    const cries = crying.known && crying.value.crying;
    const row = (key: string, label: string, value: string, line: string | null, mood: string) =>
      html`<div data-reading=${key} data-mood=${mood} class=${mood}>
        <dt>${label}</dt>
        <dd>${value}${line ? html`<small>${line}</small>` : nothing}</dd>
      </div>`;
    const sleep = facts.sleep && texts.sleep[facts.sleep.state];
    const words = direction.known ? texts.directions[direction.value] : gapText(direction, view);
    const turned = direction.known && direction.value !== 'front';
    return html`<div class="bedside">
      <div class="pose">${faceDrawing(view)}</div>
      <dl>
        ${row(
          'temperature',
          texts.temperature,
          temperature.known ? temperatureText(temperature.value, view) : gapText(temperature, view),
          temperature.known
            ? temperature.value.onBaby
              ? trendText(view.trend, view)
              : texts.notOnBaby
            : null,
          temperature.known ? (temperature.value.aboveLimit ? 'alarm' : 'calm') : 'gap',
        )}
        ${row(
          'crying',
          texts.crying,
          crying.known ? (cries ? texts.cryingNow : texts.quiet) : gapText(crying, view),
          crying.known ? lasting(view, crying.since) : null,
          crying.known ? (cries ? 'alarm' : 'calm') : 'gap',
        )}
        ${row(
          'direction',
          texts.direction,
          words,
          turned && direction.known ? lasting(view, direction.since) : sleep,
          direction.known ? (turned ? 'notice' : 'calm') : 'gap',
        )}
      </dl>
      <div class="night-rock" data-reading="rocking">
        <span>${icon('cradle')}${
          rocking.known ? (rocking.value.on ? texts.rockingOn : texts.rockingOff) : gapText(rocking, view)
        }</span>
        ${rockingButton(view)}
      </div>
    </div>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (!view) return nothing;
    const { texts, state, format } = view;
    const words = textsOf(NIGHT_TEXTS, view.hass);
    return html`<article class="night ${this._reason ? 'ringing' : ''}" aria-label=${view.name} data-ringing=${this._reason ?? 'no'}>
      <header>
        <h2>${view.name}</h2>
        <time>${format.time(view.now)}</time>
      </header>
      ${state.simulated ? html`<p class="night-simulated"><b>${texts.simulated}</b> ${texts.simulatedLong}</p>` : nothing}
      ${this.#alarm(view)} ${state.connected ? alertSection(view) : nothing}
      ${
        state.monitor.kind === 'watching'
          ? html`<p class="night-watching" data-monitor="watching">${icon('shield')}${texts.watching}</p>`
          : monitorStatus(view)
      }
      ${this.#readings(view)} ${this.#soundBar(view)}
      <button class="soft show-picture" aria-expanded=${this._picture ? 'true' : 'false'} @click=${() => {
        this._picture = !this._picture;
      }}>
        ${icon('camera')}<span>${this._picture ? words.hidePicture : words.showPicture}</span>
      </button>
      ${
        this._picture || this._listening
          ? html`<div
              class=${this._picture ? 'night-picture' : ''}
              @sound-change=${({ detail }: CustomEvent<boolean>) => {
                this._listening = detail;
              }}
            >
              ${view.picture(this._picture ? 'full' : 'sound')}
            </div>`
          : nothing
      }
      <footer>${texts.disclaimer}</footer>
    </article>`;
  }
}

/** Registers the view; twice is once. */
export function defineNightView(): void {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, NightView);
}
