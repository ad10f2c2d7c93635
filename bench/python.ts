import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const OUTPUT = fileURLToPath(new URL('./output/', import.meta.url));
const MINUTE = 60_000;

/**
 * A Python with these packages in a folder of its own, which is made when it is not there yet.
 *
 * @throws Error that says what is missing: Python itself, its `venv`, or a package for this machine
 */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const folder = join(OUTPUT, `python-${name}`);
  const python = join(folder, 'bin', 'python');
  const ready = join(folder, 'ready');
  if (existsSync(ready)) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(OUTPUT, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', folder], { timeout: MINUTE });
    await run(python, ['-m', 'pip', 'install', '--quiet', ...packages], { timeout: 10 * MINUTE });
  } catch (error) {
    const why = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    throw new Error(`Python with ${packages.join(', ')} cannot be set up: ${why}`);
  }
  await writeFile(ready, '');
  return python;
}
