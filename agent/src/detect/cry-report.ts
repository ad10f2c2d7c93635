import { basename } from 'node:path';
import type { Language, Localized } from '@smart-cradle/protocol/language';
import { LEVEL_GATE, SILENCE } from '../detection/cry/level.ts';
import type { JudgedWindow } from './cry-recording.ts';
import { escapeHtml, type Report, type ReportSection } from './report.ts';
import { clock, timePlot } from './report-plot.ts';

export interface JudgedRecording {
  file: string;
  windows: readonly JudgedWindow[];
  /** Why it could not be judged. */
  error?: string;
}

const TEXTS = {
  title: { en: 'Crying in recordings', ko: '녹음 속 울음' },
  summary: {
    en: 'Windows of 2 s, a new one each second. Shaded: two of three windows are crying at threshold',
    ko: '2초 창, 1초마다 새로. 음영: 창 셋 중 둘이 울음, 기준',
  },
  windows: { en: 'Windows', ko: '창' },
  crying: { en: 'crying', ko: '울음' },
  steady: { en: 'two of three', ko: '셋 중 둘' },
  highest: { en: 'highest probability', ko: '최고 확률' },
  silence: { en: 'digital silence', ko: '디지털 무음' },
  quiet: { en: 'under the level gate', ko: '음량 기준 미달' },
  probability: { en: 'Probability of crying over time', ko: '시간에 따른 울음 확률' },
  level: { en: 'Level over time, dBFS', ko: '시간에 따른 음량, dBFS' },
  times: { en: 'Crying at', ko: '울음 시각' },
  error: { en: 'Not judged', ko: '판정하지 못함' },
} satisfies Record<string, Localized>;

/** Stretches of windows that are steadily crying, seconds from and to. */
function stretchesOf(windows: readonly JudgedWindow[]): [from: number, to: number][] {
  const stretches: [number, number][] = [];
  for (const { start, steady } of windows) {
    if (!steady) continue;
    const last = stretches.at(-1);
    // A window ends 2 s after it began.
    if (last && start + 1 <= last[1]) last[1] = start + 2;
    else stretches.push([start + 1, start + 2]);
  }
  return stretches;
}

function sectionOf({ file, windows, error }: JudgedRecording, threshold: number, language: Language) {
  const text = (key: keyof typeof TEXTS) => TEXTS[key][language];
  const title = basename(file);
  if (error !== undefined)
    return { title, content: [`<p>${text('error')}: ${escapeHtml(error)}</p>`] } satisfies ReportSection;
  const count = (wanted: (window: JudgedWindow) => boolean) => String(windows.filter(wanted).length);
  const stretches = stretchesOf(windows);
  const middle = (window: JudgedWindow) => window.start + 1;
  const times = stretches.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(', ');
  return {
    title,
    figures: [
      [text('windows'), String(windows.length)],
      [text('crying'), count(({ crying }) => crying)],
      [text('steady'), count(({ steady }) => steady)],
      [text('highest'), Math.max(0, ...windows.map(({ probability }) => probability)).toFixed(2)],
      [text('silence'), count(({ digitalSilence }) => digitalSilence)],
      [text('quiet'), count(({ digitalSilence, level }) => !digitalSilence && level < LEVEL_GATE)],
    ],
    content: [
      `<p>${text('probability')}</p>`,
      timePlot({
        label: text('probability'),
        points: windows.map((window) => [middle(window), window.probability]),
        range: [0, 1],
        threshold,
        marked: stretches,
      }),
      `<p>${text('level')}</p>`,
      timePlot({
        label: text('level'),
        points: windows.map((window) => [middle(window), window.level]),
        range: [SILENCE, 0],
        threshold: LEVEL_GATE,
      }),
      ...(times ? [`<p>${text('times')}: ${times}</p>`] : []),
    ],
  } satisfies ReportSection;
}

/** A page that shows what was heard in recordings, to look at. */
export function cryReport(
  recordings: readonly JudgedRecording[],
  threshold: number,
  language: Language,
): Report {
  return {
    title: TEXTS.title[language],
    summary: `${TEXTS.summary[language]} ${threshold}.`,
    language,
    sections: recordings.map((recording) => sectionOf(recording, threshold, language)),
  };
}
