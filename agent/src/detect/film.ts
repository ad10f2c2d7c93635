import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { MjpegReader } from '../sensors/mjpeg-reader.ts';

/** Pictures a second that a film is judged in. */
export const FILM_RATE = 10;
/** JPEGs one after another, which need no ffmpeg; they are taken to be {@link FILM_RATE} a second. */
const MOTION_JPEG = ['.mjpeg', '.mjpg'];
const FILMS = [...MOTION_JPEG, '.mp4', '.m4v', '.mov', '.mkv', '.webm', '.avi', '.ts', '.mpg', '.mpeg'];

export interface FilmFrame {
  /** Seconds since the film's begin. */
  time: number;
  jpeg: Buffer;
}

export function isFilm(file: string): boolean {
  return FILMS.includes(extname(file).toLowerCase());
}

/**
 * The pictures of a film, {@link FILM_RATE} a second.
 *
 * @throws Error when it cannot be read, when it has no pictures, or when ffmpeg is needed and missing
 */
export async function* filmFrames(file: string): AsyncGenerator<FilmFrame> {
  const isPlain = MOTION_JPEG.includes(extname(file).toLowerCase());
  const { stream, end } = isPlain ? { stream: createReadStream(file), end: async () => {} } : decode(file);
  const reader = new MjpegReader();
  let count = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (const jpeg of reader.push(chunk)) {
      yield { time: count / FILM_RATE, jpeg };
      count += 1;
    }
  }
  await end();
  if (count === 0) throw new Error('no pictures in it');
}

function decode(file: string): { stream: Readable; end(): Promise<void> } {
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-i', file, '-an'],
      ...['-vf', `fps=${FILM_RATE}`, '-c:v', 'mjpeg', '-q:v', '3', '-f', 'mjpeg', '-'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaint = '';
  ffmpeg.stderr.on('data', (text: Buffer) => {
    complaint = text.toString().trim().split('\n').at(-1) ?? complaint;
  });
  const ended = new Promise<void>((resolve, reject) => {
    ffmpeg.on('error', (error: NodeJS.ErrnoException) => {
      ffmpeg.stdout.destroy(
        error.code === 'ENOENT' ? new Error('ffmpeg is needed to read films, and is not installed') : error,
      );
      resolve();
    });
    ffmpeg.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(complaint || `ffmpeg: code ${code}`)),
    );
  });
  ended.catch(() => {}); // awaited after the last picture
  return { stream: ffmpeg.stdout, end: () => ended };
}
