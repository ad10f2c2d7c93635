import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Which process it was: process ids are used again, an id together with its start is not. */
export interface ProcessRecord {
  pid: number;
  /** When it started, in the words of the system. */
  started: string;
}

/** @returns undefined when there is no such process (any more). */
export function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in parentheses may hold anything; field 3 (state) comes after it, field 22 is the start.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}:${fields[19]}`;
    }
    const answer = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return answer.toString().trim() || undefined;
  } catch {
    return undefined;
  }
}

export function recordOf(pid: number): ProcessRecord {
  return { pid, started: startOf(pid) ?? '' };
}

export function isAlive({ pid, started }: ProcessRecord): boolean {
  return started !== '' && startOf(pid) === started;
}

/** Sends a signal to a process, or with `-pid` to its group; one that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function isRecord(value: unknown): value is ProcessRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'started' in value &&
    typeof value.started === 'string'
  );
}

export function readRecord(file: string): ProcessRecord | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** One file a running part, so that scripts find it, and the next start what a crash left behind. */
export function createProcessFolder(folder: string) {
  mkdirSync(folder, { recursive: true });
  const fileOf = (part: string) => join(folder, `${part}.json`);
  return {
    note(part: string, pid: number): void {
      writeFileSync(fileOf(part), `${JSON.stringify(recordOf(pid))}\n`, { mode: 0o600 });
    },
    forget(part: string): void {
      rmSync(fileOf(part), { force: true });
    },
    /** Ends what an earlier launcher left behind. @returns the names of the parts that still ran. */
    async endLeftBehind(limit: number): Promise<string[]> {
      const left = readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => ({ part: name.slice(0, -'.json'.length), record: readRecord(join(folder, name)) }));
      const running = left.flatMap(({ part, record }) =>
        record && isAlive(record) ? [{ part, record }] : [],
      );
      for (const { record } of running) signal(record.pid, 'SIGTERM');
      const end = Date.now() + limit;
      while (running.some(({ record }) => isAlive(record)) && Date.now() < end) await delay(100);
      for (const { record } of running) if (isAlive(record)) signal(-record.pid, 'SIGKILL');
      for (const { part } of left) this.forget(part);
      return running.map(({ part }) => part);
    },
  };
}

export type ProcessFolder = ReturnType<typeof createProcessFolder>;
