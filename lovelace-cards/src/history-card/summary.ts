import type { History } from '../history/history.ts';
import { byDay, type ChartView } from './charts.ts';

export interface Fact {
  label: string;
  value: string;
}

/** Minutes asleep: of the bands, and of a long range of its days, since an answer for weeks joins short stretches. */
export function minutesAsleep(history: Pick<History, 'sleep' | 'from' | 'to' | 'days'>): number {
  const { sleep, days, from, to } = history;
  if (byDay(history)) return days.reduce((sum, { sleepMinutes }) => sum + (sleepMinutes ?? 0), 0);
  return sleep
    .filter(({ state }) => state === 'asleep')
    .reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)) / 60_000, 0);
}

/** Minutes of crying, from the episodes where all are known, else from the shares. Null: nothing was heard at all. */
export function minutesCrying(
  { episodes, episodesLeftOut = 0, series }: Pick<History, 'episodes' | 'episodesLeftOut' | 'series'>,
  step: number,
): number | null {
  if (episodes.length > 0 && episodesLeftOut === 0)
    return episodes.reduce((sum, { from, to }) => sum + (to - from) / 60_000, 0);
  const known = (series?.crying ?? []).filter((share) => share !== null);
  return known.length > 0 ? known.reduce((sum, share) => sum + (share * step) / 60, 0) : null;
}

/** The few numbers above the charts. What is not known is left out. */
export function summary(history: History, { degrees, unit, step, texts, format }: ChartView): Fact[] {
  const extents = (history.series?.temperature ?? []).filter((one) => one !== null);
  const temperature = (value: number) => `${format.number(degrees(value), 1)} ${unit}`;
  const crying = minutesCrying(history, step);
  const asleep = minutesAsleep(history);
  return [
    ...(extents.length > 0
      ? [
          { label: texts.lowest, value: temperature(Math.min(...extents.map((one) => one[0]))) },
          { label: texts.highest, value: temperature(Math.max(...extents.map((one) => one[2]))) },
        ]
      : []),
    ...(crying === null
      ? []
      : [
          { label: texts.criedFor, value: crying < 1 ? format.minutes(0) : format.duration(crying * 60_000) },
        ]),
    ...(history.sleep.length > 0 ? [{ label: texts.slept, value: format.duration(asleep * 60_000) }] : []),
    { label: texts.alerts, value: format.number(history.alerts.length + (history.alertsLeftOut ?? 0)) },
  ];
}
