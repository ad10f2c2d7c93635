/**
 * CPU and wall time per tracked picture: our face detector, and MediaPipe in Python as the original cradle used it, by
 * turns on the same pictures, JPEGs of 640×480.
 *
 * Run: node bench/face/speed.ts [--rounds 3]
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createFaceDetector, type FaceDetector } from '@smart-cradle/agent/detection/face/face-detector';
import { MjpegReader } from '@smart-cradle/agent/sensors/mjpeg-reader';
import { OUTPUT, pythonWith } from '../python.ts';

/** The last version with the interface that the original used; pinned, so that runs can be compared. */
const PACKAGES = ['mediapipe==0.10.21', 'opencv-contrib-python==4.11.0.86', 'numpy==1.26.4'];
/** Seconds of the default scenario: it turns from the right to the front, stirs, and lies still. */
const [FROM, SECONDS] = [14, 30];
/** ms of the film between two pictures, by which the detector spaces its closer looks. */
const STEP = 100;
/** ms a tracked picture that the product promises on its own machine. */
const LIMIT = 20;

interface Times {
  /** ms per picture. */
  cpu: number;
  wall: number;
  /** Part of the pictures with a face. */
  found: number;
  /** MiB at most. */
  rss: number;
}

const run = promisify(execFile);
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
await mkdir(OUTPUT, { recursive: true });
const film = join(OUTPUT, 'film.mjpeg');
const maker = fileURLToPath(new URL('../film-main.ts', import.meta.url));
await run(process.execPath, [maker, film, String(FROM), String(SECONDS)]);
const pictures = new MjpegReader(64 * 1_048_576).push(await readFile(film));
const python = await pythonWith('mediapipe', PACKAGES).catch((error: Error) => {
  console.log(`without comparison: ${error.message}`);
  return undefined;
});

const all: Record<string, Times[]> = {};
const note = (name: string, times: Times): void => {
  const list = all[name] ?? [];
  all[name] = [...list, times];
  console.log(
    `${name}: CPU ${times.cpu.toFixed(1)} ms, wall ${times.wall.toFixed(1)} ms, a face in ${(100 * times.found).toFixed(0)} %, ${times.rss.toFixed(0)} MiB`,
  );
};
const detector = await createFaceDetector();
let time = 0;
for (const picture of pictures.slice(0, 20)) await detector.detect(picture, { time: nextTime() });
for (let round = 0; round < Number(values.rounds); round++) {
  note('ours', await ours(detector, pictures));
  if (!python) continue;
  note('Python, plain mesh', await theirs(python, 'plain'));
  note('Python, with eyes and lips', await theirs(python, 'refine'));
}
await detector.close();

const mean = (name: string, of: 'cpu' | 'wall'): number => {
  const list = all[name] ?? [];
  return list.reduce((sum, times) => sum + times[of], 0) / list.length;
};
console.log(
  `ours: CPU ${mean('ours', 'cpu').toFixed(1)} ms a picture, wall ${mean('ours', 'wall').toFixed(1)} ms (limit ${LIMIT})`,
);
for (const name of Object.keys(all).filter((key) => key !== 'ours'))
  console.log(
    `${name}: CPU ${mean(name, 'cpu').toFixed(1)} ms a picture; ours takes ${(mean('ours', 'cpu') / mean(name, 'cpu')).toFixed(2)} of it`,
  );

function nextTime(): number {
  time += STEP;
  return time;
}

/** All threads count, and sending the picture to the worker too. */
async function ours(faces: FaceDetector, jpegs: Buffer[]): Promise<Times> {
  const used = process.cpuUsage();
  const began = performance.now();
  let found = 0;
  for (const jpeg of jpegs) if ((await faces.detect(jpeg, { time: nextTime() })).yaw !== null) found += 1;
  const { user, system } = process.cpuUsage(used);
  return {
    cpu: (user + system) / 1_000 / jpegs.length,
    wall: (performance.now() - began) / jpegs.length,
    found: found / jpegs.length,
    rss: process.resourceUsage().maxRSS / 1_024,
  };
}

async function theirs(file: string, kind: 'plain' | 'refine'): Promise<Times> {
  const program = fileURLToPath(new URL('./mediapipe_speed.py', import.meta.url));
  const { stdout } = await run(file, [program, film, '1', kind], {
    env: { ...process.env, GLOG_minloglevel: '2' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Times;
}
