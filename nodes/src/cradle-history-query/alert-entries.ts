import type { InfluxDB } from 'influx';
import { type Stretch, select, timeOf } from '../history/stored.ts';

/** One alert from its raising to its end. Times are ISO 8601 UTC. */
export interface AlertEntry {
  type: string;
  severity: string;
  created_at: string;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  resolved_at: string | null;
  message: string;
  value: number | string | null;
  picture: string | null;
}

/** One transition, as it is stored. */
export interface AlertTransition {
  time: number;
  type: string;
  state: string;
  severity: string;
  message: string;
  createdAt: string | null;
  acknowledgedBy: string | null;
  resolvedAt: string | null;
  value: number | string | null;
}

/** Transitions in one answer. */
const MAX_TRANSITIONS = 5000;

export async function readTransitions(client: InfluxDB, stretch: Stretch): Promise<AlertTransition[]> {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const rows = await select(client, '*', 'alert', stretch, `ORDER BY time DESC LIMIT ${MAX_TRANSITIONS}`);
  return rows.reverse().map((row) => ({
    time: timeOf(row),
    type: String(row.type),
    state: String(row.state),
    severity: String(row.severity),
    message: String(row.message ?? ''),
    createdAt: text(row.created_at),
    acknowledgedBy: text(row.acknowledged_by),
    resolvedAt: text(row.resolved_at),
    value: typeof row.value === 'number' ? row.value : text(row.value_text),
  }));
}

/**
 * Transitions of the same raising become one entry.
 *
 * @param transitions Oldest first.
 * @param pictureOf The picture of an alert, by its type and the moment of its raising.
 */
export function alertEntries(
  transitions: readonly AlertTransition[],
  pictureOf: (type: string, createdAt: number) => string | null,
): AlertEntry[] {
  const entries = new Map<string, AlertEntry>();
  for (const one of transitions) {
    if (one.createdAt === null) continue;
    const key = `${one.type} ${one.createdAt}`;
    const entry = entries.get(key) ?? {
      type: one.type,
      severity: one.severity,
      created_at: one.createdAt,
      acknowledged_at: null,
      acknowledged_by: null,
      resolved_at: null,
      message: one.message,
      value: one.value,
      picture: pictureOf(one.type, Date.parse(one.createdAt)),
    };
    entries.set(key, entry);
    if (one.state === 'acknowledged') {
      entry.acknowledged_at = new Date(one.time).toISOString();
      entry.acknowledged_by = one.acknowledgedBy;
    }
    // The sentence of the end would hide what it was about.
    if (one.state === 'resolved') entry.resolved_at = one.resolvedAt;
  }
  return [...entries.values()];
}
