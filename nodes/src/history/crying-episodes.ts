/** Rules of crying episodes. Times are milliseconds. */
export const EPISODE_RULES = {
  /** Seconds of crying that lie less than this apart belong together. */
  gap: 60_000,
  /** Seconds of crying that an episode has at least: less is a whimper, or a detector's error. */
  leastCrying: 10_000,
  /** And at least this part of its length: a dog that barks now and then is no baby. */
  leastShare: 0.25,
  /** Quiet for this long after an episode is calm. */
  calm: 300_000,
} as const;

export interface CryingEpisode {
  /** Milliseconds since 1970 UTC: the first and the end of the last second of crying. */
  from: number;
  to: number;
  /** Seconds of crying in it. */
  crying: number;
  /** Seconds from its start until the first five minutes without an episode begin; null while it is not calm yet. */
  calmAfter: number | null;
  /** Whether the cradle rocked between its start and calm. */
  rocked: boolean;
}

interface Run {
  from: number;
  to: number;
  crying: number;
}

const SECOND = 1000;

function runsOf(crying: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const second of crying) {
    const last = runs.at(-1);
    if (last && second - last.to < EPISODE_RULES.gap) {
      last.to = second + SECOND;
      last.crying += SECOND;
    } else runs.push({ from: second, to: second + SECOND, crying: SECOND });
  }
  return runs;
}

/** Single seconds of crying far before or behind the rest are a detector's errors: they do not stretch an episode. */
function trim(crying: readonly number[]): number[] {
  const near = 10_000;
  return crying.filter((second, index) => {
    const before = crying[index - 1];
    const after = crying[index + 1];
    return (
      (before !== undefined && second - before <= near) || (after !== undefined && after - second <= near)
    );
  });
}

/**
 * Crying episodes of one cradle.
 *
 * @param crying Starts of the seconds in which the baby cried, in order.
 * @param rocking Starts of the minutes in which the cradle rocked, in order.
 * @param until Until when readings are known: calm is not claimed beyond.
 */
export function cryingEpisodes(
  crying: readonly number[],
  rocking: readonly number[],
  until: number,
): CryingEpisode[] {
  const { leastCrying, leastShare, calm } = EPISODE_RULES;
  const runs = runsOf(trim(crying)).filter(
    (run) => run.crying >= leastCrying && run.crying / (run.to - run.from) >= leastShare,
  );
  return runs.map((run, index) => {
    let end = run.to;
    for (const next of runs.slice(index + 1)) {
      if (next.from - end >= calm) break;
      end = next.to;
    }
    const isCalm = until - end >= calm;
    const rocked = rocking.some((minute) => minute + 60_000 > run.from && minute < end);
    return {
      from: run.from,
      to: run.to,
      crying: run.crying / SECOND,
      calmAfter: isCalm ? (end - run.from) / SECOND : null,
      rocked,
    };
  });
}
