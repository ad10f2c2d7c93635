import { defaultSettings, type SettingValues } from '@smart-cradle/protocol/settings';
import { AlertKeeper, type AlertKeeperOptions, type KeptAlerts } from '../alert/alert-keeper.ts';
import type { AlertTiming } from '../alert/alert-machine.ts';
import type { RuleMessage } from '../shared/rule-message.ts';
import type { StateFile } from '../shared/state-file.ts';
import { beginWatch, findLoss, hear, type Watched } from './lost-sensors.ts';

/** Milliseconds. A sensor that flickers makes one alert, not many. */
const GAP = 2_000;
const BLOCKING = 60_000;
const REMINDER = 120_000;
const ACKNOWLEDGEMENT = 600_000;

type Options = Omit<AlertKeeperOptions, 'type' | 'timing' | 'file'> & {
  files: { agent: StateFile<KeptAlerts>; sensor: StateFile<KeptAlerts> };
  /** Milliseconds of silence after which something is lost. */
  silence: number;
};

/** Silence is an alarm: `agent_offline` when nothing comes from a cradle, `sensor_lost` when a part of it is lost. */
export class SensorWatch {
  readonly agent: AlertKeeper;
  readonly sensor: AlertKeeper;
  readonly #options: Options;
  readonly #cradles = new Map<string, Watched>();
  readonly #settings = new Map<string, SettingValues>();

  constructor(options: Options) {
    this.#options = options;
    const timing = (cradle: string): AlertTiming => ({
      duration: (this.#settings.get(cradle) ?? defaultSettings()).sensor_lost_timeout * 1000,
      gap: GAP,
      blocking: BLOCKING,
      reminder: REMINDER,
      acknowledgement: ACKNOWLEDGEMENT,
    });
    const { files, ...common } = options;
    this.agent = new AlertKeeper({ ...common, timing, type: 'agent_offline', file: files.agent });
    this.sensor = new AlertKeeper({ ...common, timing, type: 'sensor_lost', file: files.sensor });
  }

  start(): void {
    const now = this.#options.clock.now();
    // A cradle that was known before is missed from now on, even when it says nothing.
    for (const cradle of this.agent.cradles()) this.#cradles.set(cradle, beginWatch(now));
    this.agent.start();
    this.sensor.start();
  }

  stop(): void {
    this.agent.stop();
    this.sensor.stop();
  }

  take(message: RuleMessage): void {
    const { cradle } = message;
    if (message.kind === 'settings') {
      this.#settings.set(cradle, message.payload);
      return;
    }
    if (message.kind === 'command') {
      if (message.payload.action === 'forget') this.#cradles.delete(cradle);
      this.agent.command(cradle, message.payload);
      this.sensor.command(cradle, message.payload);
      return;
    }
    if (message.kind === 'monitoring' || message.kind === 'settingSet') return;
    const known = this.#cradles.get(cradle);
    // A stray `offline` of a cradle that nobody has seen alive makes no cradle.
    if (!known && (message.kind === 'availabilityOf' || message.payload === 'offline')) return;
    const watched = known ?? beginWatch(message.received);
    this.#cradles.set(cradle, hear(watched, message));
    if (!known || message.kind === 'availability' || message.kind === 'availabilityOf') this.#judge(cradle);
  }

  /** Looks at every cradle; once a second. */
  tick(): void {
    for (const cradle of this.#cradles.keys()) this.#judge(cradle);
  }

  #judge(cradle: string): void {
    const watched = this.#cradles.get(cradle);
    if (!watched) return;
    const { clock, silence } = this.#options;
    const { agent, parts } = findLoss(watched, clock.now(), silence);
    const { simulated } = watched;
    this.agent.observe(cradle, agent, { value: null, threshold: 0, simulated });
    this.sensor.observe(cradle, parts.length > 0, { value: parts.join(', '), threshold: 0, simulated });
  }
}
