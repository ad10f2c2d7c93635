import { isRaised } from '@smart-cradle/protocol/alerts';
import { defaultSettings, type SettingValues } from '@smart-cradle/protocol/settings';
import { AlertKeeper, type AlertKeeperOptions } from '../alert/alert-keeper.ts';
import type { RuleMessage } from '../shared/rule-message.ts';
import { type DurationAlertConfig, resolveConfig } from './alert-config.ts';
import { isAbnormal } from './condition.ts';

type Options = Omit<AlertKeeperOptions, 'type' | 'timing'> & { config: DurationAlertConfig };

interface Cradle {
  settings: SettingValues;
  monitored: boolean;
}

/** A condition that must hold for a time, for each cradle by itself. */
export class DurationAlert {
  readonly keeper: AlertKeeper;
  readonly #config: DurationAlertConfig;
  readonly #cradles = new Map<string, Cradle>();

  constructor({ config, ...options }: Options) {
    this.#config = config;
    this.keeper = new AlertKeeper({
      ...options,
      type: config.alertType,
      timing: (cradle) => resolveConfig(config, this.#cradle(cradle).settings).timing,
    });
  }

  #cradle(uuid: string): Cradle {
    const known = this.#cradles.get(uuid);
    if (known) return known;
    const fresh: Cradle = { settings: defaultSettings(), monitored: true };
    this.#cradles.set(uuid, fresh);
    return fresh;
  }

  take(message: RuleMessage): void {
    const uuid = message.cradle;
    if (message.kind === 'command') {
      if (message.payload.action === 'forget') this.#cradles.delete(uuid);
      this.keeper.command(uuid, message.payload);
      return;
    }
    const cradle = this.#cradle(uuid);
    if (message.kind === 'settings') {
      cradle.settings = message.payload;
      // A changed threshold or duration holds at once for what goes on, too.
      this.keeper.tick();
      return;
    }
    if (message.kind === 'monitoring') {
      cradle.monitored = message.payload.state === 'on';
      if (!cradle.monitored) this.keeper.disarm(uuid);
      return;
    }
    if (message.kind !== this.#config.reading) return;
    this.keeper.introduce(uuid);
    if (!cradle.monitored || message.kind === 'camera' || message.kind === 'settingSet') return;
    const payload: unknown = message.payload;
    const field = (name: string): unknown =>
      typeof payload === 'object' && payload !== null ? Reflect.get(payload, name) : undefined;
    this.#judge(uuid, cradle, field(this.#config.property), field('simulated') === true);
  }

  #judge(uuid: string, cradle: Cradle, value: unknown, simulated: boolean): void {
    const { condition } = resolveConfig(this.#config, cradle.settings);
    const record = this.keeper.record(uuid);
    const held = record !== undefined && record.normalSince === null;
    const wasAbnormal = held && (record.phase === 'pending' || isRaised(record.phase));
    const abnormal = isAbnormal(value, condition, wasAbnormal);
    if (abnormal === undefined) return;
    const shown = typeof value === 'number' || typeof value === 'string' ? value : null;
    this.keeper.observe(uuid, abnormal, { value: shown, threshold: condition.threshold, simulated });
  }
}
