import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { MjpegReader } from '../sensors/mjpeg-reader.ts';
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './picture.ts';
import { FILM_FILE, PICTURE_FILES } from './recording.ts';

/** ms that each picture is shown: shorter than what counts as a frozen camera. */
const SHOW_FOR = 3_000;
/** Different versions of a picture, which are shown in turn as a sensor's noise would make them. */
const VERSIONS = 7;
const QUALITY = 80;

/** The files of a folder that can be shown, in the order of their names. */
export async function pictureFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => PICTURE_FILES.includes(extname(name).toLowerCase()))
    .sort()
    .map((name) => join(folder, name));
}

/** Shows the pictures of a folder one after another, and the films (.mjpeg) frame by frame, over and over. */
export async function playPictures(
  folder: string,
  now: () => number = () => performance.now(),
): Promise<() => Promise<Buffer>> {
  const files = await pictureFiles(folder);
  const first = files[0];
  if (!first) throw new Error(`${folder}: no pictures (${PICTURE_FILES.join(', ')})`);
  let index = 0;
  let shown = await load(first);
  let frame = 0;
  let since = now();
  return async () => {
    const over = shown.film ? frame >= shown.frames.length : now() - since >= SHOW_FOR;
    if (over) {
      index = (index + 1) % files.length;
      shown = await load(files[index] ?? first);
      frame = 0;
      since = now();
    }
    const picture = shown.frames[frame % shown.frames.length];
    frame += 1;
    if (!picture) throw new Error(`${files[index]}: no picture in it`);
    return picture;
  };
}

async function load(file: string): Promise<{ film: boolean; frames: Buffer[] }> {
  const bytes = await readFile(file);
  if (extname(file).toLowerCase() === FILM_FILE) return { film: true, frames: new MjpegReader().push(bytes) };
  const { data, info } = await sharp(bytes)
    .rotate()
    .resize(PICTURE_WIDTH, PICTURE_HEIGHT, { fit: 'contain' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const frames: Buffer[] = [];
  for (let version = 0; version < VERSIONS; version += 1) {
    // One step of brightness in every seventh pixel: less than a camera's noise, enough not to be the same picture.
    const noisy = Buffer.from(data);
    for (let at = version; at < noisy.length; at += VERSIONS) noisy[at] = Math.max(0, (noisy[at] ?? 0) - 2);
    const { width, height } = info;
    frames.push(
      await sharp(noisy, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: QUALITY })
        .toBuffer(),
    );
  }
  return { film: false, frames };
}
