/**
 * What stands in InfluxDB, by measurement. Every point has the tag `cradle`, alerts `type` as well, and nothing else: a
 * cradle makes about twenty series.
 */
export const MEASUREMENTS = {
  /** One a second with all that was measured in it. */
  reading: 'readings',
  /** The same by the minute: sums and counts, so that any longer stretch is exact. */
  minute: 'readings',
  /** One a picture. */
  frame: 'frames',
  /** One a transition. */
  alert: null,
  /** One an entry, correction or deletion of the care log. */
  care: null,
  /** As `minute`, by the hour. */
  hour: null,
  /** One a crying episode, at its start. */
  episode: null,
  /** One a change of the sleep state. */
  sleep: null,
  /** One a run of the soothing, at its start. */
  soothing: null,
  /** One a day of the house's time zone, at its midnight. */
  day: null,
} as const satisfies Record<string, PolicyName | null>;

export type Measurement = keyof typeof MEASUREMENTS;
export type PolicyName = 'readings' | 'frames';

/** Retention policies; null in {@link MEASUREMENTS} is the database's own, which keeps for ever. */
export const POLICIES = {
  readings: { days: 30, shard: '1d' },
  frames: { days: 10, shard: '1d' },
} as const satisfies Record<PolicyName, { days: number; shard: string }>;

/** Measurements that are kept for ever: what a restore needs most. */
export const KEPT_MEASUREMENTS = (Object.keys(MEASUREMENTS) as Measurement[]).filter(
  (name) => MEASUREMENTS[name] === null,
);

/** Version of what stands in the database; a newer program brings an older one up to it. */
export const SCHEMA_VERSION = 2;
/** The measurement whose one point, at {@link SCHEMA_TIME}, says the version. */
export const SCHEMA_MEASUREMENT = 'schema';
/** Milliseconds since 1970 UTC: always the same point. */
export const SCHEMA_TIME = 0;

/** `"readings"."reading"`, for a statement. Only names of this file come in. */
export function source(measurement: Measurement): string {
  const policy = MEASUREMENTS[measurement];
  return policy === null ? `"${measurement}"` : `"${policy}"."${measurement}"`;
}
