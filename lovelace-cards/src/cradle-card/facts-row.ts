import { html, nothing, type TemplateResult } from 'lit';
import { type IconName, icon } from '../card/icons.ts';
import type { SleepState } from './cradle-state.ts';
import { lasting, type View } from './view.ts';

const SLEEP_ICONS: Record<SleepState, IconName> = {
  asleep: 'asleep',
  awake: 'awake',
  fussing: 'sound',
  away: 'bed',
};

/** How the baby sleeps and whether it lies in the bed, where somebody tells. */
export function factsRow(view: View): TemplateResult | typeof nothing {
  const { state, texts } = view;
  const { sleep, occupied } = state.facts;
  if (!sleep && occupied === null) return nothing;
  return html`<ul class="facts">
    ${
      sleep
        ? html`<li data-fact="sleep">
            ${icon(SLEEP_ICONS[sleep.state])}<span
              >${texts.sleep[sleep.state]}${sleep.since ? ` · ${lasting(view, sleep.since)}` : ''}</span
            >
          </li>`
        : nothing
    }
    ${
      occupied === null || sleep?.state === 'away'
        ? nothing
        : html`<li data-fact="occupied">${icon('bed')}<span>${occupied ? texts.inBed : texts.bedEmpty}</span></li>`
    }
  </ul>`;
}
