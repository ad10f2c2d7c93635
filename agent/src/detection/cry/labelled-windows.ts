import { readAudioFile } from '../../sensors/audio-file.ts';
import { levelOf } from './level.ts';
import type { ManifestEntry } from './manifest.ts';
import { windowsOf } from './windows.ts';

/** dBFS, and dB below the loudest window: a pause within a crying clip is not crying. */
const QUIET = -50;
const PAUSE = 15;

/** The 2 s windows of a recording whose truth is known; of a crying one without its pauses. */
export async function usableWindows({ file, crying }: ManifestEntry): Promise<Float32Array[]> {
  const windows = [...windowsOf(await readAudioFile(file))].map(({ samples }) => samples);
  if (!crying) return windows;
  const levels = windows.map(levelOf);
  const loudest = Math.max(...levels);
  return windows.filter((_, index) => {
    const level = levels[index] ?? QUIET;
    return level > QUIET && level > loudest - PAUSE;
  });
}
