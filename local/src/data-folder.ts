import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that are written for trial: on a full disk an empty file can often still be made. */
const TRIAL = 65_536;

function explain(code: string | undefined, message: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full: make room (2 GB for all parts), or name a folder on another disk with --data.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    // What Node.js reports when a folder cannot be made on a read-only disk.
    case 'ENOENT':
      return 'nothing can be written there by this user: name a folder of your own with --data.';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'there is a file in its place: name a folder with --data.';
    default:
      return `${message}; name another one with --data.`;
  }
}

/**
 * Makes the data folder, for its owner alone, and sees whether it can be written to. A folder that already held
 * something keeps the rights that it has: it may be the user's for more than this.
 * @throws Error with a sentence for the user.
 */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length === 0) chmodSync(folder, 0o700);
    const trial = join(folder, `.trial-${process.pid}`);
    try {
      writeFileSync(trial, Buffer.alloc(TRIAL), { mode: 0o600 });
    } finally {
      rmSync(trial, { force: true });
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : undefined;
    throw new Error(`The data folder ${folder} cannot be used, since ${explain(code, error.message)}`);
  }
}
