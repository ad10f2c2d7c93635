import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles } from '../card/base-styles.ts';
import { type CardConfig, parseCardConfig } from '../card/card-config.ts';
import { switchEntity } from '../card/commands.ts';
import { type CardView, CradleElement } from '../card/cradle-element.ts';
import { icon } from '../card/icons.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { textsOf } from '../localize/index.ts';
import { checkNumber, GROUPS, type ShownSetting, settingsOf } from './settings-list.ts';
import { settingsStyles } from './settings-styles.ts';
import { SETTINGS_TEXTS, type SettingsTexts } from './texts.ts';

const ELEMENT = 'smart-cradle-settings';
type Config = CardConfig<Record<never, never>>;

interface Change {
  key: string;
  from: string;
  to: string;
  undone: boolean;
}

function decimals(step: number): number {
  return (String(step).split('.')[1] ?? '').length;
}

function apply(hass: HomeAssistant, { kind, entityId }: ShownSetting, value: string): Promise<unknown> {
  const target = { entity_id: entityId };
  if (kind === 'number') return hass.callService('number', 'set_value', { value: Number(value) }, target);
  if (kind === 'select') return hass.callService('select', 'select_option', { option: value }, target);
  if (kind === 'text') return hass.callService('text', 'set_value', { value }, target);
  return switchEntity(hass, entityId, value === 'on');
}

/** Thresholds, durations and the rest, each with its unit, its range and what it does. */
export class SettingsCard extends CradleElement<Config> {
  static override properties = { _wrong: { state: true }, _change: { state: true } };
  static override styles = [baseStyles, settingsStyles];

  /** Why what was typed was refused, by key. */
  declare private _wrong: { key: string; text: string } | undefined;
  declare private _change: Change | undefined;

  protected parse(config: unknown): Config {
    return parseCardConfig(config, {});
  }

  protected override cradleChanged(): void {
    this._wrong = undefined;
    this._change = undefined;
  }

