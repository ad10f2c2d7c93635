/** How memory went over a run. */
export interface MemoryJudgement {
  /** Medians of the second and of the last quarter: the first warms up. */
  early: number;
  late: number;
  /** As a part of `early`. */
  growth: number;
  flat: boolean;
}

/** Growth that is none. */
const LIMIT = 0.05;

/** @param samples taken in even steps. @throws Error when there are too few. */
export function judgeMemory(samples: readonly number[]): MemoryJudgement {
  const quarter = Math.floor(samples.length / 4);
  if (quarter < 1) throw new Error(`memory: ${samples.length} samples, at least 4 are needed`);
  const early = median(samples.slice(quarter, 2 * quarter));
  const late = median(samples.slice(-quarter));
  const growth = (late - early) / early;
  return { early, late, growth, flat: growth <= LIMIT };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
