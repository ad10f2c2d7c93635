import type { TestAlarmReport } from '@smart-cradle/protocol/reports';
import type { Letter } from './outbox.ts';
import type { Member } from './recipients.ts';

type Entry = TestAlarmReport['recipients'][number];

const NO_TEST: TestAlarmReport = { state: 'idle', at: null, recipients: [] };

/** What the results so far come to. */
function stateOf(recipients: readonly Entry[]): TestAlarmReport['state'] {
  if (recipients.some(({ result }) => result === 'waiting')) return 'running';
  const failed = recipients.filter(({ result }) => result === 'failed').length;
  if (failed === recipients.length) return 'failed';
  return failed > 0 ? 'partly' : 'delivered';
}

/** A test that nobody can be told of has failed at once. */
function beginTest(members: readonly Member[], at: Date): TestAlarmReport {
  const recipients = members.map(({ id, name }): Entry => ({ id, name, result: 'waiting', at: null }));
  return { state: stateOf(recipients), at: at.toISOString(), recipients };
}

/** The report with what became of one recipient's letter. A confirmation of the phone is not taken back. */
function noteResult(
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

/** The newest test alarm of each cradle. Its letters are about `{cradle}|test`. */
export class TestAlarms {
  readonly #reports = new Map<string, TestAlarmReport>();
  readonly #now: () => Date;
  readonly #show: (cradle: string, report: TestAlarmReport) => void;

  constructor(now: () => Date, show: (cradle: string, report: TestAlarmReport) => void) {
    this.#now = now;
    this.#show = show;
  }

  /** A cradle that was never tested says so. */
  introduce(cradle: string): void {
    this.#set(cradle, this.#reports.get(cradle) ?? NO_TEST);
  }

  begin(cradle: string, members: readonly Member[]): void {
    this.#set(cradle, beginTest(members, this.#now()));
  }

  /** What became of a letter, if it was one of a test. */
  note({ about, to }: Letter, result: 'sent' | 'delivered' | 'failed', reason: string | null): void {
    const cradle = about?.endsWith('|test') ? about.slice(0, -'|test'.length) : undefined;
    const report = cradle === undefined ? undefined : this.#reports.get(cradle);
    if (cradle !== undefined && report)
      this.#set(cradle, noteResult(report, to, result, this.#now(), reason));
  }

  forget(cradle: string): void {
    this.#reports.delete(cradle);
  }

  #set(cradle: string, report: TestAlarmReport): void {
    this.#reports.set(cradle, report);
    this.#show(cradle, report);
  }
}
