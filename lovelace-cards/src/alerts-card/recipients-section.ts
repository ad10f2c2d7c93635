import { html, nothing, svg, type TemplateResult } from 'lit';
import { switchEntity } from '../card/commands.ts';
import type { CardView } from '../card/cradle-element.ts';
import { drawn, icon } from '../card/icons.ts';
import { instant } from '../card/reading.ts';
import { type Recipient, recipientsOf } from './recipients.ts';
import type { AlertsTexts } from './texts.ts';

const PHONE = svg`<rect x="6.500" y="2.500" width="11" height="19" rx="2.500"/><path d="M11 18.500h2"/>`;

function recipientRow(
  { name, switches, order }: Recipient,
  view: CardView,
  texts: AlertsTexts,
): TemplateResult {
  return html`<li class="recipient">
    <p>
      <b>${name}</b>${order && Number.isFinite(Number(order.state)) ? html`<small>${texts.order(order.state)}</small>` : nothing}
    </p>
    <div class="switches">
      ${switches.map(({ name: kind, state }) => {
        const on = state.state === 'on';
        const known = on || state.state === 'off';
        const waiting = view.pending(state.entity_id, state.state) === 'waiting';
        return html`<button
          class="switch ${on ? 'on' : ''}"
          role="switch"
          aria-checked=${on ? 'true' : 'false'}
          aria-label="${name}: ${texts.switches[kind]}"
          ?disabled=${!known || !view.connected || waiting}
          @click=${() =>
            view.request(state.entity_id, on ? 'off' : 'on', (hass) =>
              switchEntity(hass, state.entity_id, !on),
            )}
        >
          <i aria-hidden="true"></i><span>${texts.switches[kind]}</span>
        </button>`;
      })}
    </div>
  </li>`;
}

interface TestResult {
  id?: unknown;
  name?: unknown;
  result?: unknown;
}

function testAlarm(view: CardView, texts: AlertsTexts): TemplateResult {
  // The key without `report` is the button's.
  const sensor = view.reader.entity('test_alarm_report');
  const state = (['running', 'delivered', 'partly', 'failed'] as const).find((one) => one === sensor?.state);
  const at = instant(sensor?.attributes.at);
  const results = (
    Array.isArray(sensor?.attributes.recipients) ? sensor.attributes.recipients : []
  ) as TestResult[];
  const waiting = view.pending('test_alarm', state ?? 'idle') === 'waiting';
  return html`<div class="test ${state ?? 'idle'}">
    <div>
      <p>${texts.testAlarmLong}</p>
      ${
        sensor
          ? html`<p role="status" data-test=${state ?? 'idle'}>
              <b>${texts.testResult[state ?? 'idle']}</b>${at ? html` · ${view.format.dayAndTime(at)}` : nothing}
            </p>`
          : nothing
      }
      ${
        results.length > 0
          ? html`<ul class="results">
              ${results.map(({ name, id, result }) => {
                const known =
                  (['delivered', 'sent', 'failed'] as const).find((one) => one === result) ?? 'failed';
                return html`<li class=${known}>
                  ${icon(known === 'failed' ? 'close' : 'check')}${String(name ?? id)}: ${texts.result[known]}
                </li>`;
              })}
            </ul>`
          : nothing
      }
    </div>
    <button
      class="soft"
      data-action="test-alarm"
      ?disabled=${view.commandEntity === null || state === 'running' || waiting}
      @click=${() => view.command('test_alarm', 'running', { action: 'test_alarm' })}
    >
      ${icon('bell')}<span>${texts.testAlarm}</span>
    </button>
  </div>`;
}

interface CheckItem {
  name?: unknown;
  ok?: unknown;
  reason?: unknown;
}

function selfCheck(view: CardView, texts: AlertsTexts): TemplateResult | typeof nothing {
  const entity = view.reader.entity('self_check');
  if (!entity || !view.connected || !['armed', 'not_armed'].includes(entity.state)) return nothing;
  const armed = entity.state === 'armed';
  const items = (Array.isArray(entity.attributes.items) ? entity.attributes.items : []) as CheckItem[];
  return html`<details class="check ${armed ? 'armed' : 'not-armed'}" ?open=${!armed} data-check=${entity.state}>
    <summary>${icon(armed ? 'shield' : 'shieldOff')}<span>${texts.selfCheck}: ${armed ? texts.armed : texts.notArmed}</span></summary>
    <ul>
      ${items.map(
        ({ name, ok, reason }) => html`<li>
          ${icon(ok === true ? 'check' : 'close')}<span
            >${String(name)}: ${ok === true ? texts.checkOk : String(reason ?? texts.checkBad)}</span
          >
        </li>`,
      )}
    </ul>
  </details>`;
}

/** Whether an alert would reach somebody, whom, and how: with switches to change it. */
export function recipientsSection(view: CardView, texts: AlertsTexts): TemplateResult {
  const recipients = recipientsOf(view.hass);
  const missing = !Object.values(view.hass.devices).some((device) =>
    device.identifiers.some(([, id]) => id === 'smart-cradle-recipients'),
  );
  return html`${selfCheck(view, texts)}
    <details class="people">
      <summary>${drawn(PHONE)}<span>${texts.recipients}</span></summary>
      <div>
        ${
          recipients.length > 0
            ? html`<p class="soft-text">${texts.recipientsLong}</p>
                <ul class="recipients">
                  ${recipients.map((one) => recipientRow(one, view, texts))}
                </ul>`
            : html`<p class="soft-text">${missing ? view.texts.status.missing : texts.noRecipients}</p>`
        }
        ${testAlarm(view, texts)}
      </div>
    </details>`;
}
