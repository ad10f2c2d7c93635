import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('./settings-process.ts', import.meta.url));
/** That run at the same time, each with a file of its own: starting takes longer than being killed. */
const AT_ONCE = 4;

/** Kills it at a random moment of its changes. @returns the value that stands then. */
async function cutPower(file: string): Promise<unknown> {
  const child = spawn(process.execPath, [PROCESS, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
  child.kill('SIGKILL');
  await once(child, 'close');
  return JSON.parse(readFileSync(file, 'utf8')).rocking_minutes;
}

/** The setting's value after each power cut in the middle of changes. @throws Error when a file is not whole. */
export async function valuesAfterPowerCuts(cuts: number): Promise<unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-'));
  const values: unknown[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, worker) => {
      for (let cut = worker; cut < cuts; cut += AT_ONCE)
        values.push(await cutPower(join(folder, `settings-${worker}.json`)));
    }),
  );
  rmSync(folder, { recursive: true });
  return values;
}
