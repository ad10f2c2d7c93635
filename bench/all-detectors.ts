/**
 * What all detectors together cost at ten pictures a second, each of them analysed: CPU of one core, and memory.
 *
 * Run: MALLOC_ARENA_MAX=2 node --max-semi-space-size=2 bench/all-detectors.ts [--seconds 60]
 *
 * The agent is started with the same two: glibc would keep memory for each thread, and V8 for what is short-lived.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { MjpegReader } from '@smart-cradle/agent/sensors/mjpeg-reader';
import { createSound } from '@smart-cradle/agent/simulator/sound';
import { startDetectors } from './detectors.ts';
import { RATE } from './film.ts';
import { OUTPUT } from './python.ts';

const LIMITS = { core: 70, memory: 350 };
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const seconds = Number(values.seconds);
await mkdir(OUTPUT, { recursive: true });
const file = join(OUTPUT, 'film-all.mjpeg');
// Made by another process, whose memory is not ours.
await promisify(execFile)(process.execPath, [
  fileURLToPath(new URL('./film-main.ts', import.meta.url)),
  ...[file, '14', '20'],
]);
const pictures = new MjpegReader(64 * 1_048_576).push(await readFile(file));
const sound = createSound(7);
const first = pictures[0];
if (!first) throw new Error('the film has no pictures');
const detectors = await startDetectors(first);
const before = process.cpuUsage();
const began = performance.now();
let memory = 0;
for (let frame = 0; frame < seconds * RATE; frame++) {
  await until(began + (frame * 1_000) / RATE);
  // Forth and back, so that nothing jumps.
  const at = frame % (2 * pictures.length);
  const jpeg = pictures[at < pictures.length ? at : 2 * pictures.length - 1 - at];
  if (jpeg) detectors.offerPicture(jpeg);
  if (frame % RATE === 0) {
    const voice = Math.floor(frame / RATE / 20) % 2 === 0 ? 'silent' : 'crying';
    detectors.offerSound(Float32Array.from(sound.next(voice, 16_000), (value) => value / 32_768));
  }
  memory = Math.max(memory, process.memoryUsage.rss());
}
await until(began + seconds * 1_000);
const { user, system } = process.cpuUsage(before);
const core = (user + system) / 10 / (performance.now() - began);
const { faces, windows, dropped } = detectors.counts();
await detectors.stop();
console.log(
  `${(faces / seconds).toFixed(1)} faces and ${(windows / seconds).toFixed(1)} windows of sound a second, ${dropped} pictures left out`,
);
console.log(
  `${core.toFixed(1)} % of one core (limit ${LIMITS.core}), ${(memory / 1_048_576).toFixed(0)} MiB at most (limit ${LIMITS.memory})`,
);
if (core > LIMITS.core || memory / 1_048_576 > LIMITS.memory) process.exitCode = 1;

function until(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
}
