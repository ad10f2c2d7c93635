import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { drawn, icon } from '../card/icons.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import type { Texts } from '../localize/en.ts';
import type { Format } from '../localize/format.ts';
import { textsOf } from '../localize/index.ts';
import { AlarmSound } from '../night-view/alarm-sound.ts';
import { liveStreamStyles } from './live-stream-styles.ts';
import { type StreamView, streamView, waitAfter } from './stream-health.ts';
import { NoWebRtc, StreamSession } from './stream-session.ts';
import { STREAM_TEXTS } from './texts.ts';
import { VideoWatch } from './video-watch.ts';

const ELEMENT = 'smart-cradle-live-stream';
/** How often it is judged whether the video moves, ms. */
const LOOK_EVERY = 500;
/** How long it rings when the sound that somebody listens to is lost, ms. */
const RING_FOR = 3_000;

const MUTED = svg`<path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4H4ZM16 9.500l5 5M21 9.500l-5 5"/>`;
const IN_PICTURE = svg`<path d="M3 5h18v14H3zM12 12h6v4.500h-6z"/>`;

type Stage = StreamView | { kind: 'closed' | 'unsupported' | 'gone' };

/**
 * A camera's video with sound, while somebody looks or listens. What stands inside of it (the cradle's own pictures) is
 * shown until the video moves, and again when it does not any more.
 */
export class LiveStream extends LitElement {
  static override properties = {
    // Home Assistant hands out another one at each change of any state; what matters of it comes as properties of their own.
    hass: { attribute: false, hasChanged: () => false },
    entityId: { attribute: false },
    available: { attribute: false },
    name: { attribute: false },
    texts: { attribute: false },
    format: { attribute: false },
    simulated: { type: Boolean },
    soundonly: { type: Boolean, reflect: true },
    _stage: { state: true },
    _sound: { state: true },
    _refused: { state: true },
    _hasSound: { state: true },
    _open: { state: true },
  };
  static override styles = liveStreamStyles;

  declare hass: HomeAssistant;
  declare entityId: string;
  /** Home Assistant is heard and has this camera. */
  declare available: boolean;
  declare name: string;
  declare texts: Texts;
  declare format: Format;
  declare simulated: boolean;
  /** The picture is hidden: only what is heard, and how it stands, is shown. */
  declare soundonly: boolean;
  declare private _stage: Stage;
  declare private _sound: boolean;
  declare private _refused: boolean;
  declare private _hasSound: boolean;
  declare private _open: boolean;

  #session: StreamSession | undefined;
  #openedAt = 0;
  #movedAt: number | null = null;
  #alikeSince: number | null = null;
  #count = 0;
  #failures = 0;
  #retryAt = 0;
  #onScreen = true;
  #seen: IntersectionObserver | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  readonly #watch = new VideoWatch();
  readonly #alarm = new AlarmSound();

