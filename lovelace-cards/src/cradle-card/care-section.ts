import { html, nothing, type TemplateResult } from 'lit';
import type { CareKind } from '../card/commands.ts';
import { type IconName, icon } from '../card/icons.ts';
import type { View } from './view.ts';

const ICONS: Record<CareKind, IconName> = {
  fed: 'bottle',
  changed: 'nappy',
  bed: 'bed',
  medicine: 'medicine',
  bath: 'bath',
  other: 'note',
};

/** What was just written into the care log from this card, while it can be taken back. */
export interface JustLogged {
  kind: CareKind;
  at: Date;
  state: 'logged' | 'undoing' | 'undone';
}

export interface CareActions {
  /** Which buttons there are. */
  kinds: readonly CareKind[];
  just: JustLogged | undefined;
  log: (kind: CareKind) => void;
  undo: () => void;
}

function lastOf(kind: CareKind, { state: { facts } }: View): Date | null {
  if (kind === 'fed') return facts.lastFed;
  return kind === 'changed' ? facts.lastChanged : null;
}

/** The care log: one tap writes an entry, and a second one takes it back. */
export function careSection(
  view: View,
  { kinds, just, log, undo }: CareActions,
): TemplateResult | typeof nothing {
  const { state, texts, format, now, commandEntity } = view;
  if (!state.hasCareLog || !state.connected || kinds.length === 0) return nothing;
  const feedback =
    just &&
    (just.state === 'undone'
      ? texts.careUndone(texts.care[just.kind])
      : texts.careLogged(texts.care[just.kind], format.time(just.at)));
  return html`<section class="care" role="group" aria-label=${texts.careLog}>
    <div class="care-buttons" style="--columns: ${kinds.length > 4 ? 3 : kinds.length}">
      ${kinds.map((kind) => {
        const last = lastOf(kind, view);
        return html`<button
          class="soft"
          data-care=${kind}
          ?disabled=${commandEntity === null}
          @click=${() => log(kind)}
        >
          ${icon(ICONS[kind])}<span class="care-words"
            ><b>${texts.care[kind]}</b>${
              last
                ? html`<small>${texts.ago(format.duration(now.getTime() - last.getTime()))}</small>`
                : nothing
            }</span
          >
        </button>`;
      })}
    </div>
    <div role="status" class="care-status">
      ${feedback ? html`<span>${icon('check')}${feedback}</span>` : nothing}
      ${
        just && just.state !== 'undone'
          ? html`<button class="soft" data-action="undo-care" ?disabled=${just.state === 'undoing'} @click=${undo}>
              ${icon('undo')}<span>${texts.undo}</span>
            </button>`
          : nothing
      }
    </div>
  </section>`;
}
