import { css, html, nothing, svg, type TemplateResult } from 'lit';
import encodeQR from 'qr';
import { baseStyles } from '../card/base-styles.ts';
import { type CardConfig, parseCardConfig } from '../card/card-config.ts';
import { type CardView, CradleElement } from '../card/cradle-element.ts';
import { drawn } from '../card/icons.ts';
import { instant } from '../card/reading.ts';
import { textsOf } from '../localize/index.ts';
import { PAIRING_TEXTS } from './texts.ts';

const QR = svg`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500H14zM20 14v3M14 20h2.500M19 20h1"/>`;

const ELEMENT = 'smart-cradle-pairing';
type Config = CardConfig<Record<never, never>>;

/** The address of a tag, as the companion apps take it; anything else is not drawn. */
const TAG = /^https:\/\/www\.home-assistant\.io\/tag\/[A-Za-z0-9_-]{8,64}$/;

/** One path of unit squares for the dark modules, with the quiet zone of four that readers need. */
export function qrPath(text: string): { path: string; size: number } {
  const rows: boolean[][] = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1Z`] : [])))
    .join('');
  return { path, size: rows.length };
}

/** The code that makes the phone which scans it a recipient of alerts. */
export class PairingCard extends CradleElement<Config> {
  static override styles = [
    baseStyles,
    css`
      .inside {
        display: grid;
        gap: 14px;
        padding: 0 16px 16px;
      }
      .inside .error {
        margin: 0;
      }
      ol {
        margin: 0;
        padding-inline-start: 22px;
      }
      li {
        margin-top: 4px;
      }
      .code {
        display: grid;
        gap: 8px;
        justify-items: center;
        text-align: center;
      }
      .code svg {
        width: min(100%, 280px);
        border-radius: 12px;
        background: #fff;
      }
      .code a {
        color: inherit;
        font-size: 14px;
        overflow-wrap: anywhere;
      }
    `,
  ];

  #drawn: { of: string; is: ReturnType<typeof qrPath> | null } | undefined;

  protected parse(config: unknown): Config {
    return parseCardConfig(config, {});
  }

  #qr(url: string): ReturnType<typeof qrPath> | null {
    if (this.#drawn?.of !== url) {
      try {
        this.#drawn = { of: url, is: qrPath(url) };
      } catch (error) {
        console.error('Smart Cradle: the QR code could not be drawn', error);
        this.#drawn = { of: url, is: null };
      }
    }
    return this.#drawn.is;
  }

  #code(view: CardView, url: string, endsAt: Date | null): TemplateResult {
    const texts = textsOf(PAIRING_TEXTS, view.hass);
    const code = this.#qr(url);
    return html`<div class="code" data-pairing="shown">
      ${
        code
          ? html`<svg viewBox="0 0 ${code.size} ${code.size}" role="img" aria-label=${texts.code} shape-rendering="crispEdges">
              ${svg`<path d=${code.path} fill="#000"/>`}
            </svg>`
          : html`<p role="alert">${texts.failed}</p>`
      }
      ${endsAt ? html`<p><b>${texts.ends(view.format.countdown(endsAt.getTime() - view.now.getTime()))}</b></p>` : nothing}
      <p>${texts.open}<br /><a href=${url}>${url}</a></p>
    </div>`;
  }

  protected draw(view: CardView): TemplateResult {
    const texts = textsOf(PAIRING_TEXTS, view.hass);
    const entity = view.reader.entity('pairing');
    const endsAt = instant(entity?.attributes.expires_at);
    const open = entity && TAG.test(entity.state) && (!endsAt || endsAt > view.now) && view.connected;
    const asked = view.pending('pairing', open ? 'shown' : 'none');
    const waiting = asked === 'waiting';
    return html`<article class="card" aria-label="${texts.title}: ${view.name}">
      <header><h2>${texts.title}</h2></header>
      <div class="inside">
        ${this.errorLine()}
        <ol>
          ${texts.how.map((line) => html`<li>${line}</li>`)}
        </ol>
        ${
          entity
            ? open
              ? this.#code(view, entity.state, endsAt)
              : html`<button
                    class="strong"
                    data-action="pair"
                    ?disabled=${view.commandEntity === null || waiting}
                    @click=${() => view.command('pairing', 'shown', { action: 'pair' })}
                  >
                    ${drawn(QR)}<span>${waiting ? texts.waiting : texts.show}</span>
                  </button>
                  ${asked === 'unanswered' ? html`<p role="status">${view.texts.noAnswer}</p>` : nothing}`
            : html`<p role="status"><b>${view.texts.status.missing}.</b> ${texts.missing}</p>`
        }
      </div>
    </article>`;
  }
}

export function pairingCard(): typeof PairingCard {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, PairingCard);
  return PairingCard;
}
