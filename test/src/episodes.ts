/** A stretch of the scenario, in seconds. */
export interface Episode {
  from: number;
  to: number;
}

/** The stretches between `from` and `to` in which the condition holds, found in steps of `step` seconds. */
export function episodes(
  holds: (second: number) => boolean,
  from: number,
  to: number,
  step: number,
): Episode[] {
  const found: Episode[] = [];
  let begin: number | undefined;
  for (let second = from; second < to; second += step) {
    if (holds(second)) begin ??= second;
    else if (begin !== undefined) {
      found.push({ from: begin, to: second });
      begin = undefined;
    }
  }
  if (begin !== undefined) found.push({ from: begin, to });
  return found;
}
