import type { HomeAssistant } from '../home-assistant/types.ts';

/** One temperature, in the house's unit. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  value: number;
}

/** How far back the drawn line goes, ms. */
export const TREND_WINDOW = 30 * 60_000;
/** What the change is taken over, ms. */
const CHANGE_WINDOW = 15 * 60_000;
/** The shortest time that says something of the change, ms. */
const SHORTEST = 4 * 60_000;
/** A change within this is the thermometer's own, in degrees Celsius. */
const STEADY = 0.15;
/** The share of the ups and downs that a straight line must explain to be called a trend (R²). */
const LINEAR = 0.4;

export interface TemperatureTrend {
  samples: readonly Sample[];
  /** Null: too little is known. */
  change: { direction: 'rising' | 'falling' | 'steady'; degrees: number; minutes: number } | null;
}

export const NO_TREND: TemperatureTrend = { samples: [], change: null };

/** Adds a sample, and lets go of what is too old. One a 10 s is enough for the line. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.at - last.at < 10_000 && last.value === sample.value) return samples;
  return [...samples.filter(({ at }) => sample.at - at <= TREND_WINDOW && at < sample.at), sample];
}

/** The slope by least squares over the last 15 minutes. @param fahrenheit the samples are in °F. */
export function trendOf(samples: readonly Sample[], now: number, fahrenheit: boolean): TemperatureTrend {
  const recent = samples.filter(({ at }) => now - at <= CHANGE_WINDOW);
  const first = recent[0];
  const last = recent.at(-1);
  if (!first || !last || last.at - first.at < SHORTEST) return { samples, change: null };
  const meanAt = recent.reduce((sum, { at }) => sum + at, 0) / recent.length;
  const mean = recent.reduce((sum, { value }) => sum + value, 0) / recent.length;
  let above = 0;
  let below = 0;
  let spread = 0;
  for (const { at, value } of recent) {
    above += (at - meanAt) * (value - mean);
    below += (at - meanAt) ** 2;
    spread += (value - mean) ** 2;
  }
  const span = last.at - first.at;
  const degrees = (above / below) * span;
  const threshold = fahrenheit ? STEADY * 1.8 : STEADY;
  const explained = spread === 0 ? 1 : above ** 2 / (below * spread);
  if (Math.abs(degrees) >= threshold && explained < LINEAR) return { samples, change: null };
  const direction = Math.abs(degrees) < threshold ? 'steady' : degrees > 0 ? 'rising' : 'falling';
  return { samples, change: { direction, degrees, minutes: Math.round(span / 60_000) } };
}

interface HistoryState {
  /** State. */
  s?: string;
  /** Seconds since 1970 of the last update. */
  lu?: number;
}

/** What Home Assistant's recorder has of the last half hour; nothing when it does not answer. */
export async function recordedSamples(
  hass: Pick<HomeAssistant, 'callWS'>,
  entityId: string,
  now: number,
): Promise<Sample[]> {
  try {
    const answer = await hass.callWS<Record<string, HistoryState[]>>({
      type: 'history/history_during_period',
      start_time: new Date(now - TREND_WINDOW).toISOString(),
      entity_ids: [entityId],
      minimal_response: true,
      no_attributes: true,
      significant_changes_only: false,
    });
    return (answer[entityId] ?? []).flatMap(({ s, lu }): Sample[] => {
      const value = Number(s);
      return lu && s && Number.isFinite(value)
        ? [{ at: Math.max(lu * 1000, now - TREND_WINDOW), value }]
        : [];
    });
  } catch (error) {
    console.warn('Smart Cradle: no recorded temperatures for the trend', error);
    return [];
  }
}
