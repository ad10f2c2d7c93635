import type { AlertType } from '@smart-cradle/protocol/alerts';
import type { RecipientState } from '@smart-cradle/protocol/recipients';
import type { TestAlarmReport } from '@smart-cradle/protocol/reports';
import { type Kept, Notifier } from '../cradle-notify/notifier.ts';
import type { SentLetter } from '../cradle-notify/outbox.ts';
import type { ShownCode } from '../cradle-notify/pairing.ts';
import { readServices } from '../cradle-notify/recipients.ts';
import type { TestOutput } from '../shared/flow-message.ts';
import type { EventOutput } from '../shared/rule-message.ts';

/** The cradle of which {@link event} tells. */
export const cradle = 'cradle-abc-123';
export const MINA = 'notify.mobile_app_mina';
export const JUN = 'notify.mobile_app_jun';

/** A house at noon, whose Home Assistant takes every call that it is not told to refuse. */
export class House {
  time = new Date(2026, 2, 1, 12, 0, 0).getTime();
  kept: Kept | undefined;
  sent: SentLetter[] = [];
  states = new Map<string, RecipientState>();
  codes = new Map<string, ShownCode | null>();
  report: TestAlarmReport | undefined;
  refuses = new Set<string>();
  #count = 0;
  notifier = this.begin();

  /** Starts, with what was kept, as after a restart. */
  begin(): Notifier {
    this.notifier = new Notifier({
      language: 'en',
      kept: this.kept && (JSON.parse(JSON.stringify(this.kept)) as Kept),
      now: () => this.time,
      id: () => `id-${++this.#count}`,
      save: (kept) => {
        this.kept = kept;
      },
      send: (letter) => this.sent.push(letter),
      showState: (id, state) => this.states.set(id, state),
      showBook: () => {},
      showCode: (uuid, code) => this.codes.set(uuid, code),
      showTest: (_cradle, report) => {
        this.report = report;
      },
    });
    this.notifier.start();
    return this.notifier;
  }

  services(...targets: string[]): void {
    const notify = Object.fromEntries(targets.map((target) => [target.replace('notify.', ''), {}]));
    const services = readServices({ homeassistant: {}, notify });
    if (services) this.notifier.setServices(services);
  }

  /** Home Assistant answers whatever it was sent. */
  answer(): void {
    for (; this.#answered < this.sent.length; this.#answered++) {
      const letter = this.sent[this.#answered];
      if (!letter) return;
      if (this.refuses.has(letter.call.action)) this.notifier.refused(letter.id, 'HTTP 500');
      else this.notifier.accepted(letter.id);
    }
  }
  #answered = 0;

  act(...events: (EventOutput | TestOutput)[]): void {
    for (const one of events) {
      this.notifier.take(one);
      this.answer();
    }
  }

  pass(seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      this.time += 1000;
      this.notifier.pass();
      this.answer();
    }
  }

  /** What a target was told, as its titles; a notification taken away is `cleared`. */
  told(target: string): string[] {
    return this.sent
      .filter(({ call }) => call.action === target || call.target?.entity_id === target)
      .map(({ clears, call }) => (clears ? 'cleared' : String(call.data.title)));
  }
}

/** What the rules say of an alert. @param told how often it has rung. */
export function event(
  event_type: EventOutput['payload']['event_type'],
  told = 1,
  type: AlertType = 'crying',
): EventOutput {
  const technical = type === 'history_offline';
  return {
    kind: 'event',
    topic: '',
    cradle,
    payload: { event_type, type, message: '', duration: 30, by: null },
    alert: {
      type,
      category: technical || type === 'sensor_lost' ? 'technical' : 'care',
      severity: technical ? 'quiet' : 'wake',
      state: 'active',
      message: '',
      since: null,
      created_at: null,
      is_resolved: false,
      resolved_at: null,
      acknowledged_by: null,
      snoozed_until: null,
      blocked_until: null,
      value: null,
      time: 0,
    },
    facts: { type, value: null, threshold: 0, simulated: false, seconds: 30 },
    told,
    retain: false,
    qos: 1,
  };
}
/** A test alarm. */
export const alarm: TestOutput = {
  kind: 'event',
  topic: '',
  cradle,
  payload: { event_type: 'test', type: null, message: '', duration: null, by: null },
  alert: null,
  retain: false,
  qos: 1,
};

/** The same with a cradle whose picture is there, and two phones. */
export function houseOfTwo(): House {
  const house = new House();
  house.notifier.setName(cradle, 'Nursery');
  house.services(MINA, JUN);
  house.notifier.seePicture(cradle);
  return house;
}
