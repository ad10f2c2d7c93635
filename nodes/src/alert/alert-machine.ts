import type { AlertEventType, AlertState as Phase } from '@smart-cradle/protocol/alerts';

/** Milliseconds. */
export interface AlertTiming {
  /** How long the condition must hold before it is raised. */
  duration: number;
  /** How long it must be normal before it counts as ended. */
  gap: number;
  /** How long after `createdAt` it is not raised again. */
  blocking: number;
  /** How often an active one is repeated. */
  reminder: number;
  /** How long an acknowledgement lasts while the cause does. */
  acknowledgement: number;
}

/** One alert of one cradle. Times are milliseconds of the rules' clock. */
export interface AlertRecord {
  phase: Phase;
  /** When the condition began. */
  since: number | null;
  /** When it was last raised; also what blocking counts from. */
  createdAt: number | null;
  resolvedAt: number | null;
  /** The first normal reading of the gap that goes on. */
  normalSince: number | null;
  /** The last reading, normal or not. A missing reading is neither. */
  readAt: number | null;
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  snoozedUntil: number | null;
  remindedAt: number | null;
  /** How often it was told since it was raised: who is told next follows from it. */
  told: number;
}

export type AlertInput =
  /** `since`: when the condition began, if that was before this reading. */
  | { kind: 'reading'; abnormal: boolean; since?: number }
  | { kind: 'tick' }
  | { kind: 'acknowledge'; by: string | null }
  | { kind: 'snooze'; duration: number; by: string | null }
  | { kind: 'resolve' }
  /** A parent has the baby: what was raised is resolved, what was pending is dropped. */
  | { kind: 'disarm' };

export interface AlertStep {
  record: AlertRecord;
  /** What to tell, in order. */
  events: AlertEventType[];
}

export const IDLE: AlertRecord = {
  phase: 'idle',
  since: null,
  createdAt: null,
  resolvedAt: null,
  normalSince: null,
  readAt: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  snoozedUntil: null,
  remindedAt: null,
  told: 0,
};

/** A reading older than this says nothing of now: nothing is raised or resolved on it. */
export const FRESH = 3_000;
/**
 * A condition of which nothing was heard for this long is not told again, and forgotten while it is pending: nobody knows
 * whether it still holds. That nothing is heard rings as an alert of its own.
 */
export const UNKNOWN_AFTER = 60_000;

const raised = (phase: Phase) => phase === 'active' || phase === 'acknowledged' || phase === 'snoozed';

/** The moment until which blocking forbids to raise, if it does. */
export function blockedUntil(record: AlertRecord, timing: AlertTiming, now: number): number | null {
  if (raised(record.phase) || record.createdAt === null) return null;
  const end = record.createdAt + timing.blocking;
  return end > now ? end : null;
}

function begin(record: AlertRecord, since: number, now: number): AlertRecord {
  return { ...IDLE, phase: 'pending', since, createdAt: record.createdAt, readAt: now };
}

function resolve(record: AlertRecord, now: number): AlertStep {
  const quiet = { normalSince: null, acknowledgedAt: null, snoozedUntil: null, remindedAt: null };
  if (raised(record.phase)) {
    return { record: { ...record, ...quiet, phase: 'resolved', resolvedAt: now }, events: ['resolved'] };
  }
  if (record.phase !== 'pending') return { record, events: [] };
  return { record: { ...IDLE, createdAt: record.createdAt, readAt: record.readAt }, events: [] };
}

/** What a reading says of the condition, before time is looked at. */
function takeReading(record: AlertRecord, abnormal: boolean, since: number, now: number): AlertRecord {
  if (!abnormal) return { ...record, readAt: now, normalSince: record.normalSince ?? now };
  if (record.phase === 'pending' || raised(record.phase))
    return { ...record, readAt: now, normalSince: null };
  return begin(record, Math.min(since, now), now);
}

