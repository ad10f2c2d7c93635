import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { type Log, messageOf } from '../log.ts';

const stored = z.object({ registered_at: z.iso.datetime() });
/** A Raspberry Pi has no clock of its own: before the network has told it the time, it is long ago. */
const CLOCK_IS_SET_FROM = Date.UTC(2025, 0, 1);

/** When this cradle was first served with these data. */
export class Registration {
  readonly #file: string;
  readonly #log: Log;
  #at: string | undefined;
  #failed = false;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** ISO 8601, UTC; null while that is not known, because the clock is not set or the disk takes nothing. */
  async read(now: Date): Promise<string | null> {
    this.#at ??= await this.#stored();
    if (this.#at) return this.#at;
    if (now.getTime() < CLOCK_IS_SET_FROM) return null;
    const at = now.toISOString();
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFileAtomic(this.#file, `${JSON.stringify({ registered_at: at })}\n`);
    } catch (error) {
      if (!this.#failed) this.#log.warn({ reason: messageOf(error) }, 'registration: its time is not stored');
      this.#failed = true;
      return null;
    }
    this.#at = at;
    return at;
  }

  async #stored(): Promise<string | undefined> {
    try {
      return stored.parse(JSON.parse(await readFile(this.#file, 'utf8'))).registered_at;
    } catch {
      // There is none yet, or it is broken: it is written anew.
      return undefined;
    }
  }
}
