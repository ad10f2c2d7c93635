import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../card/base-styles.ts';
import { chooseCradle, chosenCradle, whenChosen } from '../card/chosen-cradle.ts';
import { findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { textsFor } from '../localize/index.ts';

export const CHOICE_TYPE = 'smart-cradle-choice-card';

/** Which cradle the cards of the page show. With one cradle or none there is no choice, and nothing is drawn. */
class ChoiceCard extends LitElement {
  static override properties = { hass: { attribute: false } };
  static override styles = [
    baseStyles,
    css`
      .segments {
        background: color-mix(in srgb, var(--ink) 7%, var(--surface));
      }
    `,
  ];

  declare hass: HomeAssistant | undefined;
  #unfollow: (() => void) | undefined;

  setConfig(): void {}

  getCardSize(): number {
    return 1;
  }

  getGridOptions() {
    return { columns: 'full', rows: 'auto' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unfollow = whenChosen(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unfollow?.();
  }

  protected override shouldUpdate(changed: PropertyValues): boolean {
    const before = changed.get('hass') as HomeAssistant | undefined;
    const now = this.hass;
    if (!before || !now) return true;
    return before.devices !== now.devices || before.entities !== now.entities || before.locale !== now.locale;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass } = this;
    if (!hass) return nothing;
    const cradles = findCradles(hass);
    if (cradles.length < 2) return nothing;
    const chosen = chosenCradle(hass)?.uuid;
    return html`<div class="segments" role="group" aria-label=${textsFor(hass).chooseCradle}>
      ${cradles.map(
        ({ uuid, name }) => html`<button
          data-cradle=${uuid}
          aria-pressed=${uuid === chosen ? 'true' : 'false'}
          @click=${() => chooseCradle(uuid)}
        >
          ${name}
        </button>`,
      )}
    </div>`;
  }
}

export function defineChoiceCard(): void {
  if (!customElements.get(CHOICE_TYPE)) customElements.define(CHOICE_TYPE, ChoiceCard);
}
