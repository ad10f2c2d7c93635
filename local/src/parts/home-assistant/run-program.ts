import { spawn } from 'node:child_process';

/** A program that ended with an error; `output` is the end of what it said. */
export class ProgramError extends Error {
  override name = 'ProgramError';
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/** Characters of output that are kept for an error. */
const KEPT = 8000;

/**
 * Runs a program to its end.
 * @returns its standard output.
 * @throws ProgramError when it cannot be started or ends with anything but 0.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { environment: NodeJS.ProcessEnv; signal?: AbortSignal | undefined },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.signal ? { signal: options.signal } : {}),
    });
    let stdout = '';
    let all = '';
    const keep = (chunk: string) => {
      all = (all + chunk).slice(-KEPT);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      keep(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => {
      reject(error.name === 'AbortError' ? error : new ProgramError(error.message, error.message));
    });
    child.once('close', (code, name) => {
      if (code === 0) resolve(stdout);
      else reject(new ProgramError(`${command} ended with ${name ?? `code ${code}`}`, all.trim()));
    });
  });
}
