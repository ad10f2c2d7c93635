import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryPoint } from '../history/points.ts';

/** A part of the queue: one file, one point a line. */
export interface Segment {
  number: number;
  points: HistoryPoint[];
  /** Lines that are no points: what a power cut left of the last line, or a broken disk. */
  broken: number;
}

export interface DiskQueueOptions {
  /** Bytes of the whole queue. */
  maxBytes: number;
  /** Points in one file, which is what one write to the database takes. */
  segmentPoints: number;
}

interface Size {
  bytes: number;
  points: number;
}

const SUFFIX = '.jsonl';
const NEWLINE = 0x0a;

function isPoint(value: unknown): value is HistoryPoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'measurement' in value &&
    'tags' in value &&
    'fields' in value &&
    'time' in value &&
    typeof value.time === 'number'
  );
}

function parseLine(line: string): HistoryPoint | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isPoint(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A new name in a folder is on disk only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Points that InfluxDB does not have yet, on disk and in order: files that are only appended to, the oldest removed when
 * it is written. What {@link DiskQueue.append} has taken is on the disk itself, not only with the system. A line that a
 * power cut left unfinished is left out; a segment that was written but not yet removed is written again, which makes no
 * second point, since every point carries its time.
 */
export class DiskQueue {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #segmentPoints: number;
  /** By number, oldest first. */
  readonly #sizes = new Map<number, Size>();
  #last = 0;
  #file: FileHandle | undefined;
  /** What works on the files does so one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, options: DiskQueueOptions) {
    this.#folder = folder;
    this.#maxBytes = options.maxBytes;
    this.#segmentPoints = options.segmentPoints;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => Number.parseInt(name, 10))
      .filter(Number.isSafeInteger)
      .sort((a, b) => a - b);
    for (const number of found) {
      const lines = readFileSync(this.#path(number)).reduce((n, byte) => n + (byte === NEWLINE ? 1 : 0), 0);
      this.#sizes.set(number, { bytes: statSync(this.#path(number)).size, points: lines });
    }
    // The last file may end in the middle of a line: it is not appended to.
    this.#last = (found.at(-1) ?? 0) + 1;
  }

  #path(number: number): string {
    return join(this.#folder, `${String(number).padStart(10, '0')}${SUFFIX}`);
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#sum('bytes');
  }

  /** Points that wait. */
  get points(): number {
    return this.#sum('points');
  }

  #sum(what: keyof Size): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size[what], 0);
  }

  get isEmpty(): boolean {
    return this.#sizes.size === 0;
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /**
   * Appends points, and ends when they are on the disk. Drops the oldest segments above the bound.
   *
   * @returns How many points were dropped.
   * @throws when the disk does not take them: none of them counts as taken.
   */
  append(points: readonly HistoryPoint[]): Promise<number> {
    return this.#inTurn(() => this.#append(points));
  }

  async #append(points: readonly HistoryPoint[]): Promise<number> {
    if (points.length === 0) return 0;
    if ((this.#sizes.get(this.#last)?.points ?? 0) >= this.#segmentPoints) await this.#closeLast();
    const number = this.#last;
    const lines = Buffer.from(points.map((point) => `${JSON.stringify(point)}\n`).join(''));
    try {
      let file = this.#file;
      if (!file) {
        file = await open(this.#path(number), 'a', 0o600);
        this.#file = file;
        await syncFolder(this.#folder);
      }
      await file.appendFile(lines);
      await file.datasync();
    } catch (error) {
      // Half a line may stand at its end: nothing more goes into this file.
      await this.#closeLast().catch(() => {});
      throw error;
    }
    const size = this.#sizes.get(number) ?? { bytes: 0, points: 0 };
    this.#sizes.set(number, {
      bytes: size.bytes + lines.byteLength,
      points: size.points + points.length,
    });
    return this.#dropAboveBound();
  }

  #dropAboveBound(): number {
    let dropped = 0;
    while (this.bytes > this.#maxBytes && this.#sizes.size > 1) {
      const [oldest] = this.#sizes;
      if (!oldest) break;
      dropped += oldest[1].points;
      this.remove(oldest[0]);
    }
    return dropped;
  }

  /** What comes later goes into the next file. */
  async #closeLast(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#last += 1;
    await file?.close();
  }

  /** The oldest segment. It is closed by this. */
  oldest(): Promise<Segment | undefined> {
    return this.#inTurn(() => this.#oldest());
  }

  async #oldest(): Promise<Segment | undefined> {
    const [number] = this.#sizes.keys();
    if (number === undefined) return undefined;
    if (number === this.#last) await this.#closeLast();
    const lines = readFileSync(this.#path(number), 'utf8').split('\n').filter(Boolean);
    const points = lines.flatMap((line) => parseLine(line) ?? []);
    return { number, points, broken: lines.length - points.length };
  }

  /** Takes a segment off the queue, once the database has it. */
  remove(number: number): void {
    rmSync(this.#path(number), { force: true });
    this.#sizes.delete(number);
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeLast());
  }
}