  constructor() {
    super();
    this.available = false;
    this.simulated = false;
    this.soundonly = false;
    this._stage = { kind: 'closed' };
    this._sound = false;
    this._refused = false;
    this._hasSound = false;
    this._open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#visibility);
    this.#seen = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)?.isIntersecting ?? true;
      this.#visibility();
    });
    this.#seen.observe(this);
    this.#clock = setInterval(() => void this.#look(), LOOK_EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#visibility);
    this.#seen?.disconnect();
    clearInterval(this.#clock);
    this.#close();
    this.#setSound(false);
    this._stage = { kind: 'closed' };
    void this.#alarm.close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('entityId')) {
      this.#close();
      this.#failures = 0;
      this.#retryAt = 0;
    }
    if (changed.has('entityId') || changed.has('available')) {
      // What it did not offer it may offer when it comes back.
      if (this._stage.kind === 'unsupported') this._stage = { kind: 'closed' };
      this.#pace();
    }
  }

  get #video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }

  get #visible(): boolean {
    return this.#inPicture || (!document.hidden && (this.#onScreen || this._open));
  }

  get #inPicture(): boolean {
    return this.shadowRoot?.pictureInPictureElement != null;
  }

  #visibility = (): void => {
    // What moved while nobody could look proves nothing of the picture.
    this.#movedAt = null;
    this.#openedAt = Date.now();
    this.#alikeSince = null;
    this.#pace();
  };

  #pace(): void {
    if (!this.isConnected) return;
    if (!this.#visible && !this._sound) {
      this.#close();
      if (this._stage.kind !== 'unsupported') this._stage = { kind: 'closed' };
    } else if (!this.#session && this._stage.kind !== 'unsupported') {
      if (!this.available) this._stage = { kind: 'gone' };
      else if (Date.now() >= this.#retryAt) this.#begin();
    }
  }

  #begin(): void {
    this.#openedAt = Date.now();
    this.#movedAt = null;
    this.#alikeSince = null;
    this._stage = this.#failures > 0 ? { kind: 'dead' } : { kind: 'opening' };
    this.#session = new StreamSession({
      hass: this.hass,
      entityId: this.entityId,
      track: (stream) => void this.#play(stream),
      failed: (error) => this.#failed(error),
    });
  }

  #close(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#watch.stop();
    const video = this.#video;
    if (video) video.srcObject = null;
  }

  #failed(error: unknown): void {
    console.warn(`Smart Cradle: no video of ${this.entityId}`, error);
    const heard = this._sound && this._hasSound && this.#failures === 0;
    this.#close();
    this.#failures += 1;
    this.#retryAt = Date.now() + waitAfter(this.#failures);
    this._stage = { kind: error instanceof NoWebRtc ? 'unsupported' : 'dead' };
    // Silence must not be taken for a quiet child.
    if (heard) this.#ring();
  }

  #ring(): void {
    this.#alarm.ring();
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#alarm.stop(), RING_FOR);
  }

  async #play(stream: MediaStream): Promise<void> {
    this._hasSound = stream.getAudioTracks().length > 0;
    await this.updateComplete;
    const video = this.#video;
    if (!video || !this.#session) return;
    if (video.srcObject !== stream) video.srcObject = stream;
    video.muted = !this._sound;
    this.#watch.follow(video);
    try {
      await video.play();
    } catch (error) {
      if (!this._sound || (error as DOMException).name !== 'NotAllowedError') return;
      this.#setSound(false);
      this._refused = true;
      video.muted = true;
      await video.play().catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const session = this.#session;
    if (!session) {
      this.#pace();
      return;
    }
    const seen = this.#visible;
    const count = seen ? this.#watch.frames : await session.soundPackets();
    if (session !== this.#session) return;
    const now = Date.now();
    if (count !== this.#count && count > 0) this.#movedAt = now;
    this.#count = count;
    if (!seen || this.#watch.differs()) this.#alikeSince = null;
    else this.#alikeSince ??= now;
    const next = streamView({
      openedAt: this.#openedAt,
      movedAt: this.#movedAt,
      alikeSince: this.#alikeSince,
      now,
    });
    if (next.kind === 'dead') {
      this.#failed(new Error('nothing comes'));
      return;
    }
    if (next.kind === 'live') {
      this.#failures = 0;
      this._refused &&= !this._sound;
    }
    const before = this._stage;
    // After a failure it stays said until the video moves.
    if (next.kind === 'opening' && this.#failures > 0) return;
    const age = (stage: Stage) => ('age' in stage ? stage.age >> 10 : 0);
    if (before.kind !== next.kind || age(before) !== age(next)) this._stage = next;
    if (next.kind === 'stalled' && this.#inPicture) void document.exitPictureInPicture();
  }

  #setSound(on: boolean): void {
    if (on === this._sound) return;
    this._sound = on;
    const video = this.#video;
    if (video) video.muted = !on;
    this.dispatchEvent(
      new CustomEvent<boolean>('sound-change', { detail: on, bubbles: true, composed: true }),
    );
  }

  #toggleSound = (): void => {
    this._refused = false;
    this.#setSound(!this._sound);
    // The tap allows also what rings when the sound is lost.
    if (this._sound) void this.#alarm.allow(false).catch(() => {});
    this.#pace();
  };

  #toggleOpen = (): void => {
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    stage?.togglePopover?.();
  };

  #opened = (event: Event): void => {
    this._open = (event as ToggleEvent).newState === 'open';
    this.#pace();
  };

  #showInPicture = (): void => {
    const request = this.#inPicture
      ? document.exitPictureInPicture()
      : this.#video?.requestPictureInPicture();
    request?.catch((error: unknown) => console.warn('Smart Cradle: no picture in picture', error));
  };

  #badge(): TemplateResult | typeof nothing {
    const stage = this._stage;
    const words = textsOf(STREAM_TEXTS, this.hass);
    if (stage.kind === 'live') return html`<span class="badge"><i></i>${this.texts.live}</span>`;
    if (stage.kind === 'alike') {
      return html`<span class="badge old">${icon('alert')}${words.alike(this.format.duration(stage.age))}</span>`;
    }
    const age = stage.kind === 'stalled' ? words.stalled(this.format.duration(stage.age)) : words.failed;
    return html`<span class="badge old">${icon('alert')}${age}</span>`;
  }

  #note(): TemplateResult | typeof nothing {
    const words = textsOf(STREAM_TEXTS, this.hass);
    const { kind } = this._stage;
    const lost = this._sound && (kind === 'dead' || kind === 'stalled' || kind === 'gone');
    const text = lost
      ? words.soundLost
      : kind === 'dead' || kind === 'stalled'
        ? words.failed
        : kind === 'unsupported'
          ? words.noWebRtc(this.entityId)
          : kind === 'gone' && this.hass.connected !== false
            ? words.noCamera(this.entityId)
            : this._refused
              ? words.soundRefused
              : this._sound
                ? words.listening
                : null;
    if (text === null) return nothing;
    const loud = lost || this._refused;
    return html`<p class="note ${loud ? 'loud' : ''}" role=${lost ? 'alert' : 'status'}>
      ${icon(loud ? 'alert' : kind === 'live' ? 'sound' : 'cameraOff')}<span>${text}</span>
      ${this.soundonly ? html`<button @click=${this.#toggleSound}>${words.soundOff}</button>` : nothing}
    </p>`;
  }

  protected override render(): TemplateResult {
    const { texts, _stage: stage, _sound: sound, _open: open } = this;
    const words = textsOf(STREAM_TEXTS, this.hass);
    const moves = stage.kind === 'live' || stage.kind === 'alike';
    const label = words.videoOf(this.name);
    return html`
      <div
        class="stage ${moves ? 'shown' : 'away'}"
        popover="auto"
        data-stream=${stage.kind}
        role=${open ? 'dialog' : 'group'}
        aria-label=${label}
        @toggle=${this.#opened}
      >
        <video
          class=${moves ? '' : 'old'}
          playsinline
          autoplay
          .muted=${!sound}
          disableremoteplayback
          aria-label=${label}
          @click=${this.#toggleOpen}
        ></video>
        ${moves || open ? this.#badge() : nothing}
        ${open && this.simulated ? html`<p class="simulated">${texts.simulated}</p>` : nothing}
        <div class="controls">
          ${
            this._hasSound
              ? html`<button class="sound" data-action="sound" aria-pressed=${sound ? 'true' : 'false'} @click=${this.#toggleSound}>
                  ${sound ? icon('sound') : drawn(MUTED)}<span>${sound ? words.soundOff : words.soundOn}</span>
                </button>`
              : nothing
          }
          ${
            document.pictureInPictureEnabled
              ? html`<button data-action="picture-in-picture" aria-label=${words.pictureInPicture} @click=${this.#showInPicture}>
                  ${drawn(IN_PICTURE)}
                </button>`
              : nothing
          }
          ${
            open
              ? nothing
              : html`<button data-action="full-screen" aria-label=${texts.openPicture} @click=${this.#toggleOpen}>
                  ${icon('expand')}
                </button>`
          }
        </div>
        ${open ? html`<button class="close" @click=${this.#toggleOpen} aria-label=${texts.close}>${icon('close')}</button>` : nothing}
      </div>
      <slot></slot>
      ${this.#note()}
    `;
  }
}

/** Registers the element; twice is once. */
export function defineLiveStream(): void {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, LiveStream);
}
