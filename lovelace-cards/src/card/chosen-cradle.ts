import { type FoundCradle, findCradles } from '../home-assistant/cradles.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';

/** Where the browser keeps which cradle its reader looks at. */
const KEY = 'smart-cradle-chosen';

const changes = new EventTarget();
let chosen: string | null | undefined;

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The cradle that cards without a cradle of their own show: the chosen one, else the first. */
export function chosenCradle(hass: Pick<HomeAssistant, 'devices' | 'entities'>): FoundCradle | undefined {
  chosen ??= stored();
  const cradles = findCradles(hass);
  return cradles.find(({ uuid }) => uuid === chosen) ?? cradles[0];
}

/** Every card of the page that follows the choice shows this cradle, now and at the next visit. */
export function chooseCradle(uuid: string): void {
  chosen = uuid;
  try {
    localStorage.setItem(KEY, uuid);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
  changes.dispatchEvent(new Event('change'));
}

/** @returns what ends it. */
export function whenChosen(listener: () => void): () => void {
  changes.addEventListener('change', listener);
  return () => changes.removeEventListener('change', listener);
}
