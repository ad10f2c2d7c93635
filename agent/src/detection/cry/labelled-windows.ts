import { readAudioFile } from '../../sensors/audio-file.ts';
import { levelOf } from './level.ts';
import type { ManifestEntry } from './manifest.ts';
import { windowsOf } from './windows.ts';

/** dBFS, and dB below the loudest window: a pause within a crying clip is not crying. */
const QUIET = -50;
const PAUSE = 15;

/** The 2 s windows of a recording whose truth is known, and which of them say it: of crying, not the pauses. */
export async function labelledWindows({
  file,
  crying,
}: ManifestEntry): Promise<{ samples: Float32Array; usable: boolean }[]> {
  const windows = [...windowsOf(await readAudioFile(file))].map(({ samples }) => samples);
  const levels = windows.map(levelOf);
  const loudest = Math.max(...levels);
  return windows.map((samples, index) => {
    const level = levels[index] ?? QUIET;
    return { samples, usable: !crying || (level > QUIET && level > loudest - PAUSE) };
  });
}

/** Those that say it. */
export async function usableWindows(entry: ManifestEntry): Promise<Float32Array[]> {
  const windows = await labelledWindows(entry);
  return windows.filter(({ usable }) => usable).map(({ samples }) => samples);
}
