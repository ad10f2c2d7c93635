import { findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { textsFor } from '../localize/index.ts';
import { type CardFields, parseCardConfig } from './card-config.ts';

interface Card extends HTMLElement {
  hass: HomeAssistant | undefined;
  setConfig(config: unknown): void;
}

export interface LazyCard {
  /** The name in a dashboard, without `custom:`. */
  type: string;
  fields: CardFields;
  /** Loads the part with the card and registers it. @returns its element. */
  load: () => Promise<CustomElementConstructor & (new () => Card)>;
  /** Roughly, in rows of 50 px. */
  size: number;
}

/**
 * Registers a card whose own code comes when the first one is drawn. Its configuration is checked at once, so that a
 * wrong one is shown as Home Assistant does.
 */
export function defineLazyCard({ type, fields, load, size }: LazyCard): void {
  if (customElements.get(type)) return;
  class Shell extends HTMLElement {
    #config: unknown;
    #hass: HomeAssistant | undefined;
    #card: Card | undefined;
    #loading = false;

    static async getConfigForm() {
      return (await import('./card-form.ts')).cardForm(fields);
    }

    static getStubConfig(hass: HomeAssistant | undefined): { type: string; cradle?: string } {
      const [first] = hass ? findCradles(hass) : [];
      return { type: `custom:${type}`, ...(first ? { cradle: first.uuid } : {}) };
    }

    setConfig(config: unknown): void {
      parseCardConfig(config, fields);
      this.#config = config;
      this.#card?.setConfig(config);
    }

    set hass(hass: HomeAssistant | undefined) {
      this.#hass = hass;
      if (this.#card) this.#card.hass = hass;
    }

    get hass(): HomeAssistant | undefined {
      return this.#hass;
    }

    connectedCallback(): void {
      this.style.display = 'block';
      if (!this.#card && !this.#loading) void this.#load();
    }

    getCardSize(): number {
      return size;
    }

    getGridOptions() {
      return { columns: 12, min_columns: 6, rows: 'auto' };
    }

    async #load(): Promise<void> {
      this.#loading = true;
      try {
        const Loaded = await load();
        const card = new Loaded();
        if (this.#config) card.setConfig(this.#config);
        card.hass = this.#hass;
        this.#card = card;
        this.replaceChildren(card);
      } catch (error) {
        console.error(`Smart Cradle: ${type} could not be loaded`, error);
        // The parts of an older version are gone after an update, and only a new page knows the new ones.
        const again = document.createElement('button');
        again.textContent = textsFor(this.#hass).reload;
        again.style.cssText = 'min-height:44px;padding:8px 16px;font:inherit;cursor:pointer';
        again.addEventListener('click', () => location.reload());
        this.replaceChildren(again);
      } finally {
        this.#loading = false;
      }
    }
  }
  customElements.define(type, Shell);
}
