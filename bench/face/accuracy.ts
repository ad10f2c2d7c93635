/**
 * How often the face detector reads pictures rightly that were made from portraits by known changes.
 *
 * Run: node bench/face/accuracy.ts [PORTRAIT…] [--save FOLDER]
 *
 * Without portraits it takes the one that comes with the agent. Others should show one person each who looks into the
 * camera; they stay where they are.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFaceDetector, type FaceJudgement } from '@smart-cradle/agent/detection/face/face-detector';
import { loadPortrait, OWN_PORTRAIT } from './portrait.ts';
import { createInfantVariants, createVariants, type Variant } from './variants.ts';

const { values, positionals } = parseArgs({
  options: { save: { type: 'string' } },
  allowPositionals: true,
});

interface Score {
  right: number;
  of: number;
  swapped: number;
  /** Degrees off the angle at which the face was drawn. */
  errors: number[];
  /** The same, less what the portrait is read as when it is drawn from the front: its head may be turned a little. */
  turns: number[];
}

/** Degrees that the yaw may be off. */
const YAW_LIMIT = 8;

const opposite: Partial<Record<FaceJudgement['state'], FaceJudgement['state']>> = {
  left: 'right',
  right: 'left',
};
const detector = await createFaceDetector({ tracking: false, timeout: 60_000 });
const totals = new Map<string, Score>();
for (const file of positionals.length > 0 ? positionals : [OWN_PORTRAIT]) {
  const portrait = await loadPortrait(file).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  if (!portrait) continue;
  for (const [set, variants] of [
    ['variants', await createVariants(portrait)],
    ['as of an infant', await createInfantVariants(portrait)],
  ] as const) {
    const score = await judge(`${basename(file)}, ${set}`, variants);
    console.log(`${basename(file)}, ${set}: ${describe(score)}`);
    const total = totals.get(set) ?? { right: 0, of: 0, swapped: 0, errors: [], turns: [] };
    total.right += score.right;
    total.of += score.of;
    total.swapped += score.swapped;
    total.errors.push(...score.errors);
    total.turns.push(...score.turns);
    totals.set(set, total);
  }
}
await detector.close();
if (positionals.length > 1) {
  for (const [set, total] of totals) console.log(`all, ${set}: ${describe(total)}`);
}

async function judge(title: string, variants: Variant[]): Promise<Score> {
  const score: Score = { right: 0, of: variants.length, swapped: 0, errors: [], turns: [] };
  const read: { yaw: number; off: number }[] = [];
  for (const [i, { name, picture, wanted, yaw }] of variants.entries()) {
    const judgement = await detector.detect(picture);
    if (judgement.state === wanted) score.right += 1;
    if (judgement.state === opposite[wanted]) score.swapped += 1;
    if (yaw !== null && judgement.yaw !== null) {
      read.push({ yaw, off: judgement.yaw - yaw });
      if (Math.abs(judgement.yaw - yaw) > YAW_LIMIT)
        console.log(`  yaw: ${name}: was read as ${judgement.yaw.toFixed(1)}°`);
    }
    if (judgement.state !== wanted) {
      const { offset, yaw: read, score: sure } = judgement;
      console.log(
        `  wrong: ${name}: ${wanted} was read as ${judgement.state} (offset ${offset?.toFixed(3)}, yaw ${read?.toFixed(1)}, score ${sure?.toFixed(2)})`,
      );
    }
    if (values.save) {
      await mkdir(values.save, { recursive: true });
      await writeFile(
        join(values.save, `${title} ${String(i).padStart(2, '0')} ${name}.jpg`),
        new Uint8Array(picture),
      );
    }
  }
  const front = read.filter(({ yaw }) => yaw === 0);
  const own = front.reduce((sum, { off }) => sum + off, 0) / front.length;
  score.errors = read.map(({ off }) => Math.abs(off));
  score.turns = read.flatMap(({ yaw, off }) => (yaw === 0 ? [] : [Math.abs(off - own)]));
  return score;
}

function describe({ right, of, swapped, errors, turns }: Score): string {
  const found = `${right} of ${of} as wanted, left and right swapped ${swapped} times`;
  if (errors.length === 0) return found;
  return `${found}; yaw of drawn faces: ${spread(errors)}; turned from their own front: ${spread(turns)}`;
}

function spread(errors: number[]): string {
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const within = errors.filter((error) => error <= YAW_LIMIT).length;
  return `${within} of ${errors.length} within ${YAW_LIMIT}°, ${mean.toFixed(1)}° off on average, ${Math.max(...errors).toFixed(1)}° at most`;
}
