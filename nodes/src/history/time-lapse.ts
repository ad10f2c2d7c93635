import { spawn } from 'node:child_process';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import { explainIssues } from '@smart-cradle/protocol/parse-message';
import { z } from 'zod';
import { localDate, localDay, NIGHT } from './local-days.ts';

/** Pictures a second of the video. */
const FRAME_RATE = 12;
/** Milliseconds that ffmpeg may take. */
const LIMIT = 120_000;

const request = z
  .object({
    cradle: cradleUuid,
    /** The morning that the night ends on. */
    night: z.preprocess((value) => (value === '' ? undefined : value), z.iso.date().optional()),
  })
  .strict();

export interface TimeLapseRequest {
  cradle: string;
  /** `YYYY-MM-DD`. */
  night: string;
}

/** A time lapse that cannot be made, with the HTTP status that says so. */
export class TimeLapseError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The query string of `GET /smart-cradle/history/time-lapse`; the last night unless it names another. */
export function parseTimeLapseRequest(
  query: unknown,
  now: number,
): { ok: true; value: TimeLapseRequest } | { ok: false; field: string; error: string } {
  const result = request.safeParse(query);
  if (result.success) {
    return { ok: true, value: { cradle: result.data.cradle, night: result.data.night ?? localDate(now) } };
  }
  const field = String(result.error.issues[0]?.path[0] ?? 'query');
  return { ok: false, field, error: explainIssues(result.error, query) };
}

/** The pictures of a folder of one day whose clock time lies in a part of it, oldest first. */
async function picturesOf(folder: string, isInside: (hour: number) => boolean): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^\d{2}-\d{2}-\d{2}(_[a-z_]+)?\.jpg$/.test(name) && isInside(Number(name.slice(0, 2))))
    .sort()
    .map((name) => join(folder, name));
}

function runFfmpeg(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: LIMIT });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2000);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      const reason = missing
        ? 'ffmpeg is not installed where Node-RED runs: install it to get time lapses'
        : error.message;
      reject(new TimeLapseError(missing ? 503 : 500, reason));
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new TimeLapseError(500, `ffmpeg failed: ${said.trim().split('\n').at(-1) ?? code}`));
    });
  });
}

/**
 * Makes the video of a night, beside the pictures of its morning.
 *
 * @returns The file below the folder of pictures, and how many pictures are in it.
 */
export async function makeTimeLapse(
  folder: string,
  { cradle, night }: TimeLapseRequest,
): Promise<{ file: string; frames: number }> {
  const [year = 0, month = 1, day = 1] = night.split('-').map(Number);
  const evening = localDay(new Date(year, month - 1, day - 1, 12).getTime()).date;
  const frames = [
    ...(await picturesOf(join(folder, cradle, evening), (hour) => hour >= NIGHT.from)),
    ...(await picturesOf(join(folder, cradle, night), (hour) => hour < NIGHT.to)),
  ];
  if (frames.length < 2) {
    throw new TimeLapseError(404, `night (${night}): only ${frames.length} pictures are there`);
  }
  const file = `${cradle}/${night}/night.mp4`;
  await mkdir(join(folder, cradle, night), { recursive: true });
  const list = join(folder, cradle, night, '.night.txt');
  // The names are our own: a UUID, a date and a time, none of which needs quoting.
  const lines = frames.map((frame) => `file '${frame.replaceAll("'", "'\\''")}'\nduration ${1 / FRAME_RATE}`);
  await writeFile(list, `ffconcat version 1.0\n${lines.join('\n')}\n`);
  const partial = join(folder, cradle, night, '.night.partial.mp4');
  await runFfmpeg([
    ...['-nostdin', '-loglevel', 'error', '-y', '-f', 'concat', '-safe', '0', '-i', list],
    ...[
      '-vf',
      'scale=640:-2,format=yuv420p',
      '-r',
      String(FRAME_RATE),
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
    ],
    ...['-movflags', '+faststart', partial],
  ]);
  await rename(partial, join(folder, file));
  return { file, frames: frames.length };
}
