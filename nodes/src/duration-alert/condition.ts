/** What a duration alert may look at. `any`: every message, by its topic. */
export const READINGS = ['temperature', 'direction', 'crying', 'any'] as const;

export const COMPARISONS = ['above', 'below', 'equals', 'not'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface Condition {
  comparison: Comparison;
  threshold: number | string;
  /** How far back over the threshold a number must come to be normal again. */
  hysteresis: number;
}

/**
 * Whether a value is abnormal.
 *
 * @param wasAbnormal Whether the one before was: hysteresis only holds on to what has begun.
 * @returns Undefined when the value is not of the kind that the condition compares: such a reading is missing, and
 * neither normal nor abnormal.
 */
export function isAbnormal(value: unknown, condition: Condition, wasAbnormal: boolean): boolean | undefined {
  const { comparison, threshold } = condition;
  const hysteresis = wasAbnormal ? condition.hysteresis : 0;
  switch (comparison) {
    case 'above':
    case 'below': {
      const limit = Number(threshold);
      if (typeof value !== 'number' || !Number.isFinite(value) || !Number.isFinite(limit)) return undefined;
      // Readings have one decimal: 38.0 − 0.2 must not be 37.800000000000004.
      const edge = Number((comparison === 'above' ? limit - hysteresis : limit + hysteresis).toFixed(6));
      return comparison === 'above' ? value > edge : value < edge;
    }
    case 'equals':
    case 'not': {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        return undefined;
      return (String(value) === String(threshold)) === (comparison === 'equals');
    }
  }
}
