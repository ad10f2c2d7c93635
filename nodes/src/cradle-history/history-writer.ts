import type { HistoryPoint } from '../history/points.ts';
import type { DiskQueue } from './disk-queue.ts';

/** The database, as far as the writer needs it. */
export interface HistoryDatabase {
  /** Creates what is missing, and migrates. Repeating it changes nothing. */
  prepare(): Promise<void>;
  write(points: readonly HistoryPoint[]): Promise<void>;
}

/** What the writer tells the node around it. */
export interface WriterEvents {
  written(points: number): void;
  /** Nothing is written until this passes. */
  failed(reason: string): void;
  /** Points that will never be in the database; the others are. */
  lost(points: number, reason: string): void;
}

/** Points that the database will never take, however often it is tried. */
export class RefusedPoints extends Error {}

/**
 * Moves the queue into the database, a segment at a time and in order. One run at a time; a failure ends the run, and the
 * next call starts where it ended.
 */
export class HistoryWriter {
  readonly #queue: DiskQueue;
  readonly #database: HistoryDatabase;
  readonly #events: WriterEvents;
  #prepared = false;
  #running: Promise<void> | undefined;

  constructor(queue: DiskQueue, database: HistoryDatabase, events: WriterEvents) {
    this.#queue = queue;
    this.#database = database;
    this.#events = events;
  }

  /** Writes all that is in the queue, unless it is at it already. Never throws. */
  drain(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    try {
      if (!this.#prepared) await this.#database.prepare();
      this.#prepared = true;
      for (let segment = await this.#queue.oldest(); segment; segment = await this.#queue.oldest()) {
        const { number, points, broken } = segment;
        if (broken > 0) this.#events.lost(broken, 'cut off on the disk');
        await this.#writeSegment(points);
        this.#queue.remove(number);
        this.#events.written(points.length);
      }
    } catch (error) {
      // The database may have been made anew: look again before the next write.
      this.#prepared = false;
      this.#events.failed(error instanceof Error ? error.message : String(error));
    }
  }

  /** A point that is refused for itself must not hold up those behind it. */
  async #writeSegment(points: readonly HistoryPoint[]): Promise<void> {
    if (points.length === 0) return;
    try {
      await this.#database.write(points);
    } catch (error) {
      if (!(error instanceof RefusedPoints)) throw error;
      const refused = Number(/dropped=(\d+)/.exec(error.message)?.[1] ?? points.length);
      this.#events.lost(refused, error.message);
    }
  }
}
