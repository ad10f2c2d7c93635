import { ALERTS, type AlertEventType, type AlertType, isRaised } from '@smart-cradle/protocol/alerts';
import type { Language } from '@smart-cradle/protocol/language';
import type { AlertMessage, CommandMessage } from '@smart-cradle/protocol/messages';
import { cradleTopics, houseTopics } from '@smart-cradle/protocol/topics';
import { z } from 'zod';
import type { AlertOutput, EventOutput } from '../shared/rule-message.ts';
import type { RulesClock } from '../shared/rules-clock.ts';
import type { StateFile } from '../shared/state-file.ts';
import {
  type AlertInput,
  type AlertRecord,
  type AlertTiming,
  blockedUntil,
  IDLE,
  nextWake,
  shiftRecord,
  step,
} from './alert-machine.ts';
import { alertText, resolvedText } from './alert-texts.ts';

/** Minutes of a snooze that does not say how long. */
const DEFAULT_SNOOZE = 10;

const moment = z.number().nullable();
const recordSchema = z.object({
  phase: z.enum(['idle', 'pending', 'active', 'acknowledged', 'snoozed', 'resolved']),
  since: moment,
  createdAt: moment,
  resolvedAt: moment,
  normalSince: moment,
  readAt: moment,
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: moment,
  snoozedUntil: moment,
  remindedAt: moment,
  told: z.int(),
}) satisfies z.ZodType<AlertRecord>;

const keptSchema = z.object({
  record: recordSchema,
  value: z.union([z.number(), z.string(), z.null()]),
  threshold: z.union([z.number(), z.string()]),
  simulated: z.boolean(),
  /** Events that are on disk but perhaps not sent: they are sent after a restart. */
  unsent: z.array(z.enum(['raised', 'reminded', 'acknowledged', 'snoozed', 'returned', 'resolved', 'test'])),
});
/** One alert of one cradle, as it is kept on disk. */
export type Kept = z.output<typeof keptSchema>;

export const keptAlerts = z.object({
  /** When this was saved: moments mean nothing without it. */
  stamp: z.object({ at: z.number(), wall: z.number(), uptime: z.number(), boot: z.string().nullable() }),
  alerts: z.record(z.string(), keptSchema),
});
export type KeptAlerts = z.output<typeof keptAlerts>;

/** Milliseconds of the rules' clock after which what readings have changed is saved, too. */
const SAVE_INTERVAL = 10_000;
/** The same for cradles that are new. */
const INTRODUCE_INTERVAL = 1_000;

/** What a reading tells the keeper besides whether it is abnormal. */
export interface Observation {
  value: number | string | null;
  threshold: number | string;
  simulated: boolean;
  /** When an abnormal condition began, if that was before this reading; milliseconds of the rules' clock. */
  since?: number;
}

export interface AlertKeeperOptions {
  type: AlertType;
  /** What a custom alert is called. */
  title?: string;
  clock: RulesClock;
  language: Language;
  file: StateFile<KeptAlerts>;
  /** The timing of a cradle as its settings are now. */
  timing(cradle: string): AlertTiming;
  send(alert: AlertOutput | null, event: EventOutput | null): void;
}

/** A custom alert is about the topic that its values came on. */
function alertTopic(type: AlertType, key: string): string {
  if (type === 'custom') return key;
  return ALERTS[type].scope === 'house' ? houseTopics.alert(type) : cradleTopics(key).alert(type);
}

function eventTopic(type: AlertType, key: string): string {
  if (type === 'custom') return key;
  return ALERTS[type].scope === 'house' ? houseTopics.event : cradleTopics(key).event;
}

/** Runs one alert type for any number of cradles: persistence, the one timer, and what goes out. */
export class AlertKeeper {
  readonly #options: AlertKeeperOptions;
  readonly #alerts: Map<string, Kept>;
  #timer: NodeJS.Timeout | undefined;
  /** The moment of the rules' clock that the timer waits for. */
  #wakeAt: number | null = null;
  #savedAt = Number.NEGATIVE_INFINITY;
  /** Whether readings have changed something that is not on disk yet. */
  #unsaved = false;
  /** Whether there is a cradle that the disk does not know; it would not be missed after a restart. */
  #introduced = false;
  /** What is to be told when everything of one pass is on disk; undefined: no pass goes on. */
  #pass: { durable: boolean; moved: { cradle: string; phase: boolean }[] } | undefined;