/** What the passing of time does. */
function passTime(record: AlertRecord, now: number, timing: AlertTiming): AlertStep {
  const { phase, since, normalSince, readAt } = record;
  const silent = readAt === null ? Number.POSITIVE_INFINITY : now - readAt;
  const open = phase === 'pending' || raised(phase);
  if (!open) return { record, events: [] };
  if (normalSince !== null && silent <= FRESH && now - normalSince >= timing.gap) return resolve(record, now);
  if (phase === 'pending') {
    if (silent > Math.max(UNKNOWN_AFTER, timing.gap)) return resolve(record, now);
    const due = Math.max((since ?? now) + timing.duration, blockedUntil(record, timing, now) ?? 0);
    if (normalSince !== null || silent > FRESH || now < due) return { record, events: [] };
    return {
      record: { ...record, phase: 'active', createdAt: now, resolvedAt: null, remindedAt: now, told: 1 },
      events: ['raised'],
    };
  }
  if (silent > UNKNOWN_AFTER) return { record, events: [] };
  if (phase === 'acknowledged' && now - (record.acknowledgedAt ?? now) >= timing.acknowledgement) {
    return {
      record: {
        ...record,
        phase: 'active',
        acknowledgedAt: null,
        acknowledgedBy: null,
        remindedAt: now,
        told: record.told + 1,
      },
      events: ['returned'],
    };
  }
  if (phase === 'snoozed' && now >= (record.snoozedUntil ?? now)) {
    return {
      record: {
        ...record,
        phase: 'active',
        snoozedUntil: null,
        acknowledgedBy: null,
        remindedAt: now,
        told: record.told + 1,
      },
      events: ['returned'],
    };
  }
  if (phase === 'active' && now - (record.remindedAt ?? now) >= timing.reminder) {
    return { record: { ...record, remindedAt: now, told: record.told + 1 }, events: ['reminded'] };
  }
  return { record, events: [] };
}

/**
 * The whole life of an alert: idle → pending → active → acknowledged or snoozed → resolved, and resolved stays until the
 * next pending. Pure: the same record, input, moment and timing give the same step.
 */
export function step(record: AlertRecord, input: AlertInput, now: number, timing: AlertTiming): AlertStep {
  switch (input.kind) {
    case 'reading': {
      // First let the time until now pass, so that a gap that had ended before this reading has ended.
      const before = passTime(record, now, timing);
      const after = passTime(
        takeReading(before.record, input.abnormal, input.since ?? now, now),
        now,
        timing,
      );
      return { record: after.record, events: [...before.events, ...after.events] };
    }
    case 'tick':
      return passTime(record, now, timing);
    case 'acknowledge':
      if (record.phase !== 'active' && record.phase !== 'snoozed') return { record, events: [] };
      return {
        record: {
          ...record,
          phase: 'acknowledged',
          acknowledgedAt: now,
          acknowledgedBy: input.by,
          snoozedUntil: null,
        },
        events: ['acknowledged'],
      };
    case 'snooze':
      if (!raised(record.phase)) return { record, events: [] };
      return {
        record: {
          ...record,
          phase: 'snoozed',
          snoozedUntil: now + input.duration,
          acknowledgedAt: null,
          acknowledgedBy: input.by,
        },
        events: ['snoozed'],
      };
    case 'resolve':
      return raised(record.phase) ? resolve(record, now) : { record, events: [] };
    case 'disarm':
      return resolve(record, now);
  }
}

/** The same record with every moment moved, in milliseconds: the clock was stepped while nobody looked. */
export function shiftRecord(record: AlertRecord, by: number): AlertRecord {
  if (by === 0) return record;
  const moved = (at: number | null) => (at === null ? null : at + by);
  return {
    ...record,
    since: moved(record.since),
    createdAt: moved(record.createdAt),
    resolvedAt: moved(record.resolvedAt),
    normalSince: moved(record.normalSince),
    readAt: moved(record.readAt),
    acknowledgedAt: moved(record.acknowledgedAt),
    snoozedUntil: moved(record.snoozedUntil),
    remindedAt: moved(record.remindedAt),
  };
}

/** The next moment at which time alone changes something; null: only a message can. */
export function nextWake(record: AlertRecord, timing: AlertTiming, now: number): number | null {
  const { phase, since, normalSince, readAt } = record;
  if (phase !== 'pending' && !raised(phase)) return null;
  const moments: number[] = [];
  if (normalSince !== null) moments.push(normalSince + timing.gap);
  if (phase === 'pending') {
    if (normalSince === null) {
      moments.push(Math.max((since ?? now) + timing.duration, blockedUntil(record, timing, now) ?? 0));
    }
    if (readAt !== null) moments.push(readAt + Math.max(UNKNOWN_AFTER, timing.gap) + 1);
  }
  if (phase === 'acknowledged' && record.acknowledgedAt !== null) {
    moments.push(record.acknowledgedAt + timing.acknowledgement);
  }
  if (phase === 'snoozed' && record.snoozedUntil !== null) moments.push(record.snoozedUntil);
  if (phase === 'active' && record.remindedAt !== null) moments.push(record.remindedAt + timing.reminder);
  const ahead = moments.filter((moment) => moment > now);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
