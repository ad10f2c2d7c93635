import type { CareKind } from '@smart-cradle/protocol/care';
import type { Localized } from '@smart-cradle/protocol/language';
import { refusalText } from './care-refusal.ts';
import type { HistoryPoint } from './points.ts';

/** One entry of the care log. */
export interface CareEntry {
  id: string;
  kind: CareKind;
  /** When it was done, milliseconds since 1970 UTC. */
  at: number;
  note: string;
  by: string | null;
}

/** How far back an entry may be dated, milliseconds: a later one would change days that nobody looks at any more. */
export const OLDEST_CARE = 31 * 86_400_000;
/** How far ahead, milliseconds: clocks of phones differ. */
const NEWEST_CARE = 60_000;
/** Steps that can be taken back. */
const UNDO_STEPS = 20;

/** What is kept of one cradle's care log. */
export interface CareLog {
  /** Oldest first. */
  entries: readonly CareEntry[];
  /** What each of the last steps did: the entry before (null: there was none) and after (null: deleted). */
  steps: readonly { before: CareEntry | null; after: CareEntry | null }[];
  /** Entries made so far: part of each id. */
  made: number;
}

export const EMPTY_CARE_LOG: CareLog = { entries: [], steps: [], made: 0 };

/** The commands of the care log, checked. */
export type CareCommand =
  | {
      action: 'care';
      kind: CareKind;
      at?: string | undefined;
      note?: string | undefined;
      by?: string | undefined;
    }
  | {
      action: 'care_correct';
      id: string;
      kind?: CareKind | undefined;
      at?: string | undefined;
      note?: string | undefined;
      by?: string | undefined;
    }
  | { action: 'care_delete'; id: string; by?: string | undefined }
  | { action: 'care_undo'; by?: string | undefined };

export function isCareCommand(command: { action: string }): command is CareCommand {
  return ['care', 'care_correct', 'care_delete', 'care_undo'].includes(command.action);
}

export type CareStep =
  | { ok: true; log: CareLog; before: CareEntry | null; after: CareEntry | null }
  /** Names the field and the value; nothing has changed. */
  | { ok: false; field: string; error: string; text: Localized };

const REFUSALS = {
  ahead: { en: 'must not be in the future', ko: '미래일 수 없습니다' },
  old: { en: 'must be within the last 31 days', ko: '지난 31일 안이어야 합니다' },
  empty: { en: 'there is nothing to take back', ko: '되돌릴 것이 없습니다' },
  unknown: { en: 'there is no such entry', ko: '그런 기록이 없습니다' },
} as const satisfies Record<string, Localized>;

function refuse(field: string, value: unknown, why: keyof typeof REFUSALS): CareStep {
  const text = refusalText(field, value, REFUSALS[why]);
  return { ok: false, field, error: text.en, text };
}

function apply(log: CareLog, before: CareEntry | null, after: CareEntry | null): readonly CareEntry[] {
  const others = log.entries.filter((entry) => entry.id !== (before ?? after)?.id);
  return (after ? [...others, after] : others).sort((a, b) => a.at - b.at);
}

function change(log: CareLog, before: CareEntry | null, after: CareEntry | null): CareStep {
  const entries = apply(log, before, after);
  const steps = [...log.steps, { before, after }].slice(-UNDO_STEPS);
  return { ok: true, log: { ...log, entries, steps }, before, after };
}

/** @returns undefined when the moment is one that an entry may carry. */
function wrongMoment(text: string, now: number): CareStep | undefined {
  const at = Date.parse(text);
  if (at > now + NEWEST_CARE) return refuse('at', text, 'ahead');
  if (at < now - OLDEST_CARE) return refuse('at', text, 'old');
  return undefined;
}

/** One command. Pure: the clock comes in. */
export function takeCare(log: CareLog, command: CareCommand, now: number): CareStep {
  if (command.action === 'care_undo') {
    const last = log.steps.at(-1);
    if (!last) return refuse('action', 'care_undo', 'empty');
    const entries = apply(log, last.after, last.before);
    return {
      ok: true,
      log: { ...log, entries, steps: log.steps.slice(0, -1) },
      before: last.after,
      after: last.before,
    };
  }
  if ('at' in command && command.at !== undefined) {
    const wrong = wrongMoment(command.at, now);
    if (wrong) return wrong;
  }
  if (command.action === 'care') {
    const { kind, at, note = '', by = null } = command;
    const made = log.made + 1;
    const id = `${now.toString(36)}-${made.toString(36)}`;
    const entry = { id, kind, at: at === undefined ? now : Math.min(now, Date.parse(at)), note, by };
    return change({ ...log, made }, null, entry);
  }
  const before = log.entries.find(({ id }) => id === command.id);
  if (!before) return refuse('id', command.id, 'unknown');
  if (command.action === 'care_delete') return change(log, before, null);
  const { kind = before.kind, at, note = before.note, by = before.by } = command;
  const after = {
    ...before,
    kind,
    note,
    by,
    at: at === undefined ? before.at : Math.min(now, Date.parse(at)),
  };
  return change(log, before, after);
}

/** Entries older than any command can reach are in the database only. */
export function trimCareLog(log: CareLog, now: number): CareLog {
  return { ...log, entries: log.entries.filter(({ at }) => at >= now - 2 * OLDEST_CARE) };
}

/** Milliseconds of the last entry of a kind; null: none. */
export function lastCare(log: CareLog, kind: CareKind): number | null {
  return log.entries.findLast((entry) => entry.kind === kind)?.at ?? null;
}

/**
 * One step as a point. Each carries the whole entry, so that the log of any range can be read from the steps since its
 * beginning: an entry is never dated after its step.
 */
export function carePoint(
  cradle: string,
  { before, after }: { before: CareEntry | null; after: CareEntry | null },
  time: number,
): HistoryPoint {
  const entry = after ?? before;
  return {
    measurement: 'care',
    tags: { cradle },
    fields: {
      id: entry?.id ?? '',
      kind: entry?.kind ?? '',
      at: entry?.at ?? time,
      note: entry?.note ?? '',
      deleted: after === null,
      ...(entry?.by ? { by: entry.by } : {}),
      ...(before ? { was_at: before.at } : {}),
    },
    time,
  };
}

/** A step as the database gives it. */
export interface CareRow {
  id: string;
  kind: CareKind;
  at: number;
  note: string;
  deleted: boolean;
  by: string | null;
}

/** The entries that a row of steps leaves, oldest first. */
export function foldCare(rows: readonly CareRow[]): CareEntry[] {
  const entries = new Map<string, CareEntry>();
  for (const { id, kind, at, note, by, deleted } of rows) {
    if (deleted) entries.delete(id);
    else entries.set(id, { id, kind, at, note, by });
  }
  return [...entries.values()].sort((a, b) => a.at - b.at);
}
