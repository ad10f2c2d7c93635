import { z } from 'zod';
import type { StateFile } from '../shared/state-file.ts';
import type { HistoryPoint } from './points.ts';

export const HOUR = 3_600_000;

/** Starts of hours by UUID, milliseconds since 1970 UTC. */
export const keptHours = z.record(z.string(), z.array(z.int()));
export type KeptHours = z.output<typeof keptHours>;

/** The hour that a moment lies in. */
export function hourOf(time: number): number {
  return Math.floor(time / HOUR) * HOUR;
}

/** The moments that a point says something new about: a corrected care entry touches where it was and where it is. */
function momentsOf({ measurement, time, fields }: HistoryPoint): number[] {
  if (measurement === 'reading') return [time];
  if (measurement !== 'care') return [];
  return [fields.at, fields.was_at].filter((at): at is number => typeof at === 'number');
}

/**
 * The hours whose summaries do not know all of their points yet. They are on disk before the points are in the database,
 * so that no summary stays wrong after a kill.
 */
export class TouchedHours {
  readonly #file: StateFile<KeptHours>;
  readonly #hours: Map<string, Set<number>>;
  /** Hours that were touched while their summaries were being made, by UUID. */
  readonly #working = new Map<string, Set<number>>();

  constructor(file: StateFile<KeptHours>) {
    this.#file = file;
    this.#hours = new Map(
      Object.entries(file.load() ?? {}).map(([cradle, hours]) => [cradle, new Set(hours)]),
    );
  }

  /** Call it before the points are written. */
  markPoints(points: readonly HistoryPoint[]): void {
    let fresh = false;
    for (const point of points) {
      for (const moment of momentsOf(point)) fresh = this.#add(point.tags.cradle ?? '', moment) || fresh;
    }
    if (fresh) this.#save();
  }

  /** Marks every hour of a range. */
  markRange(cradle: string, from: number, to: number): void {
    for (let hour = hourOf(from); hour < to; hour += HOUR) this.#add(cradle, hour);
    this.#save();
  }

  #add(cradle: string, moment: number): boolean {
    const hours = this.#hours.get(cradle) ?? new Set();
    this.#hours.set(cradle, hours);
    const hour = hourOf(moment);
    this.#working.get(cradle)?.add(hour);
    if (hours.has(hour)) return false;
    hours.add(hour);
    return true;
  }

  cradles(): string[] {
    return [...this.#hours].filter(([, hours]) => hours.size > 0).map(([cradle]) => cradle);
  }

  /** Oldest first. */
  of(cradle: string): number[] {
    return [...(this.#hours.get(cradle) ?? [])].sort((a, b) => a - b);
  }

  /**
   * Runs what makes the summaries of hours that are over, and settles them when it succeeds. An hour that new points
   * touch meanwhile stays touched.
   */
  async settle(cradle: string, hours: readonly number[], work: () => Promise<void>): Promise<void> {
    const again = new Set<number>();
    this.#working.set(cradle, again);
    try {
      await work();
    } finally {
      this.#working.delete(cradle);
    }
    const settled = hours.filter((hour) => !again.has(hour));
    for (const hour of settled) this.#hours.get(cradle)?.delete(hour);
    if (settled.length > 0) this.#save();
  }

  forget(cradle: string): void {
    if (this.#hours.delete(cradle)) this.#save();
  }

  #save(): void {
    this.#file.save(Object.fromEntries([...this.#hours].map(([cradle, hours]) => [cradle, [...hours]])));
  }
}
