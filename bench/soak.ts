/**
 * Whether memory stays flat while all detectors work: the default scenario over and over at ten pictures a second.
 *
 * Run: MALLOC_ARENA_MAX=2 node --max-semi-space-size=2 bench/soak.ts [--minutes 60]
 */
import { parseArgs } from 'node:util';
import { startDetectors } from './detectors.ts';
import { makeFilm, RATE } from './film.ts';
import { judgeMemory } from './memory.ts';

/** Seconds of the scenario that are drawn beforehand; drawing all along would measure the simulator's memory too. */
const FILM = 30;
const SAMPLE_EVERY = 5_000;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const seconds = Number(values.minutes) * 60;
const film = await makeFilm(14, FILM);
const [first] = film.pictures;
if (!first) throw new Error('the film has no pictures');
const detectors = await startDetectors(first);
const samples: number[] = [];
const began = performance.now();
const sampler = setInterval(() => samples.push(process.memoryUsage.rss() / 1_048_576), SAMPLE_EVERY);
for (let frame = 0; frame < seconds * RATE; frame++) {
  await new Promise((resolve) =>
    setTimeout(resolve, Math.max(0, began + (frame * 1_000) / RATE - performance.now())),
  );
  const jpeg = film.pictures[frame % film.pictures.length];
  if (jpeg) detectors.offerPicture(jpeg);
  const sound = film.sounds[Math.floor(frame / RATE) % film.sounds.length];
  if (sound && frame % RATE === 0) detectors.offerSound(sound);
  if (frame % (RATE * 300) === 0)
    console.log(`${frame / RATE / 60} min: ${samples.at(-1)?.toFixed(0) ?? '?'} MiB`);
}
clearInterval(sampler);
const { faces, windows, dropped, restarts } = detectors.counts();
await detectors.stop();
const { early, late, growth, flat } = judgeMemory(samples);
console.log(
  `${faces} faces and ${windows} windows of sound, ${dropped} pictures left out, ${restarts} restarts`,
);
console.log(
  `memory ${early.toFixed(0)} MiB in the second quarter, ${late.toFixed(0)} MiB in the last: ${(100 * growth).toFixed(1)} % (limit 5 %)`,
);
if (!flat) process.exitCode = 1;
