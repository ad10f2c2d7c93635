import { ALERTS } from '@smart-cradle/protocol/alerts';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { acknowledge, PAUSE_MINUTES, pause, SNOOZE_MINUTES, snooze } from '../card/commands.ts';
import { icon } from '../card/icons.ts';
import { alertText, type RaisedAlert } from './raised-alerts.ts';
import { lasting, type View } from './view.ts';

function answered(alert: RaisedAlert, { texts, format }: View): string {
  if (alert.state === 'acknowledged') {
    return alert.acknowledgedBy ? texts.acknowledgedBy(alert.acknowledgedBy) : texts.acknowledged;
  }
  return alert.snoozedUntil ? texts.snoozedUntil(format.time(alert.snoozedUntil)) : '';
}

function buttons(alert: RaisedAlert, view: View): TemplateResult | typeof nothing {
  const { texts, format, state } = view;
  const disabled = view.commandEntity === null;
  const [shortPause] = PAUSE_MINUTES;
  const canTake = alert.category === 'care' && state.canPause && !state.monitor.paused;
  const taking = view.pending('monitoring', 'on') === 'waiting';
  const what = `alert_${alert.type}`;
  const asked = view.pending(what, alert.state);
  const name = ALERTS[alert.type].name[view.language];
  const button = (action: 'acknowledge' | 'snooze') => {
    const label = action === 'acknowledge' ? texts.acknowledge : texts.snooze(format.minutes(SNOOZE_MINUTES));
    const message = action === 'acknowledge' ? acknowledge(alert.type) : snooze(alert.type);
    return html`<button
      class=${action === 'acknowledge' ? 'strong' : 'soft'}
      data-action=${action}
      ?disabled=${disabled || asked === 'waiting'}
      aria-label="${label}: ${name}"
      @click=${() => view.command(what, action === 'acknowledge' ? 'acknowledged' : 'snoozed', message)}
    >
      ${icon(action === 'acknowledge' ? 'check' : 'snooze')}<span>${label}</span>
    </button>`;
  };
  return html`
    <div class="buttons">
      ${alert.state === 'acknowledged' ? nothing : button('acknowledge')}
      ${alert.state === 'snoozed' ? nothing : button('snooze')}
      ${
        canTake
          ? html`<button
              class="soft"
              data-action="have-baby"
              ?disabled=${disabled || taking}
              aria-label="${texts.haveBaby}: ${texts.pauseFor(format.minutes(shortPause))}"
              @click=${() => view.command('monitoring', 'paused', pause(shortPause))}
            >
              ${icon('hold')}<span>${texts.haveBaby}</span>
            </button>`
          : nothing
      }
    </div>
    ${asked === 'none' ? nothing : html`<p class="note" role="status">${asked === 'waiting' ? texts.sent : texts.noAnswer}</p>`}
  `;
}

function alertBanner(alert: RaisedAlert, view: View): TemplateResult {
  const { texts, format, language, state } = view;
  const answer = answered(alert, view);
  return html`<section
    class="alert ${alert.severity} ${alert.state} ${state.connected ? '' : 'old'}"
    data-alert=${alert.type}
    data-state=${alert.state}
    aria-label=${ALERTS[alert.type].name[language]}
  >
    <div class="alert-icon">${icon(alert.state === 'active' ? 'alert' : alert.state === 'snoozed' ? 'snooze' : 'bell')}</div>
    <div class="alert-text">
      <!-- Only what is new is announced: the running time stands outside. -->
      <div role="alert">
        <h3>
          ${ALERTS[alert.type].name[language]}${alert.simulated ? html` <span class="tag">${texts.simulated}</span>` : nothing}
        </h3>
        <p>${alertText(alert, language, texts, format)}</p>
      </div>
      ${alert.since ? html`<p class="time">${texts.since(format.time(alert.since))} · ${lasting(view, alert.since)}</p>` : nothing}
      ${state.connected ? nothing : html`<p class="answer">${icon('offline')}${texts.beforeLoss}</p>`}
      ${answer ? html`<p class="answer">${icon('check')}${answer}</p>` : nothing}
    </div>
    ${state.connected ? buttons(alert, view) : nothing}
  </section>`;
}

/** The raised alerts, the most urgent on top. */
export function alertSection(view: View): TemplateResult {
  return html`<div class="alerts">
    ${repeat(
      view.state.alerts,
      (alert) => alert.type,
      (alert) => alertBanner(alert, view),
    )}
  </div>`;
}
