import { html, nothing, type TemplateResult } from 'lit';
import { PAUSE_MINUTES, pause, resume } from '../card/commands.ts';
import { type IconName, icon } from '../card/icons.ts';
import type { MonitorKind } from './monitor-state.ts';
import type { View } from './view.ts';

const ICONS: Record<MonitorKind, IconName> = {
  watching: 'shield',
  impaired: 'shieldOff',
  blind: 'shieldOff',
  offline: 'offline',
  disconnected: 'offline',
  paused: 'pause',
};

function headline({ state: { monitor }, texts }: View): string {
  return {
    watching: texts.watching,
    impaired: texts.impaired,
    blind: texts.blind,
    offline: texts.offline,
    disconnected: texts.disconnected,
    paused: texts.paused,
  }[monitor.kind];
}

function details({ state: { monitor }, texts, format }: View): string[] {
  const lost = texts.notWatching(format.list(monitor.lost.map((part) => texts.part[part])));
  switch (monitor.kind) {
    case 'watching':
      return [texts.partsWatching];
    case 'impaired':
      return [lost];
    case 'blind':
      return [texts.blindLong, ...(monitor.lost.length > 0 ? [lost] : [])];
    case 'offline':
      return [texts.offlineLong];
    case 'disconnected':
      return [texts.disconnectedLong];
    case 'paused': {
      const { until, by } = monitor.paused ?? { until: null, by: null };
      const line = [until && texts.pausedUntil(format.time(until)), by && texts.pausedBy(by)];
      return [line.filter(Boolean).join(' · '), ...(monitor.lost.length > 0 ? [lost] : [])].filter(Boolean);
    }
  }
}

/** Beside the name, where nothing more needs to be said. */
export function watchingChip(view: View): TemplateResult | typeof nothing {
  if (view.state.monitor.kind !== 'watching') return nothing;
  const parts = details(view).join(' ');
  return html`<p class="chip" data-monitor="watching" role="status" title=${parts}>
    ${icon('shield')}<span>${headline(view)}<span class="sr">: ${parts}</span></span>
  </p>`;
}

/** What stands in the way of watching the baby, in words. */
export function monitorStatus(view: View): TemplateResult | typeof nothing {
  const { kind } = view.state.monitor;
  if (kind === 'watching') return nothing;
  const paused = kind === 'paused';
  const asked = view.pending('monitoring', paused ? 'paused' : 'on');
  return html`<section class="monitor ${kind}" data-monitor=${kind}>
    <div class="monitor-icon">${icon(ICONS[kind])}</div>
    <div class="monitor-text" role="status">
      <h3>${headline(view)}</h3>
      ${details(view).map((line) => html`<p>${line}</p>`)}
      ${asked === 'unanswered' ? html`<p>${view.texts.noAnswer}</p>` : nothing}
    </div>
    ${
      paused
        ? html`<button
            class="strong"
            data-action="resume"
            ?disabled=${view.commandEntity === null || asked === 'waiting'}
            @click=${() => view.command('monitoring', 'on', resume())}
          >
            ${icon('play')}<span>${asked === 'waiting' ? view.texts.sent : view.texts.resume}</span>
          </button>`
        : nothing
    }
  </section>`;
}

/** "I have the baby": pauses monitoring for a while. */
export function pauseSection(view: View): TemplateResult | typeof nothing {
  const { state, texts, format } = view;
  if (!state.canPause || !state.connected || state.monitor.paused || state.monitor.blind) return nothing;
  const waiting = view.pending('monitoring', 'on') === 'waiting';
  return html`<section class="pause" role="group" aria-label="${texts.haveBaby}: ${texts.haveBabyLong}">
    <div class="pause-text">${icon('hold')}<span><b>${texts.haveBaby}</b><small>${texts.haveBabyLong}</small></span></div>
    <div class="pause-buttons">
      ${PAUSE_MINUTES.map(
        (minutes) => html`<button
          class="soft"
          data-action="pause"
          data-minutes=${minutes}
          ?disabled=${view.commandEntity === null || waiting}
          aria-label=${texts.pauseFor(format.minutes(minutes))}
          @click=${() => view.command('monitoring', 'paused', pause(minutes))}
        >
          ${format.minutes(minutes)}
        </button>`,
      )}
    </div>
  </section>`;
}
