import { createPicture } from '@smart-cradle/agent/simulator/picture';
import { loadScenario, truthAt } from '@smart-cradle/agent/simulator/scenario';
import { createSound } from '@smart-cradle/agent/simulator/sound';
import type { Truth } from '@smart-cradle/agent/simulator/truth';
import { createRandom } from './face/light.ts';

/** Pictures a second. */
export const RATE = 10;
const SAMPLES_A_SECOND = 16_000;

/** What the simulated baby of the default scenario looks and sounds like for a while. */
export interface Film {
  pictures: Buffer[];
  truths: Truth[];
  /** One second of sound for each second. */
  sounds: Float32Array[];
}

/** @param from and @param seconds of the scenario. */
export async function makeFilm(from: number, seconds: number): Promise<Film> {
  const scenario = loadScenario();
  const picture = await createPicture(createRandom(7));
  const sound = createSound(7);
  const film: Film = { pictures: [], truths: [], sounds: [] };
  for (let frame = 0; frame < seconds * RATE; frame++) {
    const time = from + frame / RATE;
    const truth = truthAt(scenario, time);
    film.truths.push(truth);
    film.pictures.push(await picture.render(truth, time));
    if (frame % RATE === 0)
      film.sounds.push(
        Float32Array.from(sound.next(truth.voice, SAMPLES_A_SECOND), (value) => value / 32_768),
      );
  }
  return film;
}
