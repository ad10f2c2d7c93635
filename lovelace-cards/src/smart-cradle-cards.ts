import { CARD_TYPE } from './cradle-card/config.ts';
import { defineCradleCard } from './cradle-card/cradle-card.ts';
import { cradleOfEntity } from './home-assistant/cradles.ts';
import type { HomeAssistant } from './home-assistant/types.ts';
import { textsFor } from './localize/index.ts';

interface CustomCard {
  type: string;
  name: string;
  description: string;
  preview: boolean;
  getEntitySuggestion?: (
    hass: HomeAssistant,
    entityId: string,
  ) => { config: { type: string; cradle: string } } | null;
}

declare global {
  interface Window {
    /** What Home Assistant's card picker offers. */
    customCards?: CustomCard[];
  }
}

const texts = textsFor({ language: document.documentElement.lang || navigator.language });

defineCradleCard();

window.customCards ??= [];
window.customCards.push({
  type: CARD_TYPE,
  name: texts.cardName,
  description: texts.cardDescription,
  preview: true,
  getEntitySuggestion: (hass, entityId) => {
    const cradle = cradleOfEntity(hass, entityId);
    return cradle ? { config: { type: `custom:${CARD_TYPE}`, cradle: cradle.uuid } } : null;
  },
});
