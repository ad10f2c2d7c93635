import type { AlertMessage } from '@smart-cradle/protocol/messages';
import {
  addReading,
  alertPoint,
  closeRows,
  type Fields,
  fieldsOf,
  type HistoryPoint,
  type OpenRows,
} from '../history/points.ts';
import type { RuleMessage } from '../shared/rule-message.ts';
import type { DiskQueue } from './disk-queue.ts';
import { type HistoryDatabase, HistoryWriter } from './history-writer.ts';

/** Points in one write. */
export const BATCH_POINTS = 500;
/** Points that are held in memory while the disk does not take them either. */
const MAX_HELD = 20_000;
/** Milliseconds that a stop waits for the last write; what is not written by then stays on disk. */
const CLOSE_LIMIT = 3000;

/** How the writing goes. */
export interface RecorderState {
  /** Cradles with readings since the start. */
  cradles: ReadonlySet<string>;
  /** Points written since the start. */
  written: number;
  /** Points that will never be in the database, since the start: the bound of the queue, or a refusal. */
  dropped: number;
  /** Points that wait on disk. */
  waiting: number;
  /** Bytes that wait on disk. */
  waitingBytes: number;
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
 * Collects readings into rows of a second, and brings them and all other points by way of the disk into the database.
 * What {@link HistoryRecorder.store} took is on disk: a kill does not lose it.
 */
export class HistoryRecorder {
  readonly #options: Options;
  readonly #writer: HistoryWriter;
  readonly #cradles = new Set<string>();
  /** What each motor did last, by UUID: it is told only when it changes, and stands in every row. */
  readonly #rocking = new Map<string, boolean>();
  #rows: OpenRows = {};
  #held: HistoryPoint[] = [];
  #storing: Promise<void> = Promise.resolve();
  #written = 0;
  #dropped = 0;
  #failure: string | null = null;
  #diskFailure: string | null = null;

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
      lost: (points, reason) => this.#lose(points, reason),
    });
  }

  get state(): RecorderState {
    return {
      cradles: this.#cradles,
      written: this.#written,
      dropped: this.#dropped,
      waiting: this.#options.queue.points + this.#held.length,
      waitingBytes: this.#options.queue.bytes,
      failure: this.#diskFailure ?? this.#failure,
    };
  }

  #lose(points: number, reason: string): void {
    if (points === 0) return;
    this.#dropped += points;
    this.#options.report(`${points} points are lost: ${reason}`);
  }

  takeMessage(message: RuleMessage): void {
    const { cradle } = message;
    if (message.kind === 'command' && message.payload.action === 'forget') {
      this.#cradles.delete(cradle);
      this.#rocking.delete(cradle);
    }
    const fields = fieldsOf(message);
    if (fields) this.takeFields(cradle, fields);
  }

  /** Fields of the row of this second. */
  takeFields(cradle: string, fields: Fields): void {
    if (Object.keys(fields).length === 0) return;
    this.#cradles.add(cradle);
    const rocking = this.#rocking.get(cradle);
    const all = rocking === undefined ? fields : { ...fields, rocking: Number(rocking) };
    const { rows, complete } = addReading(this.#rows, cradle, all, this.#options.now());
    this.#rows = rows;
    this.#held.push(...complete);
  }

  takeRocking(cradle: string, rocking: boolean): void {
    this.#rocking.set(cradle, rocking);
  }

  takeAlert(cradle: string, alert: AlertMessage): void {
    this.takePoint(alertPoint(cradle, alert));
  }

  takePoint(point: HistoryPoint): void {
    this.#held.push(point);
  }

  /** Brings to disk the rows whose second is over, and every point. Ends when they are there. Never throws. */
  store(until = this.#options.now()): Promise<void> {
    const { rows, complete } = closeRows(this.#rows, until);
    this.#rows = rows;
    this.#held.push(...complete);
    this.#storing = this.#storing.then(() => this.#bringToDisk());
    return this.#storing;
  }

  async #bringToDisk(): Promise<void> {
    const points = this.#held;
    this.#held = [];
    try {
      for (let at = 0; at < points.length; at += BATCH_POINTS) {
        const batch = points.slice(at, at + BATCH_POINTS);
        const dropped = await this.#options.queue.append(batch).catch((error: unknown) => {
          this.#held = [...points.slice(at), ...this.#held];
          throw error;
        });
        this.#lose(dropped, 'the queue on disk is full, and the oldest had to go');
      }
      this.#diskFailure = null;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== this.#diskFailure) this.#options.report(reason);
      this.#diskFailure = reason;
      const over = Math.max(0, this.#held.length - MAX_HELD);
      this.#held.splice(0, over);
      this.#lose(over, 'the disk does not take them');
    }
  }

  /** Whether everything that came before the last {@link HistoryRecorder.store} is on disk. */
  get isStored(): boolean {
    return this.#diskFailure === null;
  }

  /** Writes what waits on disk. */
  drain(): Promise<void> {
    return this.#writer.drain();
  }

  /** Stores everything, the second that has begun included. */
  async close(): Promise<void> {
    await this.store(Number.POSITIVE_INFINITY);
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, CLOSE_LIMIT);
    });
    await Promise.race([this.#writer.drain(), late]);
    clearTimeout(limit);
    await this.#options.queue.close();
  }
}
