import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { icon } from '../card/icons.ts';
import type { Gap } from '../card/reading.ts';
import type { Texts } from '../localize/en.ts';
import type { Format } from '../localize/format.ts';
import { livePictureStyles } from './live-picture-styles.ts';
import {
  type Freshness,
  NO_PICTURE,
  type PictureView,
  pictureArrived,
  pictureLost,
  pictureView,
  sameBytes,
} from './picture-freshness.ts';
import { PictureLoop } from './picture-loop.ts';

async function loadPicture(url: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { signal, cache: 'no-store' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * A camera's picture, twice a second while it can be seen. It says so when the picture is not of this moment: the bytes
 * are compared, so a frozen picture that still arrives is noticed too.
 */
export class LivePicture extends LitElement {
  static override properties = {
    url: { attribute: false },
    gap: { attribute: false },
    name: { attribute: false },
    texts: { attribute: false },
    format: { attribute: false },
    simulated: { type: Boolean },
    small: { type: Boolean, reflect: true },
    _view: { state: true },
    _open: { state: true },
  };
  static override styles = livePictureStyles;

  /** Where the picture of this moment is; its token changes every few minutes. */
  declare url: string | undefined;
  declare gap: Gap | null;
  declare name: string;
  declare texts: Texts;
  declare format: Format;
  declare simulated: boolean;
  declare small: boolean;
  declare private _view: PictureView;
  declare private _open: boolean;

  #freshness: Freshness = NO_PICTURE;
  #failingSince: number | null = null;
  #fetchingSince: number | null = null;
  #lost = false;
  #bytes: Uint8Array<ArrayBuffer> | null = null;
  #bitmap: ImageBitmap | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #seen: IntersectionObserver | undefined;
  #onScreen = true;
  readonly #loop = new PictureLoop({
    load: (signal) => loadPicture(this.url ?? '', signal),
    arrived: (bytes) => void this.#arrived(bytes),
    failed: () => {
      this.#failingSince ??= Date.now();
      this.#look();
    },
  });

  constructor() {
    super();
    this.gap = null;
    this.name = '';
    this.simulated = false;
    this.small = false;
    this._view = { kind: 'waiting' };
    this._open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#visibility);
    this.#seen = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)?.isIntersecting ?? true;
      this.#pace();
    });
    this.#seen.observe(this);
    this.#clock = setInterval(() => this.#look(), 500);
    this.#pace();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#visibility);
    this.#seen?.disconnect();
    clearInterval(this.#clock);
    this.#loop.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('url') || changed.has('gap')) {
      this.#pace();
      this.#look();
    }
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (this._open && dialog && !dialog.open) dialog.showModal();
    if (!this._open && dialog?.open) dialog.close();
    this.#draw();
  }

  #visibility = (): void => {
    this.#pace();
    this.#look();
  };

  /** Fetches only what somebody can look at. */
  #pace(): void {
    const wanted =
      this.url !== undefined && this.gap === null && !document.hidden && (this.#onScreen || this._open);
    if (wanted) {
      this.#fetchingSince ??= Date.now();
      this.#loop.start();
    } else {
      this.#fetchingSince = null;
      this.#loop.stop();
    }
  }

  async #arrived(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const changed = !sameBytes(this.#bytes, bytes);
    this.#bytes = bytes;
    if (changed) {
      try {
        const next = await createImageBitmap(new Blob([bytes]));
        this.#bitmap?.close();
        this.#bitmap = next;
      } catch {
        this.#failingSince ??= Date.now();
        this.#look();
        return;
      }
      this.#draw();
    }
    this.#failingSince = null;
    this.#freshness = pictureArrived(this.#freshness, changed, Date.now());
    this.#look();
  }

  #look(): void {
    const before = this._view;
    const { gap } = this;
    const now = Date.now();
    const next = pictureView({ freshness: this.#freshness, gap, failingSince: this.#failingSince, now });
    const sameAge = before.kind === 'stale' && next.kind === 'stale' && before.age >> 10 === next.age >> 10;
    if (before.kind !== next.kind || (next.kind === 'stale' && !sameAge)) this._view = next;
    this.#tell(pictureLost(next, this.#fetchingSince, now));
  }

  /** So that nobody is told that all is watched beside a picture that stands still. */
  #tell(lost: boolean): void {
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.dispatchEvent(new CustomEvent<boolean>('picture-lost', { detail: lost }));
  }

  #draw(): void {
    const bitmap = this.#bitmap;
    if (!bitmap) return;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
      if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    }
  }

  #words(): string {
    const { texts, format, _view: view } = this;
    switch (view.kind) {
      case 'live':
        return texts.live;
      case 'stale':
        return texts.pictureAge(format.duration(view.age));
      case 'waiting':
        return texts.pictureWaiting;
      case 'failed':
        return texts.pictureFailed;
      case 'gone':
        if (view.why === 'missing') return texts.pictureNone;
        return view.why === 'disconnected' ? texts.disconnected : texts.pictureGone;
    }
  }

  #stage(): TemplateResult {
    const kind = this._view.kind;
    const words = this.#words();
    const label = `${this.texts.pictureOf(this.name)}. ${words}`;
    return html`
      <canvas class=${kind} width="640" height="480" role="img" aria-label=${label}></canvas>
      ${kind === 'gone' || kind === 'failed' ? html`<div class="nothing">${icon('cameraOff')}<span>${words}</span></div>` : nothing}
      ${kind === 'waiting' ? html`<div class="nothing soft">${icon('camera')}<span>${words}</span></div>` : nothing}
      ${kind === 'live' ? html`<span class="badge live"><i></i>${words}</span>` : nothing}
      ${kind === 'stale' ? html`<span class="badge stale">${icon('alert')}${words}</span>` : nothing}
    `;
  }

  #toggle = (): void => {
    this._open = !this._open;
    this.#pace();
  };

  protected override render(): TemplateResult {
    const { texts, _view: view } = this;
    const viewable = view.kind !== 'gone' && view.kind !== 'failed';
    return html`
      <button class="frame" data-picture=${view.kind} ?disabled=${!viewable} @click=${this.#toggle} aria-label="${texts.openPicture}. ${this.#words()}">
        ${this.#stage()} ${viewable ? html`<span class="expand">${icon('expand')}</span>` : nothing}
      </button>
      ${
        this._open
          ? html`<dialog @close=${() => this._open && this.#toggle()} aria-label=${texts.pictureOf(this.name)}>
              <div class="stage">${this.#stage()}</div>
              ${this.simulated ? html`<p class="simulated">${texts.simulated}</p>` : nothing}
              <button class="close" @click=${this.#toggle} aria-label=${texts.close} autofocus>${icon('close')}</button>
            </dialog>`
          : nothing
      }
    `;
  }
}
