import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { StateFile } from '../shared/state-file.ts';
import { BACKUP_HOUR, CLEANUP_HOUR, type CleanUp, isDue } from './maintenance.ts';
import { isNearlyFull, type RemovedPictures } from './pictures.ts';

/** When what ran last; milliseconds since 1970 UTC. */
export const keptRuns = z.object({
  backup: z.number(),
  cleanup: z.number(),
  /** Whether the first of each has happened: until then these are the moments of the installation. */
  backedUp: z.boolean(),
  cleanedUp: z.boolean(),
  /** Days of pictures that were removed before their time, and when the last of them. */
  early: z.object({ at: z.number(), days: z.number() }).nullable().default(null),
});
export type Runs = z.output<typeof keptRuns>;

/** Milliseconds until a failed work is tried again. */
const RETRY = 900_000;
/** Milliseconds after which a backup is missing, whatever the reason. */
const MISSING_AFTER = 26 * 3_600_000;
/** Milliseconds that early removed pictures are told of: until somebody is awake. */
const TOLD_FOR = 24 * 3_600_000;

export interface DailyWorkOptions {
  file: StateFile<Runs>;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** @returns how many points are in it. */
  backUp(now: number): Promise<number>;
  cleanUp(now: number): Promise<CleanUp>;
  /** Removes pictures that are too old, and the oldest others while the disk is nearly full. */
  removePictures(now: number): RemovedPictures;
  /** Folders whose disks must not fill up. */
  folders: readonly string[];
  /** Whether the database answers: when it is away, that has an alert of its own. */
  isAnswering(): Promise<boolean>;
  backedUp(points: number): void;
  cleanedUp(removed: CleanUp): void;
  /** A work that failed; it is tried again in 15 minutes. */
  failed(reason: string): void;
  isFull?(folder: string): boolean;
}

/** What is wrong with the upkeep of the history, for its alerts. */
export interface Upkeep {
  /** The last backup failed, or is missing. */
  backup: { bad: boolean; reason: string | null; hours: number };
  /** A disk is nearly full, or was: pictures were removed before their time. */
  disk: { bad: boolean; days: number };
}

/** Backup at 02:00, clean-up at 03:00, and an eye on the disks; what was missed is made up for. */
export class DailyWork {
  readonly #options: DailyWorkOptions;
  readonly #runs: Runs;
  #retryAt = 0;
  #failure: string | null = null;
  #isFull = false;

  constructor(options: DailyWorkOptions) {
    this.#options = options;
    const now = options.now();
    const kept = options.file.load();
    this.#runs = kept ?? { backup: now, cleanup: now, backedUp: false, cleanedUp: false, early: null };
    if (!kept) options.file.save(this.#runs);
  }

  /** When each ran last; null: never yet. */
  get lastRuns(): { backup: number | null; cleanup: number | null } {
    const { backup, cleanup, backedUp, cleanedUp } = this.#runs;
    return { backup: backedUp ? backup : null, cleanup: cleanedUp ? cleanup : null };
  }

  get upkeep(): Upkeep {
    const now = this.#options.now();
    const age = now - this.#runs.backup;
    const { early } = this.#runs;
    const isTold = early !== null && now - early.at < TOLD_FOR;
    return {
      backup: {
        bad: this.#failure !== null || age > MISSING_AFTER,
        reason: this.#failure,
        hours: Math.round(age / 3_600_000),
      },
      disk: { bad: this.#isFull || isTold, days: isTold ? early.days : 0 },
    };
  }

  /** Does what is due. Never throws. */
  async run(): Promise<void> {
    const { now, failed } = this.#options;
    try {
      this.#lookAtDisks();
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    }
    const at = now();
    if (at < this.#retryAt) return;
    try {
      await this.#backUp(at);
      await this.#cleanUp(at);
    } catch (error) {
      this.#retryAt = at + RETRY;
      failed(error instanceof Error ? error.message : String(error));
    }
  }

  #save(change: Partial<Runs>): void {
    Object.assign(this.#runs, change);
    this.#options.file.save(this.#runs);
  }

  async #backUp(now: number): Promise<void> {
    if (!isDue(BACKUP_HOUR, this.#runs.backup, now)) return;
    const { backUp, backedUp, isAnswering } = this.#options;
    try {
      const points = await backUp(now);
      this.#failure = null;
      this.#save({ backup: now, backedUp: true });
      backedUp(points);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#failure = (await isAnswering()) ? reason : null;
      throw error;
    }
  }

  async #cleanUp(now: number): Promise<void> {
    if (!isDue(CLEANUP_HOUR, this.#runs.cleanup, now)) return;
    const removed = await this.#options.cleanUp(now);
    this.#save({ cleanup: now, cleanedUp: true });
    this.#removedEarly(removed.pictures.early);
    this.#options.cleanedUp(removed);
  }

  #lookAtDisks(): void {
    const { folders, isFull = isNearlyFull, removePictures, now } = this.#options;
    const anyFull = () => folders.some((folder) => existsSync(folder) && isFull(folder));
    this.#isFull = anyFull();
    if (!this.#isFull) return;
    this.#removedEarly(removePictures(now()).early);
    this.#isFull = anyFull();
  }

  #removedEarly(days: number): void {
    if (days === 0) return;
    const { early } = this.#runs;
    const now = this.#options.now();
    const before = early !== null && now - early.at < TOLD_FOR ? early.days : 0;
    this.#save({ early: { at: now, days: before + days } });
  }
}
