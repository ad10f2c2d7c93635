import { ALERTS } from '@smart-cradle/protocol/alerts';
import type { RaisedAlert } from '../cradle-card/raised-alerts.ts';
import type { HistoryAlert } from '../history/history.ts';

export const FILTERS = ['all', 'care', 'technical', 'open'] as const;
export type Filter = (typeof FILTERS)[number];

/** The log with what is raised now: the history may lag, or know nothing of it yet. */
export function withRaised(
  log: readonly HistoryAlert[],
  raised: readonly RaisedAlert[],
  now: number,
): HistoryAlert[] {
  const open = new Set(raised.map(({ type }) => type));
  const known = log.map((alert, index) => {
    const latest = log.findIndex(({ type }) => type === alert.type) === index;
    // Raised no more, though the history has not heard of it yet.
    return alert.resolvedAt === null && !(latest && open.has(alert.type))
      ? { ...alert, resolvedAt: now }
      : alert;
  });
  const missing = raised
    .filter(({ type }) => !known.some((alert) => alert.type === type && alert.resolvedAt === null))
    .map(
      (alert): HistoryAlert => ({
        type: alert.type,
        severity: alert.severity,
        createdAt: alert.since?.getTime() ?? now,
        acknowledgedAt: null,
        acknowledgedBy: alert.acknowledgedBy,
        resolvedAt: null,
        message: alert.message,
        value: alert.value,
        picture: null,
      }),
    );
  return [...missing, ...known].sort((a, b) => b.createdAt - a.createdAt);
}

export function filtered(log: readonly HistoryAlert[], filter: Filter): HistoryAlert[] {
  if (filter === 'all') return [...log];
  if (filter === 'open') return log.filter(({ resolvedAt }) => resolvedAt === null);
  return log.filter(({ type }) => ALERTS[type].category === filter);
}
