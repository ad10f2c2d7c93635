import type { TestAlarmReport } from '@smart-cradle/protocol/reports';
import type { Member } from './recipients.ts';

type Entry = TestAlarmReport['recipients'][number];

export const NO_TEST: TestAlarmReport = { state: 'idle', at: null, recipients: [] };

/** What the results so far come to. */
function stateOf(recipients: readonly Entry[]): TestAlarmReport['state'] {
  if (recipients.some(({ result }) => result === 'waiting')) return 'running';
  const failed = recipients.filter(({ result }) => result === 'failed').length;
  if (failed === recipients.length) return 'failed';
  return failed > 0 ? 'partly' : 'delivered';
}

/** A test that nobody can be told of has failed at once. */
export function beginTest(members: readonly Member[], at: Date): TestAlarmReport {
  const recipients = members.map(({ id, name }): Entry => ({ id, name, result: 'waiting', at: null }));
  return { state: stateOf(recipients), at: at.toISOString(), recipients };
}

/** The report with what became of one recipient's letter. A confirmation of the phone is not taken back. */
export function noteResult(
  report: TestAlarmReport,
  id: string,
  result: 'sent' | 'delivered' | 'failed',
  at: Date,
  reason: string | null,
): TestAlarmReport {
  const recipients = report.recipients.map((entry) =>
    entry.id === id && entry.result !== 'delivered'
      ? { ...entry, result, at: at.toISOString(), ...(reason === null ? {} : { reason }) }
      : entry,
  );
  return { ...report, state: stateOf(recipients), recipients };
}
