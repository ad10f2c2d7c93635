import { expect, it } from 'vitest';
import { startDetectors } from './detectors.ts';
import { makeFilm } from './film.ts';
import { judgeMemory } from './memory.ts';

it('calls memory flat that wavers, and not one that grows by more than 5 %', () => {
  const wavering = Array.from({ length: 40 }, (_, i) => 200 + 5 * Math.sin(i));
  expect(judgeMemory(wavering).flat).toBe(true);
  const warmingUp = Array.from({ length: 40 }, (_, i) => (i < 8 ? 100 + 10 * i : 200));
  expect(judgeMemory(warmingUp).flat).toBe(true);
  const leaking = Array.from({ length: 40 }, (_, i) => 200 + i);
  expect(judgeMemory(leaking)).toMatchObject({ flat: false });
  expect(() => judgeMemory([1, 2])).toThrow('2 samples');
});

it('all detectors judge a slice of the soak, and leave nothing behind that grows with it', async () => {
  const film = await makeFilm(17, 3);
  const detectors = await startDetectors(film.pictures[0] as Buffer);
  const buffers: number[] = [];
  for (let round = 0; round < 8; round++) {
    for (const jpeg of film.pictures.slice(0, 10)) {
      const { faces } = detectors.counts();
      detectors.offerPicture(jpeg);
      await expect
        .poll(() => detectors.counts().faces, { interval: 5, timeout: 20_000 })
        .toBeGreaterThan(faces);
    }
    for (const sound of film.sounds) detectors.offerSound(sound);
    buffers.push(process.memoryUsage().arrayBuffers / 1_048_576);
  }
  const { faces, restarts } = detectors.counts();
  await detectors.stop();
  expect(faces).toBeGreaterThanOrEqual(80);
  expect(restarts).toBe(0);
  // A picture that is kept is 0.3 MB or more: eighty of them would be seen.
  expect(Math.min(...buffers.slice(-3))).toBeLessThan(buffers[0] ? buffers[0] + 20 : 20);
});
