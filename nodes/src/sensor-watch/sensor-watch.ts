import { defaultSettings, type SettingValues } from '@smart-cradle/protocol/settings';
import { AlertKeeper, type AlertKeeperOptions, type KeptAlerts } from '../alert/alert-keeper.ts';
import type { AlertTiming } from '../alert/alert-machine.ts';
import type { RuleMessage } from '../shared/rule-message.ts';
import type { StateFile } from '../shared/state-file.ts';
import { beginWatch, findLoss, hear, resumeWatch, type Watched } from './lost-sensors.ts';

/** Milliseconds. A sensor that flickers makes one alert, not many. */
const GAP = 2_000;
const BLOCKING = 60_000;
const REMINDER = 120_000;
const ACKNOWLEDGEMENT = 600_000;

/**
 * A broker that stands still is found out late, by the client's keep-alive; as long as this many silences before, what
 * was heard last tells since when.
 */
const FOUND_OUT_WITHIN = 6;

/** What an alert of the house is kept under. */
const HOUSE = 'house';

type Options = Omit<AlertKeeperOptions, 'type' | 'title' | 'timing' | 'file'> & {
  files: Record<'agent' | 'sensor' | 'broker', StateFile<KeptAlerts>>;
  /** Milliseconds of silence after which something is lost. */
  silence: number;
};

/**
 * Silence is an alarm: `agent_offline` when nothing comes from a cradle, `sensor_lost` when a part of it is lost,
 * `broker_offline` when nothing can come from any.
 */
export class SensorWatch {
  readonly agent: AlertKeeper;
  readonly sensor: AlertKeeper;
  readonly broker: AlertKeeper;
  readonly #options: Options;
  readonly #cradles = new Map<string, Watched>();
  readonly #settings = new Map<string, SettingValues>();
  /** undefined: nobody has said. */
  #connected: boolean | undefined;
  /** When a message of any cradle came last, and since when nothing can come. */
  #heardAt: number | undefined;
  #disconnectedSince = 0;
  #silence: number;

  constructor(options: Options) {
    this.#options = options;
    this.#silence = options.silence;
    const timing = (duration: number): AlertTiming => ({
      duration: duration * 1000,
      gap: GAP,
      blocking: BLOCKING,
      reminder: REMINDER,
      acknowledgement: ACKNOWLEDGEMENT,
    });
    const { files, ...common } = options;
    const usual = defaultSettings();
    const ofCradle = (cradle: string) => timing((this.#settings.get(cradle) ?? usual).sensor_lost_timeout);
    const ofHouse = () => {
      const all = [...this.#settings.values()].map((settings) => settings.sensor_lost_timeout);
      return timing(all.length > 0 ? Math.min(...all) : usual.sensor_lost_timeout);
    };
    this.agent = new AlertKeeper({ ...common, timing: ofCradle, type: 'agent_offline', file: files.agent });
    this.sensor = new AlertKeeper({ ...common, timing: ofCradle, type: 'sensor_lost', file: files.sensor });
    this.broker = new AlertKeeper({ ...common, timing: ofHouse, type: 'broker_offline', file: files.broker });
  }

  start(): void {
    const now = this.#options.clock.now();
    // A cradle that was known before is missed from now on, even when it says nothing.
    for (const cradle of this.agent.cradles()) this.#cradles.set(cradle, beginWatch(now));
    this.agent.start();
    this.sensor.start();
    this.broker.start();
  }

  stop(): void {
    this.agent.stop();
    this.sensor.stop();
    this.broker.stop();
  }

  /** Whether the broker is connected: while it is not, nobody knows anything of any cradle, and it alone is told. */
  setConnected(connected: boolean): void {
    if (connected && this.#connected === false) {
      const now = this.#options.clock.now();
      for (const [cradle, watched] of this.#cradles) this.#cradles.set(cradle, resumeWatch(watched, now));
    }
    if (!connected && this.#connected !== false) {
      const now = this.#options.clock.now();
      const heardAt = this.#heardAt ?? now;
      this.#disconnectedSince = now - heardAt <= FOUND_OUT_WITHIN * this.#silence ? heardAt : now;
      this.#dropPending();
    }
    this.#connected = connected;
    this.#judgeBroker();
  }

  /** Holds at once, also for what is lost already, until the next start; milliseconds of the rules' clock. */
  setSilence(silence: number): void {
    this.#silence = silence;
    this.tick();
  }

  take(message: RuleMessage): void {
    const { cradle } = message;
    if (message.kind === 'settings') {
      this.#settings.set(cradle, message.payload);
      this.agent.look(cradle);
      this.sensor.look(cradle);
      return;
    }
    if (message.kind === 'command') {
      if (message.payload.action === 'forget') {
        this.#cradles.delete(cradle);
        this.#settings.delete(cradle);
      }
      this.agent.command(cradle, message.payload);
      this.sensor.command(cradle, message.payload);
      // Whoever acknowledges at one cradle has seen that the broker is away, too.
      this.broker.command(HOUSE, message.payload);
      return;
    }
    if (message.kind === 'monitoring' || message.kind === 'settingSet') return;
    const known = this.#cradles.get(cradle);
    // A stray `offline` of a cradle that nobody has seen alive makes no cradle; nor does what somebody asks of one.
    const isSign =
      message.kind !== 'availabilityOf' &&
      message.kind !== 'servo' &&
      message.kind !== 'servoState' &&
      message.payload !== 'offline';
    if (!known && !isSign) return;
    this.#heardAt = message.received;
    const watched = known ?? beginWatch(message.received);
    this.#cradles.set(cradle, hear(watched, message));
    if (!known || message.kind === 'availability' || message.kind === 'availabilityOf') this.#judge(cradle);
  }

  /** Looks at every cradle; once a second. */
  tick(): void {
    this.#judgeBroker();
    this.agent.together(() =>
      this.sensor.together(() => {
        for (const cradle of this.#cradles.keys()) this.#judge(cradle);
      }),
    );
  }

  /**
   * What was suspected before the broker was found out to be away had that cause: a broker that comes back tells the
   * agent's last will first, which must not count as one that lasted since.
   */
  #dropPending(): void {
    for (const keeper of [this.agent, this.sensor]) {
      for (const cradle of keeper.cradles()) {
        if (keeper.record(cradle)?.phase === 'pending') keeper.disarm(cradle);
      }
    }
  }

  #judgeBroker(): void {
    if (this.#connected === undefined) return;
    const facts = { value: null, threshold: 0, simulated: false, since: this.#disconnectedSince };
    this.broker.observe(HOUSE, !this.#connected, facts);
  }

  #judge(cradle: string): void {
    const watched = this.#cradles.get(cradle);
    if (!watched || this.#connected === false) return;
    const { agent, parts, since } = findLoss(watched, this.#options.clock.now(), this.#silence);
    const { simulated } = watched;
    const facts = { threshold: 0, simulated, since };
    this.agent.observe(cradle, agent, { value: null, ...facts });
    this.sensor.observe(cradle, parts.length > 0, { value: parts.join(', '), ...facts });
  }
}
