import { carePoint, EMPTY_CARE_LOG, takeCare } from '../../nodes/src/history/care-log.ts';
import { pictureFile } from '../../nodes/src/history/pictures.ts';
import { alertPoint, type HistoryPoint } from '../../nodes/src/history/points.ts';
import type { TrueStretch } from '../../nodes/src/testing/simulated-baby.ts';

const MINUTE = 60_000;
const SECOND = 1000;

/** The alert of each crying longer than half a minute: raised, acknowledged, resolved. */
export function* alertsOf(cradle: string, stretches: readonly TrueStretch[]): Generator<HistoryPoint> {
  for (const { from, to, truth } of stretches) {
    const raised = from + 30 * SECOND;
    if (truth !== 'crying' || raised >= to) continue;
    const iso = (time: number) => new Date(time).toISOString();
    const steps = [
      { state: 'active', time: raised },
      { state: 'acknowledged', time: (raised + to) / 2 },
      { state: 'resolved', time: to },
    ] as const;
    for (const { state, time } of steps) {
      yield alertPoint(cradle, {
        type: 'crying',
        category: 'care',
        severity: 'wake',
        state,
        message: 'The baby has been crying for 30 seconds',
        since: iso(from),
        created_at: iso(raised),
        is_resolved: state === 'resolved',
        resolved_at: state === 'resolved' ? iso(to) : null,
        acknowledged_by: state === 'active' ? null : 'Grandpa',
        snoozed_until: null,
        blocked_until: null,
        value: 0.9,
        time,
      });
    }
  }
}

/** Fed after each waking, changed after every other. */
export function* careOf(cradle: string, stretches: readonly TrueStretch[]): Generator<HistoryPoint> {
  let wakings = 0;
  for (const { to, truth } of stretches) {
    if (truth !== 'asleep') continue;
    wakings += 1;
    for (const [kind, wait] of [
      ['fed', 5 * MINUTE],
      ['changed', 8 * MINUTE],
    ] as const) {
      if (kind === 'changed' && wakings % 2 === 0) continue;
      const now = to + wait;
      const step = takeCare({ ...EMPTY_CARE_LOG, made: wakings }, { action: 'care', kind }, now);
      if (!step.ok) throw new Error(step.error);
      yield carePoint(cradle, step, now);
    }
  }
}

/** The index of a picture a minute. */
export function* picturesOf(cradle: string, from: number, to: number): Generator<HistoryPoint> {
  for (let at = from; at < to; at += MINUTE) {
    yield {
      measurement: 'frame',
      tags: { cradle },
      fields: { file: pictureFile(cradle, at, null), bytes: 31_000 },
      time: at,
    };
  }
}
