import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryPoint } from './points.ts';

/** A part of the queue: one file, one point a line. */
export interface Segment {
  number: number;
  points: HistoryPoint[];
}

const SUFFIX = '.jsonl';

/**
 * Points that InfluxDB does not have yet, on disk and in order: files that are only appended to, the oldest removed when
 * it is written. What is cut off in the middle of a line by a power cut is left out; a segment that was written but not
 * yet removed is written again, which makes no second point, since every point carries its time.
 */
export class DiskQueue {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #segmentPoints: number;
  /** Bytes of each segment, oldest first. */
  readonly #sizes = new Map<number, number>();
  #last = 0;
  #pointsInLast = 0;

  /** @param options `maxBytes` bounds the whole queue; `segmentPoints` is what one write to the database takes. */
  constructor(folder: string, options: { maxBytes: number; segmentPoints: number }) {
    this.#folder = folder;
    this.#maxBytes = options.maxBytes;
    this.#segmentPoints = options.segmentPoints;
    mkdirSync(folder, { recursive: true });
    const found = readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => Number.parseInt(name, 10))
      .filter(Number.isSafeInteger)
      .sort((a, b) => a - b);
    for (const number of found) this.#sizes.set(number, statSync(this.#path(number)).size);
    // The last file may end in the middle of a line: it is not appended to.
    this.#last = (found.at(-1) ?? 0) + 1;
  }

  #path(number: number): string {
    return join(this.#folder, `${String(number).padStart(10, '0')}${SUFFIX}`);
  }

  get bytes(): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  get isEmpty(): boolean {
    return this.#sizes.size === 0;
  }

  /** Appends points; drops the oldest segments above the bound. @returns How many points were dropped. */
  append(points: readonly HistoryPoint[]): number {
    if (points.length === 0) return 0;
    if (this.#pointsInLast >= this.#segmentPoints) this.#begin();
    const lines = points.map((point) => `${JSON.stringify(point)}\n`).join('');
    appendFileSync(this.#path(this.#last), lines, { mode: 0o600 });
    this.#sizes.set(this.#last, (this.#sizes.get(this.#last) ?? 0) + Buffer.byteLength(lines));
    this.#pointsInLast += points.length;
    let dropped = 0;
    while (this.bytes > this.#maxBytes && this.#sizes.size > 1) {
      const [oldest] = this.#sizes.keys();
      if (oldest === undefined) break;
      dropped += this.#read(oldest).length;
      this.remove(oldest);
    }
    return dropped;
  }

  #begin(): void {
    this.#last += 1;
    this.#pointsInLast = 0;
  }

  /** The oldest segment. It is closed by this: what comes later goes into the next. */
  oldest(): Segment | undefined {
    const [number] = this.#sizes.keys();
    if (number === undefined) return undefined;
    if (number === this.#last) this.#begin();
    return { number, points: this.#read(number) };
  }

  #read(number: number): HistoryPoint[] {
    return readFileSync(this.#path(number), 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return line === '' ? [] : [JSON.parse(line) as HistoryPoint];
        } catch {
          return [];
        }
      });
  }

  /** Takes a segment off the queue, once the database has it. */
  remove(number: number): void {
    rmSync(this.#path(number), { force: true });
    this.#sizes.delete(number);
  }
}
