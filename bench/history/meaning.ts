/**
 * Episodes and sleep against the truth over 14 simulated days, with the errors of the detectors as they are and several
 * times as large.
 *
 *     npm run history-meaning -w bench
 */
import { judgeRules } from '../../nodes/src/testing/judge-meaning.ts';
import {
  type DetectorErrors,
  ERRORS,
  liveDays,
  readingsOf,
  seeded,
} from '../../nodes/src/testing/simulated-baby.ts';

const DAYS = 14;
const START = new Date('2026-11-01T00:00').getTime();

function times(factor: number): DetectorErrors {
  const share = (value: number) => Math.min(0.9, value * factor);
  return {
    ...ERRORS,
    cryMissed: share(ERRORS.cryMissed),
    falseCriesAnHour: ERRORS.falseCriesAnHour * factor,
    faceLost: share(ERRORS.faceLost),
    eyesWrong: share(ERRORS.eyesWrong),
    occupiedWrong: share(ERRORS.occupiedWrong),
    lost: share(ERRORS.lost),
    motionAsleep: ERRORS.motionAsleep * factor,
  };
}

console.log('errors  seed  episodes true found F1     sleep minutes true found  error');
for (const factor of [1, 2, 4]) {
  for (const seed of [1, 2, 3]) {
    const truth = liveDays(START, DAYS, seeded(seed));
    const { episodes, sleep } = judgeRules(truth, [
      ...readingsOf('cradle', truth, times(factor), seeded(seed + 100)),
    ]);
    console.log(
      `×${factor}      ${seed}     ${episodes.truth} ${episodes.found} ${episodes.f1.toFixed(3)}   ${sleep.trueMinutes.toFixed(0)} ${sleep.foundMinutes.toFixed(0)} ${(100 * sleep.error).toFixed(2)} %`,
    );
  }
}
