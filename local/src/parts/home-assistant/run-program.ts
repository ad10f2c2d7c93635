import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type ProcessFolder, signal as sendSignal } from '../../processes.ts';

/** A program that could not be started or ended with an error; `output` is the end of what it said. */
export class ProgramError extends Error {
  override name = 'ProgramError';
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/** Lines of output that are kept for an error. */
const KEPT = 100;

export interface RunOptions {
  environment: NodeJS.ProcessEnv;
  /** Ends the program, with all that it started itself. */
  signal?: AbortSignal | undefined;
  /** Where it is noted while it runs, so that the next start finds it when this one is killed. */
  processes?: ProcessFolder;
  /** Is told every line that the program says on its standard error. */
  onLine?(line: string): void;
}

const NAME = 'install';

/**
 * Runs a program to its end, in a process group of its own.
 * @returns its standard output.
 * @throws ProgramError when it cannot be started or ends with anything but 0, the signal's reason when that ended it.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  { environment, signal, processes, onLine }: RunOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) processes?.note(NAME, pid);
    const kill = () => pid !== undefined && sendSignal(-pid, 'SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    const stdout: string[] = [];
    let last: string[] = [];
    const keep = (line: string) => {
      last = [...last.slice(1 - KEPT), line];
    };
    createInterface({ input: child.stdout }).on('line', (line) => {
      stdout.push(line);
      keep(line);
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      keep(line);
      onLine?.(line);
    });
    const over = () => {
      signal?.removeEventListener('abort', kill);
      if (pid !== undefined) processes?.forget(NAME);
    };
    child.once('error', (error) => {
      over();
      reject(new ProgramError(`${command} cannot be started: ${error.message}`, error.message));
    });
    child.once('close', (code, name) => {
      over();
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve(stdout.join('\n'));
      else
        reject(new ProgramError(`${command} ended with ${name ?? `code ${code}`}`, last.join('\n').trim()));
    });
  });
}
