import type { SoothingRun } from '@smart-cradle/protocol/soothing';
import type { HistoryPoint } from '../history/points.ts';

/** A run as it is kept in the history, at its start. */
export function runPoint(cradle: string, { from, to, calm_after, level, reason }: SoothingRun): HistoryPoint {
  const time = Date.parse(from);
  return {
    measurement: 'soothing',
    tags: { cradle },
    fields: {
      /** Seconds. */
      length: (Date.parse(to) - time) / 1000,
      level,
      ...(calm_after === null ? {} : { calm_after }),
      ...(reason === null ? {} : { reason }),
    },
    time,
  };
}
