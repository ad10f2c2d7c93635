import { type Command, InvalidArgumentError } from 'commander';
import { createCryDetector } from '../detection/cry/cry-detector.ts';
import { windowsOf } from '../detection/cry/windows.ts';
import { readAudioFile } from '../sensors/audio-file.ts';

interface CryCommandOptions {
  threshold: number;
}

/** Adds `cry FILE…`: whether somebody cries in recordings, a JSON line for each window of 2 s. */
export function registerCryCommand(program: Command): void {
  program
    .command('cry')
    .description('say whether somebody cries in recordings: a JSON line for each 2 s, a new one each second')
    .argument('<file...>', 'recordings (WAV, FLAC, MP3, Ogg, …)')
    .option('--threshold <probability>', 'from which a window is crying', probability, 0.5)
    .action(async (files: string[], options: CryCommandOptions) => {
      if (!(await judgeFiles(files, options))) process.exitCode = 1;
    });
}

/** Prints the lines of each recording; gives false when one of them could not be judged. */
async function judgeFiles(files: string[], options: CryCommandOptions): Promise<boolean> {
  const detector = await createCryDetector(options);
  let good = true;
  try {
    for (const file of files) {
      try {
        for (const { start, samples } of windowsOf(await readAudioFile(file))) {
          const { probability, crying } = await detector.analyse(samples);
          console.log(
            JSON.stringify({ file, start, probability: Math.round(probability * 1e4) / 1e4, crying }),
          );
        }
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

function probability(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return value;
}