  #set(view: CardView, setting: ShownSetting, to: string, undo = false): void {
    const { value: from, key, entityId } = setting;
    if (from === null || from === to || (setting.kind === 'number' && Number(from) === Number(to))) return;
    this._wrong = undefined;
    view.request(entityId, to, async (hass) => {
      await apply(hass, setting, to);
      this._change = { key, from, to, undone: undo };
    });
  }

  #type(view: CardView, setting: ShownSetting & { kind: 'number' }, input: HTMLInputElement): void {
    const texts = textsOf(SETTINGS_TEXTS, view.hass);
    const checked = checkNumber(input.value, setting);
    if (checked.ok) {
      this.#set(view, setting, String(checked.value));
      return;
    }
    const number = (value: number) => view.format.number(value, decimals(setting.step));
    this._wrong = {
      key: setting.key,
      text: texts.wrong(setting.name, input.value, number(setting.min), number(setting.max)),
    };
    input.value = setting.value ?? '';
  }

  #words(setting: ShownSetting, value: string, { format }: CardView, texts: SettingsTexts): string {
    if (setting.kind === 'number') {
      const number = Number.isFinite(Number(value))
        ? format.number(Number(value), decimals(setting.step))
        : value;
      return setting.unit ? `${number} ${setting.unit}` : number;
    }
    if (setting.kind === 'switch') return value === 'on' ? texts.on : texts.off;
    if (setting.kind === 'text') return value || texts.empty;
    return texts.options[value] ?? value;
  }

  #control(view: CardView, setting: ShownSetting, texts: SettingsTexts): TemplateResult {
    const { value, name, entityId } = setting;
    const waiting = value !== null && view.pending(entityId, value) === 'waiting';
    const disabled = value === null || !view.connected || waiting;
    if (value === null) return html`<p class="missing">${view.texts.status.unavailable}</p>`;
    if (setting.kind === 'switch') {
      const on = value === 'on';
      return html`<button
        class=${on ? 'strong' : 'soft'}
        role="switch"
        aria-checked=${on ? 'true' : 'false'}
        aria-label=${name}
        ?disabled=${disabled}
        @click=${() => this.#set(view, setting, on ? 'off' : 'on')}
      >
        ${on ? texts.on : texts.off}
      </button>`;
    }
    if (setting.kind === 'select') {
      return html`<select
        aria-label=${name}
        ?disabled=${disabled}
        @change=${({ target }: Event) => this.#set(view, setting, (target as HTMLSelectElement).value)}
      >
        ${setting.options.map(
          (option) =>
            html`<option value=${option} ?selected=${option === value}>${texts.options[option] ?? option}</option>`,
        )}
      </select>`;
    }
    if (setting.kind === 'text') {
      return html`<input
        class="text"
        aria-label=${name}
        aria-describedby="about-${setting.key}"
        maxlength=${setting.longest}
        .value=${value}
        ?disabled=${disabled}
        @change=${({ target }: Event) => this.#set(view, setting, (target as HTMLInputElement).value.trim())}
      />`;
    }
    const { min, max, step } = setting;
    const now = Number(value);
    const stepped = (by: number) => String(Number(Math.min(max, Math.max(min, now + by * step)).toFixed(6)));
    return html`<div class="stepper">
      <button class="soft" aria-label=${texts.less(name)} ?disabled=${disabled || now <= min} @click=${() => this.#set(view, setting, stepped(-1))}>
        ${icon('minus')}
      </button>
      <input
        inputmode="decimal"
        autocomplete="off"
        aria-label=${setting.unit ? `${name} (${setting.unit})` : name}
        aria-describedby="about-${setting.key}"
        aria-invalid=${this._wrong?.key === setting.key ? 'true' : 'false'}
        .value=${now.toFixed(decimals(step))}
        ?disabled=${disabled}
        @change=${({ target }: Event) => this.#type(view, setting, target as HTMLInputElement)}
      />
      ${setting.unit ? html`<span aria-hidden="true">${setting.unit}</span>` : nothing}
      <button class="soft" aria-label=${texts.more(name)} ?disabled=${disabled || now >= max} @click=${() => this.#set(view, setting, stepped(1))}>
        ${icon('plus')}
      </button>
    </div>`;
  }

  #status(view: CardView, setting: ShownSetting, texts: SettingsTexts): TemplateResult | typeof nothing {
    const { key, name, value, entityId } = setting;
    if (this._wrong?.key === key) return html`<p class="error" role="alert">${this._wrong.text}</p>`;
    const asked = value === null ? 'none' : view.pending(entityId, value);
    if (asked === 'waiting') return html`<p class="status" role="status">${texts.changing(name)}</p>`;
    if (asked === 'unanswered') return html`<p class="status" role="status">${view.texts.noAnswer}</p>`;
    const change = this._change;
    if (change?.key !== key) return nothing;
    const words = (text: string) => this.#words(setting, text, view, texts);
    return html`<p class="status done" role="status">
      <span>${change.undone ? texts.undone(name, words(change.to)) : texts.changed(name, words(change.from), words(change.to))}</span>
      ${
        change.undone
          ? nothing
          : html`<button class="soft" data-action="undo" @click=${() => this.#set(view, setting, change.from, true)}>
              ${icon('undo')}<span>${texts.undo}</span>
            </button>`
      }
    </p>`;
  }

  #row(view: CardView, setting: ShownSetting, texts: SettingsTexts): TemplateResult {
    const { key, standard, description } = setting;
    const words = (value: string) => this.#words(setting, value, view, texts);
    const soothing = key === 'soothing';
    const limits =
      setting.kind === 'number'
        ? texts.range(view.format.number(setting.min, decimals(setting.step)), words(String(setting.max)))
        : null;
    const normal = standard === null ? null : texts.standard(words(standard));
    const about = [limits, normal].filter((one) => one !== null).join(' · ');
    const long = soothing ? texts.soothingLong : description;
    return html`<li data-setting=${key}>
      <div class="about" id="about-${key}">
        <b>${soothing ? texts.soothing : setting.name}</b>
        ${long ? html`<p>${long}</p>` : nothing}
        ${about ? html`<p class="limits">${about}</p>` : nothing}
      </div>
      ${this.#control(view, setting, texts)} ${this.#status(view, setting, texts)}
    </li>`;
  }

  protected draw(view: CardView): TemplateResult {
    const texts = textsOf(SETTINGS_TEXTS, view.hass);
    const settings = settingsOf(view.hass.states, view.entities, view.name, view.language);
    return html`<article class="card" aria-label="${texts.title}: ${view.name}">
      <header><h2>${texts.title}</h2><p class="soft-text">${view.name}</p></header>
      <div class="inside">
        ${this.errorLine()}
        ${view.connected ? nothing : html`<p class="error" role="status">${icon('offline')}${view.texts.disconnected}</p>`}
        ${settings.length === 0 ? html`<p class="soft-text">${texts.none}</p>` : nothing}
        ${GROUPS.map((group) => {
          const members = settings.filter((setting) => setting.group === group);
          if (members.length === 0) return nothing;
          return html`<section aria-label=${texts.groups[group]}>
            <h3>${texts.groups[group]}</h3>
            <ul>
              ${repeat(
                members,
                ({ key }) => key,
                (setting) => this.#row(view, setting, texts),
              )}
            </ul>
          </section>`;
        })}
      </div>
    </article>`;
  }
}

export function settingsCard(): typeof SettingsCard {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, SettingsCard);
  return SettingsCard;
}
