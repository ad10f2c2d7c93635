import type { CardFields } from './card/card-config.ts';
import { defineLazyCard, type LazyCard } from './card/lazy-card.ts';
import { CHOICE_TYPE, defineChoiceCard } from './choice-card/choice-card.ts';
import { CARD_TYPE } from './cradle-card/config.ts';
import { defineCradleCard } from './cradle-card/cradle-card.ts';
import { HISTORY_FIELDS } from './history-card/fields.ts';
import { cradleOfEntity } from './home-assistant/cradles.ts';
import type { HomeAssistant } from './home-assistant/types.ts';
import type { CardName } from './localize/en.ts';
import { textsFor } from './localize/index.ts';
import { defineStrategy, STRATEGY } from './strategy/strategy.ts';

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

interface CustomStrategy {
  type: string;
  strategyType: 'dashboard';
  name: string;
  description: string;
}

declare global {
  interface Window {
    /** What Home Assistant's card picker offers. */
    customCards?: CustomCard[];
    /** What Home Assistant offers where a dashboard is made. */
    customStrategies?: CustomStrategy[];
  }
}

const NONE: CardFields = {};
/** The cards whose code comes when they are first drawn. */
const LAZY: Record<Exclude<CardName, 'cradle' | 'choice'>, LazyCard> = {
  history: {
    type: 'smart-cradle-history-card',
    fields: HISTORY_FIELDS,
    load: async () => (await import('./history-card/history-card.ts')).historyCard(),
    size: 11,
  },
  night: {
    type: 'smart-cradle-night-card',
    fields: NONE,
    load: async () => (await import('./night-card/night-card.ts')).nightCard(),
    size: 9,
  },
  alerts: {
    type: 'smart-cradle-alerts-card',
    fields: NONE,
    load: async () => (await import('./alerts-card/alerts-card.ts')).alertsCard(),
    size: 10,
  },
  settings: {
    type: 'smart-cradle-settings-card',
    fields: NONE,
    load: async () => (await import('./settings-card/settings-card.ts')).settingsCard(),
    size: 12,
  },
  pairing: {
    type: 'smart-cradle-pairing-card',
    fields: NONE,
    load: async () => (await import('./pairing-card/pairing-card.ts')).pairingCard(),
    size: 6,
  },
};

const texts = textsFor({ language: document.documentElement.lang || navigator.language });

defineCradleCard();
defineChoiceCard();
defineStrategy();
for (const card of Object.values(LAZY)) defineLazyCard(card);

window.customCards ??= [];
const listed = new Set(window.customCards.map(({ type }) => type));
const types: [CardName, string][] = [
  ['cradle', CARD_TYPE],
  ...Object.entries(LAZY).map(([name, { type }]): [CardName, string] => [name as CardName, type]),
  ['choice', CHOICE_TYPE],
];
for (const [name, type] of types) {
  if (listed.has(type)) continue;
  window.customCards.push({
    type,
    ...texts.cards[name],
    preview: name !== 'choice',
    ...(name === 'cradle' || name === 'history'
      ? {
          getEntitySuggestion: (hass: HomeAssistant, entityId: string) => {
            const cradle = cradleOfEntity(hass, entityId);
            return cradle ? { config: { type: `custom:${type}`, cradle: cradle.uuid } } : null;
          },
        }
      : {}),
  });
}

window.customStrategies ??= [];
if (!window.customStrategies.some(({ type }) => type === STRATEGY)) {
  window.customStrategies.push({
    type: STRATEGY,
    strategyType: 'dashboard',
    name: texts.strategyName,
    description: texts.strategyDescription,
  });
}
