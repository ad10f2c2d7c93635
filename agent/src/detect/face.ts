import { readFile } from 'node:fs/promises';
import type { Language } from '@smart-cradle/protocol/language';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { OFFSET_THRESHOLD } from '../detection/face/direction.ts';
import {
  type Crop,
  createFaceDetector,
  type DirectionRule,
  type FaceDetector,
  type Rotation,
} from '../detection/face/face-detector.ts';
import { MotionMeter } from '../detection/motion.ts';
import { decodeGrey } from '../detection/motion-frame.ts';
import {
  faceReportTexts,
  filmSection,
  type JudgedPicture,
  type PictureOptions,
  pictureSection,
} from './face-report.ts';
import { filmFrames, isFilm } from './film.ts';
import { type ReportSection, writeReport } from './report.ts';

interface FaceCommandOptions {
  threshold: number;
  rule: DirectionRule;
  mirrored: boolean;
  rotation: Rotation;
  crop?: Crop;
  report?: string;
  language: Language;
}

/** ms for a picture: nobody waits for the next one here, and a slow or busy machine shall get its answer too. */
const JUDGED_WITHIN = 60_000;

/** Pictures of a film that its report shows at most: those at which the state changes. */
const SHOWN = 12;

/** Adds `face FILE…`: where the face points in pictures and films, a JSON line for each picture. */
export function registerFaceCommand(program: Command): void {
  program
    .command('face')
    .description('say where the face points in pictures and films: a JSON line for each picture')
    .argument('<file...>', 'pictures (JPEG, PNG, WebP, …) and films (MJPEG; with ffmpeg MP4, MKV, …)')
    .option(
      '--threshold <offset>',
      'nose against eyes, in distances of the eyes, from which a face is turned',
      positive,
      OFFSET_THRESHOLD,
    )
    .addOption(
      new Option('--rule <rule>', 'by the line of the eyes, or as the original cradle did')
        .choices(['offset', 'original'])
        .default('offset'),
    )
    .option('--mirrored', 'the camera mirrors its picture', false)
    .addOption(
      new Option('--rotation <degrees>', 'clockwise turn that makes the picture upright')
        .choices(['0', '90', '180', '270'])
        .default(0)
        .argParser(rotation),
    )
    .option('--crop <x,y,width,height>', 'the bed in the upright picture, in parts of it (0 to 1)', crop)
    .option('--report <file>', 'a page to look at: pictures with their landmarks, and plots')
    .addOption(new Option('--language <language>', 'of the report').choices(['en', 'ko']).default('en'))
    .action(async (files: string[], options: FaceCommandOptions) => {
      if (!(await judgeFiles(files, options))) process.exitCode = 1;
    });
}

/** Prints a line for each picture; gives false when one of the files could not be judged. */
async function judgeFiles(files: string[], options: FaceCommandOptions): Promise<boolean> {
  const sections: ReportSection[] = [];
  let good = true;
  // Films are followed from frame to frame, pictures are not: each needs a detector of its own, when it is needed.
  const detectors = new Map<boolean, Promise<FaceDetector>>();
  const detectorFor = (tracking: boolean): Promise<FaceDetector> => {
    const found = detectors.get(tracking) ?? createDetector(options, tracking);
    detectors.set(tracking, found);
    return found;
  };
  try {
    for (const file of files) {
      try {
        const section = isFilm(file)
          ? await judgeFilm(file, await detectorFor(true), options)
          : await judgePicture(file, await detectorFor(false), options);
        if (section) sections.push(section);
      } catch (error) {
        console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
        good = false;
      }
    }
  } finally {
    for (const detector of detectors.values()) await (await detector).close();
  }
  if (options.report) {
    const { language, report } = options;
    await writeReport(report, { ...faceReportTexts(language), language, sections });
    console.error(`report: ${report}`);
  }
  return good;
}

function createDetector(options: FaceCommandOptions, tracking: boolean): Promise<FaceDetector> {
  const { threshold, rule, mirrored, rotation, crop } = options;
  return createFaceDetector({
    ...{ threshold, rule, mirrored, rotation, tracking },
    ...(crop ? { crop } : {}),
    timeout: JUDGED_WITHIN,
    onLog: (line) => console.error(line),
  });
}

async function judgePicture(
  file: string,
  detector: FaceDetector,
  options: FaceCommandOptions,
): Promise<ReportSection | undefined> {
  const picture = await readFile(file);
  const judgement = await detector.detect(picture, { landmarks: options.report !== undefined });
  const { state, dx, offset, yaw, pitch, roll, score, eyesOpen } = judgement;
  print({ file, state, dx, offset, yaw, pitch, roll, score, eyes: eyesOf(eyesOpen) });
  if (!options.report) return undefined;
  return pictureSection(file, { time: 0, judgement, motion: null, picture }, pictureOptions(options));
}

async function judgeFilm(
  file: string,
  detector: FaceDetector,
  options: FaceCommandOptions,
): Promise<ReportSection | undefined> {
  const meter = new MotionMeter();
  const pictures: JudgedPicture[] = [];
  let shown = 0;
  let last: string | undefined;
  for await (const { time, jpeg } of filmFrames(file)) {
    const judgement = await detector.detect(jpeg, {
      landmarks: options.report !== undefined,
      time: time * 1_000,
    });
    const grey = await decodeGrey(jpeg, { rotation: options.rotation, crop: options.crop ?? null });
    const { motion } = meter.next(grey, time * 1_000);
    const { state, dx, offset, yaw, pitch, roll, score, eyesOpen } = judgement;
    print({ file, time, state, dx, offset, yaw, pitch, roll, score, eyes: eyesOf(eyesOpen), motion });
    if (!options.report) continue;
    const isShown = state !== last && shown < SHOWN;
    last = state;
    if (isShown) shown += 1;
    const { landmarks: _, ...numbers } = judgement;
    pictures.push({
      time,
      motion,
      judgement: isShown ? judgement : numbers,
      ...(isShown ? { picture: jpeg } : {}),
    });
  }
  return options.report ? filmSection(file, pictures, pictureOptions(options)) : undefined;
}

function pictureOptions({ rotation, crop, threshold, language }: FaceCommandOptions): PictureOptions {
  return { rotation, threshold, language, ...(crop ? { crop } : {}) };
}

function eyesOf(open: boolean | null): 'open' | 'closed' | null {
  return open === null ? null : open ? 'open' : 'closed';
}

function print(line: Record<string, unknown>): void {
  console.log(JSON.stringify(line, (_, value) => (typeof value === 'number' ? rounded(value) : value)));
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function rotation(text: string): Rotation {
  const found = ([0, 90, 180, 270] as const).find((value) => String(value) === text);
  if (found === undefined) throw new InvalidArgumentError('It must be 0, 90, 180 or 270.');
  return found;
}

function crop(text: string): Crop {
  const [x = -1, y = -1, width = -1, height = -1, ...more] = text.split(',').map(Number);
  const isInside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 && y + height <= 1;
  if (!isInside || more.length > 0)
    throw new InvalidArgumentError('It must be four numbers such as 0.2,0.1,0.6,0.8, inside of the picture.');
  return { x, y, width, height };
}
