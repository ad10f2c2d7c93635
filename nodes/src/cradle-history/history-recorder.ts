import type { AlertMessage } from '@smart-cradle/protocol/messages';
import type { RuleMessage } from '../shared/rule-message.ts';
import type { DiskQueue } from './disk-queue.ts';
import { type HistoryDatabase, HistoryWriter } from './history-writer.ts';
import { addReading, alertPoint, closeRows, fieldsOf, type HistoryPoint, type OpenRows } from './points.ts';

/** Points in one write. */
export const BATCH_POINTS = 500;
/** Milliseconds that a stop waits for the last write; what is not written by then stays on disk. */
const CLOSE_LIMIT = 3000;

/** How the writing goes. */
export interface RecorderState {
  /** Cradles with readings since the start. */
  cradles: ReadonlySet<string>;
  /** Points written since the start. */
  written: number;
  /** Points that the bound of the queue cost. */
  dropped: number;
  /** Bytes that wait on disk. */
  waiting: number;
  /** Why the last write failed; null when it did not. */
  failure: string | null;
}

interface Options {
  queue: DiskQueue;
  database: HistoryDatabase;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Told of each new reason of a failure, and of dropped points. */
  report(reason: string): void;
}

/**
 * Collects readings into rows of a second and transitions of alerts into points, and brings them by way of the disk into
 * the database. What {@link HistoryRecorder.flush} took is on disk: a kill does not lose it.
 */
export class HistoryRecorder {
  readonly #options: Options;
  readonly #writer: HistoryWriter;
  readonly #cradles = new Set<string>();
  #rows: OpenRows = {};
  #batch: HistoryPoint[] = [];
  #written = 0;
  #dropped = 0;
  #failure: string | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#writer = new HistoryWriter(options.queue, options.database, {
      written: (points) => {
        this.#written += points;
        this.#failure = null;
      },
      failed: (reason) => {
        if (reason !== this.#failure) options.report(reason);
        this.#failure = reason;
      },
    });
  }

  get state(): RecorderState {
    return {
      cradles: this.#cradles,
      written: this.#written,
      dropped: this.#dropped,
      waiting: this.#options.queue.bytes,
      failure: this.#failure,
    };
  }

  takeMessage(message: RuleMessage): void {
    const { cradle } = message;
    if (message.kind === 'command' && message.payload.action === 'forget') this.#cradles.delete(cradle);
    const fields = fieldsOf(message);
    if (!fields) return;
    this.#cradles.add(cradle);
    const { rows, complete } = addReading(this.#rows, cradle, fields, this.#options.now());
    this.#rows = rows;
    this.#take(complete);
  }

  takeAlert(cradle: string, alert: AlertMessage): void {
    this.#take([alertPoint(cradle, alert)]);
  }

  #take(points: readonly HistoryPoint[]): void {
    this.#batch.push(...points);
    if (this.#batch.length >= BATCH_POINTS) this.#store();
  }

  /** Brings what is collected to disk. */
  #store(): void {
    const dropped = this.#options.queue.append(this.#batch);
    this.#batch = [];
    if (dropped === 0) return;
    if (this.#dropped === 0) this.#options.report('the queue on disk is full: the oldest points are dropped');
    this.#dropped += dropped;
  }

  /** Stores the rows whose second is over, and writes what waits. Call it once a second. */
  async flush(): Promise<void> {
    const { rows, complete } = closeRows(this.#rows, this.#options.now());
    this.#rows = rows;
    this.#take(complete);
    this.#store();
    await this.#writer.drain();
  }

  /** Stores everything, the second that has begun included. */
  async close(): Promise<void> {
    const { complete } = closeRows(this.#rows, Number.POSITIVE_INFINITY);
    this.#rows = {};
    this.#take(complete);
    this.#store();
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, CLOSE_LIMIT);
    });
    await Promise.race([this.#writer.drain(), late]);
    clearTimeout(limit);
  }
}
