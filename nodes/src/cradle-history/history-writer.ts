import type { DiskQueue } from './disk-queue.ts';
import type { HistoryPoint } from './points.ts';

/** The database, as far as the writer needs it. */
export interface HistoryDatabase {
  /** Creates what is missing: the database and its retention policies. Repeating it changes nothing. */
  prepare(): Promise<void>;
  write(points: readonly HistoryPoint[]): Promise<void>;
}

/** What the writer tells the node around it. */
export interface WriterEvents {
  written(points: number): void;
  /** The first failure of a row of failures has no `since` before it; `since` stays until a write succeeds. */
  failed(reason: string): void;
}

/** A point that the database will never take, however often it is tried. */
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
      for (let segment = this.#queue.oldest(); segment; segment = this.#queue.oldest()) {
        await this.#writeSegment(segment.points);
        this.#queue.remove(segment.number);
        this.#events.written(segment.points.length);
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
      this.#events.failed(`${points.length} points refused: ${error.message}`);
    }
  }
}
