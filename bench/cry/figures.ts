import { levelOf } from '@smart-cradle/agent/detection/cry/level';
import type { ManifestEntry } from '@smart-cradle/agent/detection/cry/manifest';

/** A recording, judged. */
export interface JudgedClip extends ManifestEntry {
  /** Of its usable windows. */
  probabilities: number[];
  /** The same with white noise so many dB below. */
  noisy: { 10: number[]; 0: number[] };
  /** Two of three windows said crying at some time. */
  steadilyCrying: boolean;
}

export interface Figures {
  windows: { crying: number; others: number; laughing: number };
  auc: number;
  precision: number;
  recall: number;
  f1: number;
  /** Of raw windows, one a second, without laughter. */
  falseAlarmsPerHour: number;
  recallAt10dB: number;
  recallAt0dB: number;
  /** With two of three windows. */
  falseRecordings: number;
  otherRecordings: number;
  foundRecordings: number;
  cryingRecordings: number;
  laughing: { windows: number; called: number };
  kinds: Record<string, { windows: number; called: number }>;
}

const THRESHOLD = 0.5;
const isLaughter = ({ kind }: ManifestEntry) => kind.includes('laugh');

/** A small generator of uniform numbers, 0 to 1: mulberry32, by Tommy Ettinger, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** White noise beside a window, the same each time. @param ratio dB of sound over noise. */
export function withNoise(window: Float32Array, ratio: number): Float32Array {
  const random = mulberry32(window.length + ratio);
  const amplitude = 10 ** ((levelOf(window) - ratio) / 20) * Math.sqrt(3);
  return window.map((sample) => sample + amplitude * (2 * random() - 1));
}

/** Area under the curve of recall over false alarms: how often a crying window is above another one. */
function areaUnderCurve(crying: number[], others: number[]): number {
  const sorted = [...others].sort((a, b) => a - b);
  const below = (value: number, orEqual: boolean) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = sorted[middle] ?? 0;
      if (other < value || (orEqual && other === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = crying.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return wins / (crying.length * others.length);
}

const said = (probabilities: number[]) => probabilities.filter((value) => value >= THRESHOLD).length;

export function figuresOf(clips: readonly JudgedClip[]): Figures {
  const of = (wanted: (clip: JudgedClip) => boolean) =>
    clips.filter(wanted).flatMap(({ probabilities }) => probabilities);
  const crying = of((clip) => clip.crying);
  const others = of((clip) => !clip.crying);
  const laughing = of((clip) => !clip.crying && isLaughter(clip));
  const hits = said(crying);
  const called = said(others);
  const serious = others.length - laughing.length;
  const noisy = (ratio: 10 | 0) => {
    const windows = clips.flatMap((clip) => clip.noisy[ratio]);
    return said(windows) / windows.length;
  };
  const kinds: Figures['kinds'] = {};
  for (const { source, kind, probabilities } of clips) {
    const name = `${source} ${kind}`;
    const before = kinds[name] ?? { windows: 0, called: 0 };
    kinds[name] = {
      windows: before.windows + probabilities.length,
      called: before.called + said(probabilities),
    };
  }
  const recordings = (wanted: (clip: JudgedClip) => boolean) => clips.filter(wanted).length;
  return {
    windows: { crying: crying.length, others: others.length, laughing: laughing.length },
    auc: areaUnderCurve(crying, others),
    precision: hits / (hits + called),
    recall: hits / crying.length,
    f1: (2 * hits) / (crying.length + hits + called),
    falseAlarmsPerHour: ((called - said(laughing)) / serious) * 3_600,
    recallAt10dB: noisy(10),
    recallAt0dB: noisy(0),
    falseRecordings: recordings((clip) => !clip.crying && !isLaughter(clip) && clip.steadilyCrying),
    otherRecordings: recordings((clip) => !clip.crying && !isLaughter(clip)),
    foundRecordings: recordings((clip) => clip.crying && clip.steadilyCrying),
    cryingRecordings: recordings((clip) => clip.crying),
    laughing: { windows: laughing.length, called: said(laughing) },
    kinds,
  };
}

/** A figure and what it must be. */
export interface Gate {
  name: string;
  value: string;
  wanted: string;
  good: boolean;
}

export function gatesOf(figures: Figures): Gate[] {
  const gate = (name: string, value: number, good: boolean, wanted: string): Gate => ({
    name,
    value: value.toFixed(3),
    wanted,
    good,
  });
  const { auc, f1, recall, falseAlarmsPerHour, recallAt10dB, falseRecordings, otherRecordings } = figures;
  const part = falseRecordings / otherRecordings;
  return [
    gate('area under the curve', auc, auc >= 0.99, 'at least 0.99'),
    gate('F1', f1, f1 >= 0.93, 'at least 0.93'),
    gate('recall', recall, recall >= 0.95, 'at least 0.95'),
    gate(
      'false alarms an hour of raw windows, without laughter',
      falseAlarmsPerHour,
      falseAlarmsPerHour <= 40,
      'at most 40',
    ),
    gate('recall with noise at 10 dB', recallAt10dB, recallAt10dB >= 0.85, 'at least 0.85'),
    {
      name: 'false recordings by two of three',
      value: `${falseRecordings} of ${otherRecordings}`,
      wanted: 'at most 6 of 297',
      good: part <= 6 / 297,
    },
  ];
}
