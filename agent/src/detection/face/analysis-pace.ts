/** How often and how finely pictures are analysed. */
export interface Pace {
  /** Step of the back-off from heat: 0 (none) to 3. */
  heat: 0 | 1 | 2 | 3;
  /** The machine does not keep up with whole pictures. */
  overloaded: boolean;
  /** When each of the two changed last, ms. */
  heatSince: number;
  loadSince: number;
}

/** What was measured since the last look. */
export interface Load {
  /** °C of the processor; null where the system does not tell. */
  temperature: number | null;
  /** Pictures that came, and that were analysed, a second. */
  offered: number;
  analysed: number;
  /** Part of the time in which the detector worked, 0 to 1. */
  busy: number;
}

export interface PaceLimits {
  /** Least ms from the begin of one analysis to the next. */
  every: number;
  /** Longest side in pixels of the picture that is analysed. */
  side: number;
}

/** °C from which it backs off, and below which it takes up speed again. A Raspberry Pi slows its clock down at 80. */
export const HOT = 75;
export const COOL = 70;
/** ms that each step is given to take effect. */
const HEATS_UP = 10_000;
const COOLS_DOWN = 30_000;
/** Analyses a second below which the picture is made smaller. */
export const LEAST_RATE = 5;
/** ms until a whole picture is tried again, and how little work the smaller one must be by then. */
const TRY_WHOLE_AFTER = 60_000;
const EASY = 0.35;

const WHOLE_SIDE = 640;
const SMALL_SIDE = 320;
/** First fewer pictures, not under five a second; then smaller ones; then fewer of them. */
const STEPS: readonly PaceLimits[] = [
  { every: 0, side: WHOLE_SIDE },
  { every: 1_000 / LEAST_RATE, side: WHOLE_SIDE },
  { every: 1_000 / LEAST_RATE, side: SMALL_SIDE },
  { every: 500, side: SMALL_SIDE },
];

export const FULL_PACE: Pace = {
  heat: 0,
  overloaded: false,
  heatSince: Number.NEGATIVE_INFINITY,
  loadSince: Number.NEGATIVE_INFINITY,
};

/** The pace from now on. A temperature that is not known changes nothing. @param now monotonic time in ms */
export function nextPace(pace: Pace, { temperature, offered, analysed, busy }: Load, now: number): Pace {
  let { heat, heatSince, overloaded, loadSince } = pace;
  const step = (by: 1 | -1): void => {
    heat = Math.max(0, Math.min(STEPS.length - 1, heat + by)) as Pace['heat'];
    heatSince = now;
  };
  if (temperature !== null && temperature >= HOT && heat < 3 && now - heatSince >= HEATS_UP) step(1);
  else if (temperature !== null && temperature < COOL && heat > 0 && now - heatSince >= COOLS_DOWN) step(-1);
  // A tenth of tolerance: five a second are not five in each second.
  const isTooSlow =
    analysed < 0.9 * LEAST_RATE && offered > analysed + 0.5 && heat === pace.heat && heat === 0;
  if (!overloaded && isTooSlow) {
    overloaded = true;
    loadSince = now;
  } else if (overloaded && busy < EASY && now - loadSince >= TRY_WHOLE_AFTER) {
    overloaded = false;
    loadSince = now;
  }
  return { heat, overloaded, heatSince, loadSince };
}

export function limitsOf({ heat, overloaded }: Pace): PaceLimits {
  const { every, side } = STEPS[heat] ?? { every: 0, side: WHOLE_SIDE };
  return { every, side: overloaded ? SMALL_SIDE : side };
}
