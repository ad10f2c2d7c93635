import { expect, test } from 'vitest';
import {
  type CareCommand,
  type CareLog,
  carePoint,
  EMPTY_CARE_LOG,
  foldCare,
  lastCare,
  takeCare,
} from './care-log.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

function live(commands: CareCommand[], log: CareLog = EMPTY_CARE_LOG) {
  const points = [];
  for (const [index, command] of commands.entries()) {
    const step = takeCare(log, command, NOW + index * 1000);
    if (!step.ok) throw new Error(step.error);
    log = step.log;
    points.push(carePoint('cradle-a', step, NOW + index * 1000));
  }
  return { log, points };
}

/** What the database would give back of the points. */
const stored = (points: ReturnType<typeof live>['points']) =>
  foldCare(
    points.map(({ fields }) => ({
      id: String(fields.id),
      kind: fields.kind as 'fed',
      at: Number(fields.at),
      note: String(fields.note),
      deleted: fields.deleted === true,
      by: typeof fields.by === 'string' ? fields.by : null,
    })),
  );

test('an entry is made, corrected, deleted and brought back, and the database says the same', () => {
  const first = live([{ action: 'care', kind: 'fed', note: '120 ml', by: 'Mina' }]);
  const [{ id = '' } = {}] = first.log.entries;
  const at = '2026-11-24T11:30:00Z';
  const corrected = live([{ action: 'care_correct', id, at, kind: 'bed' }], first.log);
  expect(corrected.log.entries).toEqual([
    { id, kind: 'bed', at: Date.parse(at), note: '120 ml', by: 'Mina' },
  ]);
  expect(corrected.points[0]?.fields.was_at).toBe(NOW);
  const deleted = live([{ action: 'care_delete', id }], corrected.log);
  expect(deleted.log.entries).toEqual([]);
  const undone = live([{ action: 'care_undo' }, { action: 'care_undo' }], deleted.log);
  expect(undone.log.entries).toEqual(first.log.entries);
  const points = [first, corrected, deleted, undone].flatMap((step) => step.points);
  expect(stored(points)).toEqual(undone.log.entries);
  expect(lastCare(undone.log, 'fed')).toBe(NOW);
});

test.each<[string, CareCommand, string]>([
  ['the future', { action: 'care', kind: 'fed', at: '2026-11-24T13:00:00Z' }, 'at ("2026-11-24T13:00:00Z")'],
  ['long ago', { action: 'care', kind: 'fed', at: '2026-10-01T13:00:00Z' }, 'at ("2026-10-01T13:00:00Z")'],
  ['an id that is not there', { action: 'care_delete', id: 'nope' }, 'id ("nope")'],
  ['nothing to take back', { action: 'care_undo' }, 'action ("care_undo")'],
])('refuses %s, and nothing changes', (_name, command, error) => {
  const step = takeCare(EMPTY_CARE_LOG, command, NOW);
  expect(step).toMatchObject({ ok: false, error: expect.stringContaining(error) });
});
