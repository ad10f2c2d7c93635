/** Rules of crying episodes. Times are milliseconds. */
export const EPISODE_RULES = {
  /** Seconds of crying that lie less than this apart belong together. */
  gap: 60_000,
  /** Seconds of crying that an episode has at least: less is a whimper, or a detector's error. */
  leastCrying: 20_000,
  /** And at least this part of its length: a dog that barks now and then is no baby. */
  leastShare: 0.4,
  /** Crying that lies at most this far apart is one burst, */
  burst: 20_000,
  /** which has at least this much crying: a short one far from the others does not stretch an episode. */
  leastBurst: 10_000,
  /**
   * Probability that half of a burst's seconds have at least. By the figures of agent/models/cry.md a threshold of 0.8
   * finds 96 % of the crying that 0.5 finds, with half of the false alarms; the alert is not to wait for that.
   */
  sure: 0.8,
  /** Mean motion (0 to 100) of a burst below which the baby lies still: a crying one does not. */
  still: 3,
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

/** A second in which crying was heard, and what was seen in it. */
export interface CryingSecond {
  /** Its start, milliseconds since 1970 UTC. */
  time: number;
  /** 0 to 1; null: the cradle tells none. */
  probability: number | null;
  /** 0 to 100; null: not measured. */
  motion: number | null;
  /** Null: not known. */
  occupied: boolean | null;
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

/** Mean of what is known, when that is at least half. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length * 2 < values.length || known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/**
 * The seconds of crying that are the baby's own, as far as can be told: what the detector is not sure of, and what is heard
 * while the baby lies still or the bed is empty, is a dog, a television, or another child. While it rocks, motion says
 * nothing.
 *
 * @param heard In order.
 * @param rocking Starts of the minutes in which the cradle rocked.
 * @returns Their starts.
 */
export function ownCrying(heard: readonly CryingSecond[], rocking: readonly number[]): number[] {
  const minutes = new Set(rocking);
  const bursts: CryingSecond[][] = [];
  for (const second of heard) {
    const last = bursts.at(-1);
    if (last && second.time - (last.at(-1)?.time ?? 0) <= EPISODE_RULES.burst) last.push(second);
    else bursts.push([second]);
  }
  const isOwn = (burst: readonly CryingSecond[]) => {
    if (burst.length * SECOND < EPISODE_RULES.leastBurst) return false;
    const sure = meanOf(
      burst.map(({ probability }) =>
        probability === null ? null : Number(probability >= EPISODE_RULES.sure),
      ),
    );
    if (sure !== null && sure < 0.5) return false;
    const bed = meanOf(burst.map(({ occupied }) => (occupied === null ? null : Number(occupied))));
    if (bed !== null && bed < 0.5) return false;
    if (burst.some(({ time }) => minutes.has(Math.floor(time / 60_000) * 60_000))) return true;
    const motion = meanOf(burst.map((second) => second.motion));
    return motion === null || motion >= EPISODE_RULES.still;
  };
  return bursts.filter(isOwn).flatMap((burst) => burst.map(({ time }) => time));
}

/**
 * Crying episodes of one cradle.
 *
 * @param heard The seconds in which crying was heard, in order.
 * @param rocking Starts of the minutes in which the cradle rocked, in order.
 * @param until Until when readings are known: calm is not claimed beyond.
 */
export function cryingEpisodes(
  heard: readonly CryingSecond[],
  rocking: readonly number[],
  until: number,
): CryingEpisode[] {
  const { leastCrying, leastShare, calm } = EPISODE_RULES;
  const runs = runsOf(ownCrying(heard, rocking)).filter(
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
