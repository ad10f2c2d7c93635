import { LANGUAGES, type Language, languageOf } from '@smart-cradle/protocol/language';
import { SETTINGS } from '@smart-cradle/protocol/settings';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CryDetector, createCryDetector } from '../detection/cry/cry-detector.ts';
import { usableWindows } from '../detection/cry/labelled-windows.ts';
import { readManifest } from '../detection/cry/manifest.ts';
import { createNeighboursDetector, type KnownWindow, mfccOf } from '../detection/cry/neighbours.ts';
import { messageOf } from '../log.ts';
import { readAudioFile } from '../sensors/audio-file.ts';
import { type JudgedWindow, judgeRecording } from './cry-recording.ts';
import { type RingSettings, replayClips, sentenceOf, summaryOf } from './cry-replay.ts';
import { cryReport, type JudgedRecording } from './cry-report.ts';
import { writeReport } from './report.ts';

interface CryCommandOptions extends RingSettings {
  method: 'model' | 'original';
  reference?: string;
  report?: string;
  replay?: string;
  language: Language;
}

/** Adds `cry FILE…`: whether somebody cries in recordings, a JSON line for each window of 2 s. */
export function registerCryCommand(program: Command): void {
  program
    .command('cry')
    .description('say whether somebody cries in recordings: a JSON line for each 2 s, a new one each second')
    .argument('[file...]', 'recordings (WAV, FLAC, MP3, Ogg, …), or videos when ffmpeg is installed')
    .option(
      '--threshold <probability>',
      'from which a window is crying',
      probability,
      SETTINGS.crying_threshold.default,
    )
    .addOption(
      new Option('--method <method>', 'the network, or the nearest neighbours of the original cradle')
        .choices(['model', 'original'])
        .default('model'),
    )
    .option('--reference <folder>', 'of --method original: manifest.csv and the recordings that it lists')
    .option('--report <file.html>', 'also write a page with plots')
    .option('--replay <folder>', 'judge marked clips again, and say how often the alert would have rung')
    .option(
      '--duration <seconds>',
      'of --replay: crying until the alert',
      seconds,
      SETTINGS.crying_duration_threshold.default,
    )
    .option(
      '--gap <seconds>',
      'of --replay: pause that ends the crying',
      seconds,
      SETTINGS.crying_gap.default,
    )
    .addOption(
      new Option('--language <language>', 'of the page')
        .choices(LANGUAGES)
        .default(languageOf(process.env.LC_ALL || process.env.LANG)),
    )
    .action(async (files: string[], options: CryCommandOptions, command: Command) => {
      if (files.length === 0 && options.replay === undefined)
        command.error('error: a recording, or --replay with a folder of clips, is needed');
      if (options.method === 'original' && options.reference === undefined)
        command.error('error: --method original needs --reference with a folder of known recordings');
      if (!(await run(files, options))) process.exitCode = 1;
    });
}

/** Judges files and clips; gives false when one of them could not be judged. */
async function run(files: string[], options: CryCommandOptions): Promise<boolean> {
  const { threshold, duration, gap, report, replay, language } = options;
  const detector = await createDetector(options);
  try {
    const judged = await judgeFiles(files, detector);
    if (replay !== undefined) {
      const clips = await replayClips(replay, detector, { threshold, duration, gap });
      for (const { file, label, time, crying, rings, error } of clips)
        console.log(JSON.stringify({ file, label, time, crying, rings, error }));
      const summary = summaryOf(clips, { threshold, duration, gap });
      console.log(JSON.stringify(summary));
      console.error(sentenceOf(summary, language));
      judged.push(...clips);
    }
    if (report !== undefined) await writeReport(report, cryReport(judged, threshold, language));
    return judged.every(({ error }) => error === undefined);
  } catch (error) {
    console.error(messageOf(error));
    return false;
  } finally {
    await detector.close();
  }
}

async function createDetector({ method, reference, threshold }: CryCommandOptions): Promise<CryDetector> {
  if (method === 'model' || reference === undefined) return createCryDetector({ threshold });
  const known: KnownWindow[] = [];
  for (const entry of (await readManifest(reference)).filter(({ use }) => use === 'train')) {
    for (const samples of await usableWindows(entry))
      known.push({ values: mfccOf(samples), crying: entry.crying });
  }
  return createNeighboursDetector(known, threshold);
}

/** Prints the lines of each recording. */
async function judgeFiles(files: string[], detector: CryDetector): Promise<JudgedRecording[]> {
  const judged: JudgedRecording[] = [];
  for (const file of files) {
    try {
      const windows = await judgeRecording(detector, await readAudioFile(file), (window) =>
        console.log(lineOf(file, window)),
      );
      judged.push({ file, windows });
    } catch (error) {
      console.error(`${file}: ${messageOf(error)}`);
      judged.push({ file, windows: [], error: messageOf(error) });
    }
  }
  return judged;
}

function lineOf(file: string, window: JudgedWindow): string {
  const { start, probability: value, crying, steady, level, digitalSilence } = window;
  const rounded = (number: number, digits: number) => Number(number.toFixed(digits));
  const silence = digitalSilence ? { digitalSilence } : {};
  return JSON.stringify({
    file,
    start,
    probability: rounded(value, 4),
    crying,
    steady,
    level: rounded(level, 1),
    ...silence,
  });
}

function probability(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new InvalidArgumentError('It must be 0 or more seconds.');
  return value;
}
