import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLIP_LABELS, type ClipLabel } from '@smart-cradle/protocol/clips';
import type { Language } from '@smart-cradle/protocol/language';
import { z } from 'zod';
import type { CryDetector } from '../detection/cry/cry-detector.ts';
import { messageOf } from '../log.ts';
import { readAudioFile } from '../sensors/audio-file.ts';
import { judgeRecording, ringsOf } from './cry-recording.ts';
import type { JudgedRecording } from './cry-report.ts';

/** The settings of the crying alert. */
export interface RingSettings {
  threshold: number;
  /** Seconds. */
  duration: number;
  gap: number;
}

/** A clip that a parent marked, judged again. */
export interface ReplayedClip extends JudgedRecording {
  label: ClipLabel;
  time: string;
  /** The detector said crying at some time; the alert was raised so often. */
  crying: boolean;
  rings: number;
}

/** What `entities/clips.ts` writes beside a sound. */
const besideSound = z.looseObject({ label: z.enum(CLIP_LABELS), time: z.iso.datetime({ offset: true }) });

/**
 * Judges the clips of a folder again, oldest first. One that cannot be judged has its `error`.
 * @throws Error when the folder cannot be read or holds no clips.
 */
export async function replayClips(
  folder: string,
  detector: CryDetector,
  { duration, gap }: RingSettings,
): Promise<ReplayedClip[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) throw new Error(`${folder}: no clips in it (a .json file beside each .wav file)`);
  const clips: ReplayedClip[] = [];
  for (const name of names) {
    const file = join(folder, name.replace(/\.json$/, '.wav'));
    const beside = besideSound.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8')));
    if (!beside.success)
      throw new Error(`${join(folder, name)}: ${z.prettifyError(beside.error).replaceAll('\n', ' ')}`);
    const { label, time } = beside.data;
    try {
      const windows = await judgeRecording(detector, await readAudioFile(file));
      const crying = windows.some(({ steady }) => steady);
      clips.push({ file, label, time, windows, crying, rings: ringsOf(windows, duration, gap).length });
    } catch (error) {
      clips.push({ file, label, time, windows: [], crying: false, rings: 0, error: messageOf(error) });
    }
  }
  return clips;
}

export interface ReplaySummary extends RingSettings {
  clips: number;
  /** Clips of each label: how many, in how many crying was heard, in how many it rang. */
  false_alarm: { clips: number; crying: number; rang: number };
  missed: { clips: number; crying: number; rang: number };
}

export function summaryOf(clips: readonly ReplayedClip[], settings: RingSettings): ReplaySummary {
  const judged = clips.filter(({ error }) => error === undefined);
  const of = (label: ClipLabel) => {
    const mine = judged.filter((clip) => clip.label === label);
    return {
      clips: mine.length,
      crying: mine.filter(({ crying }) => crying).length,
      rang: mine.filter(({ rings }) => rings > 0).length,
    };
  };
  return { clips: judged.length, ...settings, false_alarm: of('false_alarm'), missed: of('missed') };
}

/** The same in a sentence. */
export function sentenceOf({ threshold, duration, false_alarm, missed }: ReplaySummary, language: Language) {
  return {
    en: `At threshold ${threshold} and ${duration} s of crying it would have rung in ${false_alarm.rang} of ${false_alarm.clips} false alarms (crying was heard in ${false_alarm.crying}) and in ${missed.rang} of ${missed.clips} missed cries (heard in ${missed.crying}).`,
    ko: `기준 ${threshold}, 울음 지속 ${duration}초라면 오알림 ${false_alarm.clips}건 중 ${false_alarm.rang}건(울음으로 들림 ${false_alarm.crying}건), 놓친 울음 ${missed.clips}건 중 ${missed.rang}건(울음으로 들림 ${missed.crying}건)에서 알림이 울렸을 것입니다.`,
  }[language];
}
