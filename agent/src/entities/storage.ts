import { access, constants, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';

export interface StorageOptions {
  /** Where the device's settings, its registration and clips of sound are kept. */
  folder: string;
  log: Log;
  /** Why nothing is stored, such as `disk_full`; null: all is stored. Told on change. */
  onState(why: string | null): void;
}

/** ms between looks: a full disk is told within 5 s. */
const LOOK_EVERY = 2_000;
/** Bytes below which the disk is full: the settings and what is written beside them while they change. */
const LEAST_FREE = 65_536;
/**
 * Looks that a disk may leave unanswered: a memory card that fails may take for ever. Not a time: when the whole program
 * stood still, the disk's answer waits behind the next look.
 */
const MAY_BE_UNANSWERED = 1;
/** Beside the settings, for a moment, and only while something is wrong. */
const PROBE = '.probe';

/**
 * Whether the device can store anything. It is looked at without writing, which would wear out a memory card; only after
 * something was not stored is it tried again by writing, until that succeeds.
 */
export class Storage implements Part {
  readonly #options: StorageOptions;
  #timer: NodeJS.Timeout | undefined;
  #failed = false;
  #told: string | null = null;
  /** Looks since the one that is on its way; undefined while it is not looked at. */
  #unanswered: number | undefined;

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
    this.#look();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Something could not be stored. */
  failed(error: unknown): void {
    this.#failed = true;
    this.#tell(reasonOf(error));
  }

  async #look(): Promise<void> {
    if (this.#unanswered !== undefined) {
      this.#unanswered += 1;
      if (this.#unanswered > MAY_BE_UNANSWERED) this.#tell('not_writable: the disk does not answer');
      return;
    }
    this.#unanswered = 0;
    const { folder } = this.#options;
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      const { bavail, bsize, files, ffree } = await statfs(folder);
      // Some file systems count no files.
      if (bavail * bsize < LEAST_FREE || (files > 0 && ffree === 0)) throw new FullError();
      if (this.#failed) {
        await writeFile(join(folder, PROBE), 'x'.repeat(1_024));
        await rm(join(folder, PROBE));
      }
      this.#failed = false;
      this.#tell(null);
    } catch (error) {
      this.#tell(reasonOf(error));
    } finally {
      this.#unanswered = undefined;
    }
  }

  #tell(why: string | null): void {
    if (why === this.#told) return;
    this.#told = why;
    const { log, onState, folder } = this.#options;
    if (why === null) log.info({ folder }, 'storage: settings are stored again');
    else log.error({ folder, reason: why }, 'storage: nothing is stored');
    onState(why);
  }
}

class FullError extends Error {
  readonly code = 'ENOSPC';
}

function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(code))) return 'disk_full';
  // Without the file, which differs each time.
  return `not_writable: ${messageOf(error).split(',')[0]}`;
}
