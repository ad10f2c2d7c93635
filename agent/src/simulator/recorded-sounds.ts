import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readAudioFile } from '../sensors/audio-file.ts';
import { SOUND_FILES } from './recording.ts';
import type { TakeSound } from './take-sound.ts';

/** Plays the recordings of a folder one after another, in the order of their names, over and over. */
export async function playSounds(folder: string): Promise<TakeSound> {
  const names = await readdir(folder);
  const files = names.filter((name) => SOUND_FILES.includes(extname(name).toLowerCase())).sort();
  if (files.length === 0) throw new Error(`${folder}: no recordings (${SOUND_FILES.join(', ')})`);
  const sounds = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      return readAudioFile(file).catch((error: unknown) => {
        throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
      });
    }),
  );
  let file = 0;
  let at = 0;
  return (count) =>
    Int16Array.from({ length: count }, () => {
      let sound = sounds[file];
      if (sound && at >= sound.length) {
        file = (file + 1) % sounds.length;
        at = 0;
        sound = sounds[file];
      }
      const sample = sound?.[at] ?? 0;
      at += 1;
      return Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
    });
}
