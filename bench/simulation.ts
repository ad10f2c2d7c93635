/**
 * What the detectors make of the simulated baby of the default scenario, against what it really did, picture by picture
 * at ten a second: direction as it is published, how late a change is seen, whether the bed is occupied, and motion.
 *
 * Run: node bench/simulation.ts [--seconds 420]
 */
import { parseArgs } from 'node:util';
import { Smoothing } from '@smart-cradle/agent/detection/face/direction-smoothing';
import { createFaceDetector } from '@smart-cradle/agent/detection/face/face-detector';
import { MotionMeter } from '@smart-cradle/agent/detection/motion';
import { decodeGrey } from '@smart-cradle/agent/detection/motion-frame';
import { Occupancy } from '@smart-cradle/agent/detection/occupied';
import { createPicture } from '@smart-cradle/agent/simulator/picture';
import { loadScenario, truthAt } from '@smart-cradle/agent/simulator/scenario';
import type { Truth } from '@smart-cradle/agent/simulator/truth';
import { RATE } from './film.ts';

/** Degrees of yaw from which a face is turned: where nose and eyes of the drawn face reach the threshold. */
const TURNED = 15;
/** Seconds after a change that do not count. */
const SETTLES = 1;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '420' } } });
const scenario = loadScenario();
const picture = await createPicture();
const detector = await createFaceDetector({ timeout: 60_000 });
const smoothing = new Smoothing<string>();
const meter = new MotionMeter();
const occupancy = new Occupancy();
const counted = { frames: 0, right: 0, occupied: 0, wronglyEmpty: 0, eyes: 0, eyesRight: 0 };
const delays: number[] = [];
const motions = { still: [] as number[], moving: [] as number[] };
let wanted: string | undefined;
let changedAt = 0;
let isWaiting = false;

for (let frame = 0; frame < Number(values.seconds) * RATE; frame++) {
  const time = frame / RATE;
  const truth = truthAt(scenario, time);
  const jpeg = await picture.render(truth, time);
  const judgement = await detector.detect(jpeg, { time: time * 1_000 });
  const state = smoothing.next(judgement.state, time * 1_000);
  const look = meter.next(await decodeGrey(jpeg, { rotation: 0, crop: null }), time * 1_000);
  const face = judgement.state !== 'not_visible' && judgement.state !== 'too_dark';
  const occupied = occupancy.take({ ...look, face, paused: false }, time * 1_000);
  const now = wantedOf(truth);
  if (now !== wanted) {
    isWaiting = wanted !== undefined;
    wanted = now;
    changedAt = time;
  }
  if (isWaiting && state === wanted) {
    delays.push(time - changedAt);
    isWaiting = false;
  }
  if (occupied === 'ON') counted.occupied += 1;
  if (occupied === 'OFF' && truth.occupied) counted.wronglyEmpty += 1;
  if (look.motion !== null && truth.motion <= 0.05) motions.still.push(look.motion);
  if (look.motion !== null && truth.motion >= 0.5) motions.moving.push(look.motion);
  if (judgement.eyesOpen !== null) {
    counted.eyes += 1;
    if (judgement.eyesOpen === truth.eyesOpen) counted.eyesRight += 1;
  }
  if (time - changedAt < SETTLES) continue;
  counted.frames += 1;
  if (state === wanted) counted.right += 1;
  else
    console.log(
      `  wrong at ${time.toFixed(1)} s: ${wanted} was read as ${state} (yaw ${truth.yaw.toFixed(0)}°)`,
    );
}
await detector.close();
const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(2)} %`;
const mean = (list: number[]): string =>
  (list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length)).toFixed(1);
console.log(
  `direction right on ${percent(counted.right, counted.frames)} of ${counted.frames} pictures outside of ${SETTLES} s after a change`,
);
console.log(
  `changes are told after ${mean(delays)} s on average, ${Math.max(0, ...delays).toFixed(1)} s at most (${delays.length} changes)`,
);
console.log(
  `eyes right on ${percent(counted.eyesRight, Math.max(1, counted.eyes))} of ${counted.eyes} pictures that show them`,
);
console.log(
  `occupied on ${percent(counted.occupied, Number(values.seconds) * RATE)}; empty while it was not: ${counted.wronglyEmpty} pictures`,
);
console.log(
  `motion of a still baby ${mean(motions.still)}, of one that stirs or kicks ${mean(motions.moving)}`,
);

function wantedOf({ faceVisible, occupied, yaw }: Truth): string {
  if (!faceVisible || !occupied) return 'not_visible';
  if (Math.abs(yaw) < TURNED) return 'front';
  return yaw > 0 ? 'left' : 'right';
}
