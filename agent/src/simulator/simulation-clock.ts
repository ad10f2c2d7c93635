/** Seconds of the scenario. With the same beginning and speed, several processes agree on it. */
export type SimulationClock = () => number;

/**
 * @param startedAt when the scenario began
 * @param speed how many times faster than life
 */
export function createSimulationClock(
  startedAt: Date,
  speed: number,
  now: () => number = Date.now,
): SimulationClock {
  return () => ((now() - startedAt.getTime()) / 1_000) * speed;
}
