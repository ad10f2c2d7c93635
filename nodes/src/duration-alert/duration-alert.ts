import { isRaised } from '@smart-cradle/protocol/alerts';
import type { CommandMessage } from '@smart-cradle/protocol/messages';
import { defaultSettings, type SettingValues } from '@smart-cradle/protocol/settings';
import { AlertKeeper, type AlertKeeperOptions } from '../alert/alert-keeper.ts';
import type { RuleMessage } from '../shared/rule-message.ts';
import { checkConfig, type DurationAlertConfig, type Resolved, resolveConfig } from './alert-config.ts';
import { isAbnormal } from './condition.ts';

type Options = Omit<AlertKeeperOptions, 'type' | 'title' | 'timing'> & { config: DurationAlertConfig };

/** Milliseconds of the wall clock after which a word about the bed says nothing of now. */
const OCCUPIED_FRESH = 10_000;

interface Cradle {
  settings: SettingValues;
  /** The configuration with these settings put in. */
  resolved: Resolved;
  monitored: boolean;
  /** When the bed was last said to be empty; null: it is occupied, or nobody knows. */
  emptyAt: number | null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A condition that must hold for a time, for each cradle, or each key, by itself. */
export class DurationAlert {
  readonly keeper: AlertKeeper;
  readonly #clock: Options['clock'];
  #config: DurationAlertConfig;
  readonly #cradles = new Map<string, Cradle>();

  constructor({ config, ...options }: Options) {
    this.#config = config;
    this.#clock = options.clock;
    this.keeper = new AlertKeeper({
      ...options,
      type: config.alertType,
      ...(config.title ? { title: config.title } : {}),
      timing: (cradle) => this.#cradle(cradle).resolved.timing,
    });
  }

  get config(): DurationAlertConfig {
    return this.#config;
  }

  /**
   * Changes fields of the configuration until the next start, at once also for what is pending.
   *
   * @throws Error that names each wrong field; the old configuration stays then.
   */
  configure(fields: unknown): void {
    if (!isObject(fields)) throw new Error(`configure (${JSON.stringify(fields)}): must be an object`);
    for (const fixed of ['alertType', 'title', 'version']) {
      if (fixed in fields) throw new Error(`${fixed}: cannot be changed by a message`);
    }
    const unknown = Object.keys(fields).find((name) => !(name in this.#config));
    if (unknown) throw new Error(`${unknown}: there is no such field`);
    const config = checkConfig({ ...this.#config, ...fields });
    this.#config = config;
    for (const cradle of this.#cradles.values()) cradle.resolved = resolveConfig(config, cradle.settings);
    this.keeper.tick();
  }

  #cradle(uuid: string): Cradle {
    const known = this.#cradles.get(uuid);
    if (known) return known;
    const settings = defaultSettings();
    const resolved = resolveConfig(this.#config, settings);
    const fresh: Cradle = { settings, resolved, monitored: true, emptyAt: null };
    this.#cradles.set(uuid, fresh);
    return fresh;
  }

  command(uuid: string, command: CommandMessage): void {
    if (command.action === 'forget') this.#cradles.delete(uuid);
    this.keeper.command(uuid, command);
  }

  take(message: RuleMessage): void {
    const uuid = message.cradle;
    if (message.kind === 'command') {
      this.command(uuid, message.payload);
      return;
    }
    const cradle = this.#cradle(uuid);
    if (message.kind === 'settings') {
      cradle.settings = message.payload;
      cradle.resolved = resolveConfig(this.#config, cradle.settings);
      // A changed threshold or duration holds at once for what goes on, too.
      this.keeper.look(uuid);
      return;
    }
    if (message.kind === 'monitoring') {
      cradle.monitored = message.payload.state === 'on';
      if (!cradle.monitored) this.keeper.disarm(uuid);
      return;
    }
    if (message.kind === 'occupied') {
      cradle.emptyAt = message.payload === 'OFF' ? this.#clock.now() : null;
      return;
    }
    if (message.kind !== this.#config.reading) return;
    this.keeper.introduce(uuid);
    if (!cradle.monitored || Buffer.isBuffer(message.payload)) return;
    const payload: unknown = message.payload;
    const field = (name: string): unknown => (isObject(payload) ? Reflect.get(payload, name) : undefined);
    this.#judge(uuid, cradle, field(this.#config.property), field('simulated') === true);
  }

  /** A value that is about no cradle: `key` tells what it is about. */
  takeValue(key: string, value: unknown): void {
    this.keeper.introduce(key);
    this.#judge(key, this.#cradle(key), value, false);
  }

  #judge(uuid: string, cradle: Cradle, value: unknown, simulated: boolean): void {
    const { condition } = cradle.resolved;
    const record = this.keeper.record(uuid);
    const held = record !== undefined && record.normalSince === null;
    const wasAbnormal = held && (record.phase === 'pending' || isRaised(record.phase));
    const abnormal = isAbnormal(value, condition, wasAbnormal);
    if (abnormal === undefined) return;
    const shown = typeof value === 'number' || typeof value === 'string' ? value : null;
    // In an empty bed nobody lies wrong: that ends a position as looking to the front does, gap included.
    const holds = abnormal && !(this.#config.whileOccupied && this.#isEmpty(cradle));
    this.keeper.observe(uuid, holds, { value: shown, threshold: condition.threshold, simulated });
  }

  #isEmpty({ emptyAt }: Cradle): boolean {
    return emptyAt !== null && this.#clock.toWallDuration(this.#clock.now() - emptyAt) <= OCCUPIED_FRESH;
  }
}
