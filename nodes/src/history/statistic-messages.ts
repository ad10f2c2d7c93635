import type { StatisticName } from '@smart-cradle/protocol/statistics';
import { cradleTopics } from '@smart-cradle/protocol/topics';

/** A statistic on its way to the broker. */
export interface StatisticMessage {
  topic: string;
  payload: string;
  retain: true;
  qos: 1;
}

/** Null: not known, which Home Assistant reads from `None`. */
export type StatisticValues = Partial<Record<StatisticName, string | number | null>>;

function textOf(value: string | number | null): string {
  if (value === null) return 'None';
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

/** Sends what has changed only: the recorder would keep every repetition. */
export class ChangedStatistics {
  readonly #send: (message: StatisticMessage) => void;
  readonly #told = new Map<string, string>();

  constructor(send: (message: StatisticMessage) => void) {
    this.#send = send;
  }

  tell(cradle: string, values: StatisticValues): void {
    for (const [name, value] of Object.entries(values)) this.#publish(cradle, name, textOf(value));
  }

  /** Takes the topics of a cradle that is gone off the broker. */
  clear(cradle: string, names: readonly StatisticName[]): void {
    for (const name of names) {
      this.#publish(cradle, name, '');
      this.#told.delete(cradleTopics(cradle).statistics(name));
    }
  }

  #publish(cradle: string, name: string, payload: string): void {
    const topic = cradleTopics(cradle).statistics(name);
    if (this.#told.get(topic) === payload) return;
    this.#told.set(topic, payload);
    this.#send({ topic, payload, retain: true, qos: 1 });
  }
}
