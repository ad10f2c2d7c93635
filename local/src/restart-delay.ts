/** Deaths longer ago than this are forgiven, in milliseconds. */
const MEMORY = 60_000;
/** Waits before the first, second, … restart within that time, in milliseconds; the last one repeats. */
const DELAYS = [0, 500, 1000, 2000, 5000] as const;

/**
 * How long to wait before a part that died is started again: at once the first time, at most 5 s, so that it is back
 * soon even after a bad minute.
 *
 * @param deaths When it died, milliseconds since 1970 UTC, this death included.
 */
export function restartDelay(deaths: readonly number[], now: number): number {
  const recent = deaths.filter((at) => now - at < MEMORY).length;
  return DELAYS[Math.min(Math.max(recent, 1), DELAYS.length) - 1] ?? 0;
}
