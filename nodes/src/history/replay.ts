import type { AlertType } from '@smart-cradle/protocol/alerts';
import type { SettingValues } from '@smart-cradle/protocol/settings';
import { type AlertRecord, IDLE, nextWake, step } from '../alert/alert-machine.ts';
import { type DurationAlertConfig, resolveConfig } from '../duration-alert/alert-config.ts';
import { isAbnormal } from '../duration-alert/condition.ts';

/** A stored second, as far as rules read it. */
export interface ReplayRow {
  /** Milliseconds since 1970 UTC. */
  time: number;
  temperature: number | null;
  direction: string | null;
  crying: number | null;
}

/** One time that an alert would have rung. Milliseconds since 1970 UTC. */
export interface Ring {
  type: AlertType;
  at: number;
  /** Null: it would still go on. */
  resolvedAt: number | null;
  value: number | string;
}

/** The field that a rule reads, out of a stored row. */
function readValue(config: DurationAlertConfig, row: ReplayRow): number | string | null {
  switch (`${config.reading}.${config.property}`) {
    case 'temperature.temperature':
      return row.temperature;
    case 'direction.state':
      return row.direction;
    case 'crying.status':
      return row.crying === null ? null : row.crying >= 0.5 ? 'Crying' : 'Silent';
    default:
      return null;
  }
}

/**
 * Lives through stored readings with the very machine that the rules run, as it would have gone without anybody who
 * acknowledges, pauses or resolves. Readings are taken at the second that they are stored under.
 */
export class Replay {
  readonly #config: DurationAlertConfig;
  readonly #settings: SettingValues;
  #record: AlertRecord = IDLE;
  readonly rings: Ring[] = [];

  /** @param config A rule, as the flow has it; @param settings Those of the cradle, with what is tried instead. */
  constructor(config: DurationAlertConfig, settings: SettingValues) {
    this.#config = config;
    this.#settings = settings;
  }

  #step(at: number, abnormal: boolean | null, value: number | string): void {
    const { timing } = resolveConfig(this.#config, this.#settings);
    const input = abnormal === null ? ({ kind: 'tick' } as const) : ({ kind: 'reading', abnormal } as const);
    const { record, events } = step(this.#record, input, at, timing);
    this.#record = record;
    for (const event of events) {
      if (event === 'raised') this.rings.push({ type: this.#config.alertType, at, resolvedAt: null, value });
      const last = this.rings.at(-1);
      if (event === 'resolved' && last) last.resolvedAt = at;
    }
  }

  take(row: ReplayRow): void {
    const value = readValue(this.#config, row);
    if (value === null) return;
    const { condition, timing } = resolveConfig(this.#config, this.#settings);
    let now = this.#record.readAt ?? row.time;
    for (let wake = nextWake(this.#record, timing, now); wake !== null && wake < row.time; ) {
      now = wake;
      this.#step(now, null, value);
      wake = nextWake(this.#record, timing, now);
    }
    const { phase, normalSince } = this.#record;
    const wasAbnormal = normalSince === null && phase !== 'idle' && phase !== 'resolved';
    const abnormal = isAbnormal(value, condition, wasAbnormal);
    if (abnormal !== undefined) this.#step(row.time, abnormal, value);
  }
}

/** The rules of a flow file that a replay can run: its duration alert nodes. */
export function replayableRules(
  flow: readonly { type: string; [property: string]: unknown }[],
  check: (config: unknown) => DurationAlertConfig,
): DurationAlertConfig[] {
  return flow.filter(({ type }) => type === 'duration-alert').map(check);
}
