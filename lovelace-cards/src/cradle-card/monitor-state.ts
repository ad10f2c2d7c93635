import { ALERT_TYPES } from '@smart-cradle/protocol/alerts';
import { type EntityReader, instant, type Reading, textOrNull } from '../card/reading.ts';
import type { PartName } from '../localize/en.ts';

/** What must be there for the cradle to be watched. */
export const WATCHED = [
  'camera',
  'direction',
  'crying',
  'temperature',
] as const satisfies readonly PartName[];
export type Watched = (typeof WATCHED)[number];

/** `blind`: readings come, but nobody makes alerts of them. `offline`: not one sensor is there. */
export type MonitorKind = 'disconnected' | 'paused' | 'offline' | 'blind' | 'impaired' | 'watching';

export interface MonitorState {
  kind: MonitorKind;
  /** The parts that are not watching. */
  lost: Watched[];
  /** No alert can come. */
  blind: boolean;
  paused: { until: Date | null; by: string | null } | null;
}

/** Rules that run keep their alerts' entities available, whatever the cradle does. */
function rulesGone(reader: EntityReader): boolean {
  return ALERT_TYPES.every((type) => {
    const entity = reader.entity(`alert_${type}`);
    return !entity || entity.state === 'unavailable';
  });
}

function pause(reader: EntityReader): MonitorState['paused'] {
  const monitoring = reader.entity('monitoring');
  if (monitoring?.state !== 'off') return null;
  return { until: instant(monitoring.attributes.until), by: textOrNull(monitoring.attributes.by) };
}

/** Whether somebody would be told, and what stands in the way. The worst that a parent must know comes first. */
export function monitorState(
  reader: EntityReader,
  readings: Readonly<Record<Watched, Reading<unknown>>>,
  { connected, pictureLost }: { connected: boolean; pictureLost: boolean },
): MonitorState {
  const lost = WATCHED.filter((part) => !readings[part].known || (part === 'camera' && pictureLost));
  const blind = rulesGone(reader);
  const paused = blind ? null : pause(reader);
  const kind = (): MonitorKind => {
    if (!connected) return 'disconnected';
    if (paused) return 'paused';
    if (lost.length === WATCHED.length) return 'offline';
    if (blind) return 'blind';
    return lost.length > 0 ? 'impaired' : 'watching';
  };
  return { kind: kind(), lost, blind, paused };
}