  constructor(options: AlertKeeperOptions) {
    this.#options = options;
    const kept = options.file.load();
    const shift = kept ? options.clock.shiftSince(kept.stamp) : 0;
    this.#alerts = new Map(
      Object.entries(kept?.alerts ?? {}).map(([cradle, alert]) => [
        cradle,
        { ...alert, record: shiftRecord(alert.record, shift) },
      ]),
    );
  }

  /** After a start: says again what is known, tells what was not told before, and goes on counting. */
  start(): void {
    let sent = false;
    for (const [cradle, kept] of this.#alerts) {
      this.#sendAlert(cradle, kept);
      sent = this.#sendEvents(cradle, kept) || sent;
    }
    if (sent) this.#save(false);
    this.tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** The phase of a cradle's alert; undefined when the cradle was never seen. */
  record(cradle: string): AlertRecord | undefined {
    return this.#alerts.get(cradle)?.record;
  }

  /** Every cradle that was seen, by UUID. */
  cradles(): string[] {
    return [...this.#alerts.keys()];
  }

  /** Cradles by what is going on, for the node's status. */
  summary(): { cradles: number; raised: number; pending: { count: number; since: number | null } } {
    const all = [...this.#alerts.values()].map(({ record }) => record);
    const pending = all.filter(({ phase }) => phase === 'pending');
    const begun = pending.flatMap(({ since }) => (since === null ? [] : [since]));
    return {
      cradles: all.length,
      raised: all.filter(({ phase }) => isRaised(phase)).length,
      pending: { count: pending.length, since: begun.length > 0 ? Math.min(...begun) : null },
    };
  }

  /** Publishes `idle` at the first sight of a cradle, so that its entity is not unknown. */
  introduce(cradle: string): void {
    if (this.#alerts.has(cradle)) return;
    const kept: Kept = { record: IDLE, value: null, threshold: 0, simulated: false, unsent: [] };
    this.#alerts.set(cradle, kept);
    this.#introduced = true;
    this.#sendAlert(cradle, kept);
  }

  forget(cradle: string): void {
    if (!this.#alerts.delete(cradle)) return;
    this.#save(true);
  }

  observe(cradle: string, abnormal: boolean, observation: Observation): void {
    this.introduce(cradle);
    const { since, ...seen } = observation;
    this.#step(cradle, { kind: 'reading', abnormal, ...(since === undefined ? {} : { since }) }, seen);
    this.#saveLater();
  }

  /** Lets time pass for every cradle. */
  tick(): void {
    clearTimeout(this.#timer);
    this.#wakeAt = null;
    this.together(() => {
      for (const cradle of this.#alerts.keys()) this.#step(cradle, { kind: 'tick' });
    });
    this.#saveLater();
  }

  /** Looks at one alert again: what is asked of it has changed. */
  look(cradle: string): void {
    this.#step(cradle, { kind: 'tick' });
  }

  /** Whatever moves during `work` is saved once, and told afterwards: hundreds may move in the same moment. */
  together(work: () => void): void {
    if (this.#pass) {
      work();
      return;
    }
    const pass = { durable: false, moved: [] };
    this.#pass = pass;
    try {
      work();
    } finally {
      this.#pass = undefined;
      this.#tell(pass);
    }
  }

  /** On disk before anybody is told: what was announced is never forgotten. */
  #tell({ durable, moved }: { durable: boolean; moved: { cradle: string; phase: boolean }[] }): void {
    if (moved.length === 0) return;
    this.#save(durable);
    let sent = false;
    for (const { cradle, phase } of moved) {
      const kept = this.#alerts.get(cradle);
      if (!kept) continue;
      if (phase) this.#sendAlert(cradle, kept);
      sent = this.#sendEvents(cradle, kept) || sent;
    }
    // A power cut right now makes it be told once more; that is better than to wait for the disk twice.
    if (sent) this.#save(false);
  }

  /** Many changes at once are saved once. */
  #saveLater(): void {
    const waited = this.#options.clock.now() - this.#savedAt;
    if ((this.#unsaved && waited >= SAVE_INTERVAL) || (this.#introduced && waited >= INTRODUCE_INTERVAL)) {
      this.#save(false);
    }
  }

  disarm(cradle: string): void {
    this.#step(cradle, { kind: 'disarm' });
  }

  command(cradle: string, command: CommandMessage): void {
    if (command.action === 'forget') this.forget(cradle);
    if ('type' in command && command.type !== undefined && command.type !== this.#options.type) return;
    const by = command.by ?? null;
    if (command.action === 'acknowledge') this.#step(cradle, { kind: 'acknowledge', by });
    if (command.action === 'resolve') this.#step(cradle, { kind: 'resolve' });
    if (command.action === 'snooze') {
      this.#step(cradle, { kind: 'snooze', by, duration: (command.minutes ?? DEFAULT_SNOOZE) * 60_000 });
    }
  }

  #step(cradle: string, input: AlertInput, observation?: Omit<Observation, 'since'>): void {
    const kept = this.#alerts.get(cradle);
    if (!kept) return;
    const now = this.#options.clock.now();
    const { record, events } = step(kept.record, input, now, this.#options.timing(cradle));
    if (record === kept.record && events.length === 0) {
      if (input.kind === 'tick') this.#wake(cradle, record, now);
      return;
    }
    // The value of the alert is the one that made it: a normal reading does not replace it.
    const seen = observation && record.normalSince === null && record.phase !== 'resolved' ? observation : {};
    const next: Kept = { ...kept, ...seen, record, unsent: [...kept.unsent, ...events] };
    this.#alerts.set(cradle, next);
    const moved =
      record.phase !== kept.record.phase || record.since !== kept.record.since || events.length > 0;
    if (moved) {
      const told = { cradle, phase: record.phase !== kept.record.phase };
      if (this.#pass) {
        this.#pass.durable ||= events.length > 0;
        this.#pass.moved.push(told);
      } else this.#tell({ durable: events.length > 0, moved: [told] });
    } else if (record.phase === 'pending' || isRaised(record.phase)) this.#unsaved = true;
    this.#wake(cradle, record, now);
  }

  #save(durable: boolean): void {
    const stamp = this.#options.clock.stamp();
    this.#options.file.save({ stamp, alerts: Object.fromEntries(this.#alerts) }, durable);
    this.#savedAt = stamp.at;
    this.#unsaved = false;
    this.#introduced = false;
  }

  /** Makes sure that the one timer fires when the time of this alert has come. */
  #wake(cradle: string, record: AlertRecord, now: number): void {
    const { clock, timing } = this.#options;
    const moment = nextWake(record, timing(cradle), now);
    if (moment === null || (this.#wakeAt !== null && this.#wakeAt <= moment)) return;
    clearTimeout(this.#timer);
    this.#wakeAt = moment;
    const wait = Math.max(1, Math.ceil(clock.toWallDuration(moment - now)));
    this.#timer = setTimeout(() => this.tick(), Math.min(wait, 2 ** 31 - 1));
  }

  #message(cradle: string, { record, value, threshold, simulated }: Kept): AlertMessage {
    const { type, title, clock, language, timing } = this.#options;
    const now = clock.now();
    const time = (at: number | null) => (at === null ? null : clock.wallTime(at).toISOString());
    const { category, severity } = ALERTS[type];
    const seconds = record.since === null ? 0 : (now - record.since) / 1000;
    const facts = { type, value, seconds, threshold, simulated, ...(title ? { title } : {}) };
    const text = alertText(facts, language);
    const message = {
      idle: '',
      pending: text,
      active: text,
      acknowledged: text,
      snoozed: text,
      resolved: resolvedText(facts, language),
    }[record.phase];
    const wasRaised = isRaised(record.phase) || record.phase === 'resolved';
    return {
      type,
      category,
      severity,
      state: record.phase,
      message,
      since: time(record.since),
      created_at: wasRaised ? time(record.createdAt) : null,
      is_resolved: record.phase === 'resolved',
      resolved_at: time(record.resolvedAt),
      acknowledged_by: record.acknowledgedBy,
      snoozed_until: time(record.snoozedUntil),
      blocked_until: time(blockedUntil(record, timing(cradle), now)),
      value,
      ...(simulated ? { simulated } : {}),
      time: Math.round(clock.wallTime(now).getTime()),
    };
  }

  #sendAlert(cradle: string, kept: Kept): void {
    const { type } = this.#options;
    const topic = alertTopic(type, cradle);
    const payload = this.#message(cradle, kept);
    this.#options.send({ kind: 'alert', topic, cradle, payload, retain: true, qos: 1 }, null);
  }

  /** @returns Whether there were any. */
  #sendEvents(cradle: string, kept: Kept): boolean {
    if (kept.unsent.length === 0) return false;
    const alert = this.#message(cradle, kept);
    for (const event of kept.unsent) this.#options.send(null, this.#event(cradle, event, alert, kept));
    this.#alerts.set(cradle, { ...kept, unsent: [] });
    return true;
  }

  #event(cradle: string, event: AlertEventType, alert: AlertMessage, kept: Kept): EventOutput {
    const { type, title, clock } = this.#options;
    const { record, value, threshold, simulated } = kept;
    const duration = record.since === null ? null : Math.round((clock.now() - record.since) / 1000);
    const payload = { event_type: event, type, message: alert.message, duration, by: record.acknowledgedBy };
    return {
      kind: 'event',
      topic: eventTopic(type, cradle),
      cradle,
      payload,
      alert,
      facts: { type, value, threshold, simulated, seconds: duration ?? 0, ...(title ? { title } : {}) },
      told: record.told,
      retain: false,
      qos: 1,
    };
  }
}
