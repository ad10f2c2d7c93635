import { parseConfig } from '../cradle-card/config.ts';
import { candidates, resolveEntities } from '../home-assistant/cradle-entities.ts';
import { findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { textsOf } from '../localize/index.ts';
import type { CardOptions } from './dashboard.ts';

/** The strategy's name: `strategy: {type: custom:smart-cradle}` gives the whole dashboard. */
export const STRATEGY = 'smart-cradle';
const ELEMENT = `ll-strategy-dashboard-${STRATEGY}`;

/** @throws Error that names the field and the value, which Home Assistant shows. */
function wanted(config: unknown): readonly string[] | undefined {
  const { cradles } = (config ?? {}) as { cradles?: unknown };
  if (cradles === undefined || cradles === null) return undefined;
  if (!Array.isArray(cradles) || !cradles.every((one) => typeof one === 'string')) {
    throw new Error(`cradles (${JSON.stringify(cradles)}) must be a list of UUIDs`);
  }
  return cradles;
}

/**
 * What the cradle cards get of it: `stream_entity`, a camera for each cradle by UUID, and `care`.
 * @throws Error that names the field and the value.
 */
function cardOptions(config: unknown): CardOptions {
  const { stream_entity, care } = (config ?? {}) as CardOptions;
  parseConfig({ stream_entity, care });
  return { ...(stream_entity ? { stream_entity } : {}), ...(care ? { care } : {}) };
}

function cradlesOf(config: unknown, hass: HomeAssistant) {
  const found = findCradles(hass);
  const chosen = wanted(config);
  return chosen ? chosen.flatMap((uuid) => found.filter((cradle) => cradle.uuid === uuid)) : found;
}

function names(config: unknown, hass: HomeAssistant): string {
  return cradlesOf(config, hass)
    .map(({ uuid, name }) => `${uuid} ${name}`)
    .join('\n');
}

class DashboardStrategy extends HTMLElement {
  static registryDependencies = ['devices', 'entities'];

  /** Home Assistant asks at each change of a registry: only another cradle or another name makes another dashboard. */
  static shouldRegenerate(config: unknown, before: HomeAssistant, now: HomeAssistant): boolean {
    if (before.devices === now.devices && before.entities === now.entities) return false;
    return names(config, before) !== names(config, now);
  }

  static async generate(config: unknown, hass: HomeAssistant) {
    const cradles = cradlesOf(config, hass);
    const options = cardOptions(config);
    const [{ dashboardOf }, { STRATEGY_TEXTS }] = await Promise.all([
      import('./dashboard.ts'),
      import('./texts.ts'),
    ]);
    const entities = new Map(
      await Promise.all(
        cradles.map(
          async ({ uuid }) => [uuid, await resolveEntities(hass, uuid, candidates(hass, uuid))] as const,
        ),
      ),
    );
    return dashboardOf(
      cradles,
      ({ uuid }, key) => entities.get(uuid)?.get(key),
      textsOf(STRATEGY_TEXTS, hass),
      options,
    );
  }
}

export function defineStrategy(): void {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, DashboardStrategy);
}
