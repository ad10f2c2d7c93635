/**
 * How often the face detector reads pictures rightly that were made from one portrait by known changes.
 * Run: node bench/face/accuracy.ts [--save FOLDER]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFaceDetector } from '@smart-cradle/agent/detection/face/face-detector';
import { createVariants } from './variants.ts';

const { values } = parseArgs({ options: { save: { type: 'string' } } });
const detector = await createFaceDetector({ tracking: false });
const variants = await createVariants();
const errors: number[] = [];
let right = 0;
let swapped = 0;
let lowest = 1;
for (const [i, { name, picture, wanted, yaw }] of variants.entries()) {
  const judgement = await detector.detect(picture);
  const good = judgement.state === wanted;
  if (good) right += 1;
  if (good && judgement.score !== null) lowest = Math.min(lowest, judgement.score);
  if (
    (wanted === 'left' && judgement.state === 'right') ||
    (wanted === 'right' && judgement.state === 'left')
  ) {
    swapped += 1;
  }
  if (yaw !== null && judgement.yaw !== null) errors.push(Math.abs(judgement.yaw - yaw));
  if (!good) {
    const read = `offset ${judgement.offset?.toFixed(3)}, yaw ${judgement.yaw?.toFixed(1)}, score ${judgement.score?.toFixed(2)}`;
    console.log(`wrong: ${name}: ${wanted} was read as ${judgement.state} (${read})`);
  }
  if (values.save) {
    await mkdir(values.save, { recursive: true });
    await writeFile(join(values.save, `${String(i).padStart(2, '0')} ${name}.jpg`), picture);
  }
}
await detector.close();
errors.sort((a, b) => a - b);
const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
console.log(
  `${right} of ${variants.length} as wanted, left and right swapped ${swapped} times, lowest score ${lowest.toFixed(2)}`,
);
console.log(
  `yaw of the faces found: error ${mean.toFixed(1)}° on average, ${errors.at(Math.floor(errors.length * 0.9))?.toFixed(1)}° at the 90th percentile, ${errors.at(-1)?.toFixed(1)}° at most`,
);
