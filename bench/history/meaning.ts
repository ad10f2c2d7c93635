/**
 * Episodes and sleep against the truth over 14 simulated days, with the errors of the detectors as they were measured,
 * and as they might be elsewhere.
 *
 *     npm run bench -- history-meaning
 */
import { type DetectorErrors, MEASURED, worse } from '../../nodes/src/testing/detector-errors.ts';
import { judgeRules } from '../../nodes/src/testing/judge-meaning.ts';
import { liveDays, readingsOf, seeded } from '../../nodes/src/testing/simulated-baby.ts';

const DAYS = 14;
const START = new Date('2026-11-01T00:00').getTime();

const CASES: [string, DetectorErrors][] = [
  ['as measured, hard sounds all day', MEASURED],
  ['hard sounds a tenth of the time', { ...MEASURED, noisy: 0.1 }],
  ['a barking dog: hard sounds for a minute', { ...MEASURED, noisy: 0.1, clipSeconds: 60 }],
  [
    'threshold 0.3: more of both',
    {
      ...MEASURED,
      windows: 1 - 0.97 / 0.976,
      falseWindows: 0.9,
      falseClips: 111.4 / 3600 / 0.9,
      sure: 0.932 / 0.97,
      falseSure: 21.1 / 111.4,
    },
  ],
  ['white noise as loud as the cry', { ...MEASURED, windows: 1 - 0.892 }],
  ['the face hardly ever seen', { ...MEASURED, turnedAway: 0.8 }],
  ['an empty bed stays unknown', { ...MEASURED, emptyAfter: null }],
  ['twice as large', worse(MEASURED, 2)],
];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
let failed = false;
console.log(
  `${DAYS} days, errors of the detectors${' '.repeat(17)}episodes true found  F1     sleep minutes true found error  minutes right`,
);
for (const [name, errors] of CASES) {
  for (const seed of [1, 2, 3]) {
    const truth = liveDays(START, DAYS, seeded(seed));
    const readings = [...readingsOf('cradle', truth, errors, seeded(seed + 100))];
    const { episodes, sleep } = judgeRules(truth, readings);
    if (errors === MEASURED && (episodes.f1 < 0.95 || sleep.error > 0.05)) failed = true;
    console.log(
      `${name.padEnd(42)} seed ${seed}  ${episodes.truth} ${episodes.found} ${episodes.f1.toFixed(3)}   ${sleep.trueMinutes.toFixed(0)} ${sleep.foundMinutes.toFixed(0)} ${percent(sleep.error)}  ${percent(sleep.minutesRight)}`,
    );
  }
}
process.exitCode = failed ? 1 : 0;
