import type { MonitorKind } from '../cradle-card/monitor-state.ts';

/** How long Home Assistant may be unheard, ms. */
export const CONNECTION_LOST_AFTER = 15_000;
/**
 * How long nothing may be watched, ms. Readings expire 5 s after the last one, so that this too rings 15 s after the
 * cradle fell silent.
 */
export const DATA_LOST_AFTER = 10_000;
/** How long "quiet" keeps the bedside alarm still, ms. */
export const QUIET_FOR = 5 * 60_000;

export type AlarmReason = 'connection' | 'data' | 'alert';

export interface Bedside {
  now: number;
  /** When Home Assistant was heard last, ms since 1970. */
  heardAt: number;
  monitor: MonitorKind;
  /** Since when the monitor is in that state, ms since 1970. */
  monitorSince: number;
  /** An alert that wakes is active: neither acknowledged nor snoozed. */
  alertActive: boolean;
  /** Monitoring rests until then: what was said before the connection was lost; null: it does not rest. */
  pausedUntil: number | null;
  quietUntil: number;
}

/** Why the bedside view rings now; null: it does not. Only a lost connection can make an alert unseen, so it comes first. */
export function alarmReason(bedside: Bedside): AlarmReason | null {
  const { now, heardAt, monitor, monitorSince, alertActive, pausedUntil, quietUntil } = bedside;
  if (now < quietUntil) return null;
  const resting = pausedUntil !== null && now < pausedUntil;
  if (!resting && now - heardAt >= CONNECTION_LOST_AFTER) return 'connection';
  if (monitor === 'disconnected') return null;
  if ((monitor === 'offline' || monitor === 'blind') && now - monitorSince >= DATA_LOST_AFTER) return 'data';
  return alertActive ? 'alert' : null;
}
