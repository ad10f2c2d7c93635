import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { OFFSET_THRESHOLD } from '../detection/face/direction.ts';
import { createFaceDetector, type DirectionRule, type Rotation } from '../detection/face/face-detector.ts';

interface FaceCommandOptions {
  threshold: number;
  rule: DirectionRule;
  mirrored: boolean;
  rotation: Rotation;
}

/** Adds `face FILE…`: where the face points in pictures, a JSON line each. */
export function registerFaceCommand(program: Command): void {
  program
    .command('face')
    .description('say where the face points in pictures: a JSON line for each')
    .argument('<file...>', 'pictures (JPEG, PNG, WebP, …)')
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
    .action(async (files: string[], options: FaceCommandOptions) => {
      if (!(await judgeFiles(files, options))) process.exitCode = 1;
    });
}

/** Prints a line for each picture; gives false when one of them could not be judged. */
async function judgeFiles(files: string[], options: FaceCommandOptions): Promise<boolean> {
  const detector = await createFaceDetector({
    ...options,
    tracking: false,
    onLog: (line) => console.error(line),
  });
  let good = true;
  try {
    for (const file of files) {
      try {
        const { state, dx, offset, yaw, pitch, roll, score } = await detector.detect(await readFile(file));
        const line = { file, state, dx, offset, yaw, pitch, roll, score };
        console.log(JSON.stringify(line, (_, value) => (typeof value === 'number' ? rounded(value) : value)));
      } catch (error) {
        console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
        good = false;
      }
    }
  } finally {
    await detector.close();
  }
  return good;
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
