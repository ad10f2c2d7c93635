import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, readRecord, recordOf } from './processes.ts';

/**
 * Keeps a second launcher away from the same data folder.
 * @returns what releases it.
 * @throws Error with a sentence for the user when another one runs.
 */
export function lockData(data: string): () => void {
  const file = join(data, 'launcher.json');
  const mine = `${JSON.stringify(recordOf(process.pid))}\n`;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
      return () => {
        // It may be gone with the whole folder.
        if (existsSync(file) && readFileSync(file, 'utf8') === mine) rmSync(file);
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = readRecord(file);
    if (holder && isAlive(holder)) {
      throw new Error(
        `Smart Cradle already runs with the data folder ${data} (process ${holder.pid}): stop it with Ctrl-C where it was started, or start this one with another --data folder and another --port-base.`,
      );
    }
    rmSync(file, { force: true });
  }
}
