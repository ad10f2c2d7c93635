/**
 * How well crying is heard in recordings whose truth is known, through the very code that the agent runs, beside the
 * original cradle's way (13 MFCC of 40 frames, five nearest neighbours) in the same run. Prints each figure with what
 * it must be, and exits with 1 when the model misses one.
 *
 *     node bench/cry/accuracy.ts DATA [--use train|evaluate|all] [--method model|original|both]
 *                                [--folds FOLDER] [--reference DATA] [--json]
 *
 * DATA holds manifest.csv (file, label cry or noncry, class, source, group, use). The shipped model has learned from
 * files that are marked train: figures on those flatter it, unless --folds names the folder where train.py left the
 * networks of each fold; then each recording is judged by those that have not heard its group. The neighbours are always
 * of other folds, or of the files marked train in --reference.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { type CryDetector, createCryDetector } from '@smart-cradle/agent/detection/cry/cry-detector';
import { labelledWindows, usableWindows } from '@smart-cradle/agent/detection/cry/labelled-windows';
import { type ManifestEntry, readManifest } from '@smart-cradle/agent/detection/cry/manifest';
import {
  createNeighboursDetector,
  type KnownWindow,
  mfccOf,
} from '@smart-cradle/agent/detection/cry/neighbours';
import { createTwoOfThree } from '@smart-cradle/agent/detection/cry/two-of-three';
import { figuresOf, type Gate, gatesOf, type JudgedClip, withNoise } from './figures.ts';

const METHODS = ['model', 'original'] as const;
type Method = (typeof METHODS)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    use: { type: 'string', default: 'all' },
    method: { type: 'string', default: 'both' },
    reference: { type: 'string' },
    folds: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (!folder) throw new Error('DATA is missing: a folder with manifest.csv');
const methods = METHODS.filter((method) => values.method === 'both' || values.method === method);
if (methods.length === 0) throw new Error(`--method (${values.method}): must be model, original or both`);

const entries = await readManifest(folder);
const wanted = entries.filter(({ use }) => values.use === 'all' || use.startsWith(values.use));
if (wanted.length === 0) throw new Error(`--use (${values.use}): no recording of ${folder} is meant`);

const FOLDS = 5;
/** As agent/training/sounds.py splits. */
const foldOf = ({ source, group }: ManifestEntry) => crc32(`${source}/${group}`) % FOLDS;

interface Known extends KnownWindow {
  fold: number;
}

async function knownWindows(): Promise<Known[]> {
  const known: Known[] = [];
  const train = values.reference ? await readManifest(values.reference) : entries;
  for (const entry of train.filter(({ use }) => use === 'train')) {
    // Folds say nothing of recordings from elsewhere.
    const fold = values.reference ? -1 : foldOf(entry);
    for (const samples of await usableWindows(entry))
      known.push({ values: mfccOf(samples), crying: entry.crying, fold });
  }
  return known;
}

/** Of the folds that were trained: the others' recordings are left out. */
const measured = Array.from({ length: FOLDS }, (_, fold) => fold).filter(
  (fold) => values.folds === undefined || existsSync(join(values.folds, `fold${fold}.onnx`)),
);
if (measured.length === 0) throw new Error(`--folds (${values.folds}): no fold0.onnx … in it`);

/** A detector for each fold, that has not heard it. */
async function detectorsOf(method: Method): Promise<Map<number, CryDetector>> {
  if (method === 'original') {
    const known = await knownWindows();
    return new Map(
      measured.map((fold) => [
        fold,
        createNeighboursDetector(known.filter((window) => window.fold !== fold)),
      ]),
    );
  }
  const { folds } = values;
  if (folds === undefined) {
    const shipped = await createCryDetector();
    return new Map(measured.map((fold) => [fold, shipped]));
  }
  const found = new Map<number, CryDetector>();
  for (const fold of measured)
    found.set(fold, await createCryDetector({ model: join(folds, `fold${fold}.onnx`) }));
  return found;
}

async function judge(entry: ManifestEntry, detector: CryDetector): Promise<JudgedClip> {
  const steady = createTwoOfThree();
  const clip: JudgedClip = { ...entry, probabilities: [], noisy: { 10: [], 0: [] }, steadilyCrying: false };
  const probabilityOf = async (window: Float32Array) => (await detector.analyse(window)).probability;
  for (const { samples, usable } of await labelledWindows(entry)) {
    const { probability, crying } = await detector.analyse(samples);
    if (steady(crying)) clip.steadilyCrying = true;
    if (!usable) continue;
    clip.probabilities.push(probability);
    if (!entry.crying) continue;
    clip.noisy[10].push(await probabilityOf(withNoise(samples, 10)));
    clip.noisy[0].push(await probabilityOf(withNoise(samples, 0)));
  }
  return clip;
}

const reports: Record<string, { figures: ReturnType<typeof figuresOf>; gates: Gate[] }> = {};
for (const method of methods) {
  const detectors = await detectorsOf(method);
  const clips: JudgedClip[] = [];
  for (const entry of wanted) {
    const detector = detectors.get(foldOf(entry));
    if (detector) clips.push(await judge(entry, detector));
  }
  const figures = figuresOf(clips);
  reports[method] = { figures, gates: gatesOf(figures) };
}

if (values.json) console.log(JSON.stringify(reports, null, 2));
else {
  for (const [method, { figures, gates }] of Object.entries(reports)) {
    const { crying, others, laughing } = figures.windows;
    console.log(
      `\n${method}: ${crying} crying and ${others} other windows, ${laughing} of them laughing babies`,
    );
    for (const { name, value, wanted: gate, good } of gates)
      console.log(`  ${good ? 'holds ' : 'MISSED'} ${name}: ${value} (${gate})`);
    console.log(`  recall with noise at 0 dB: ${figures.recallAt0dB.toFixed(3)}`);
    console.log(
      `  laughing babies called crying: ${figures.laughing.called} of ${figures.laughing.windows} windows`,
    );
    for (const [kind, { called, windows }] of Object.entries(figures.kinds))
      console.log(`    ${kind}: ${called} of ${windows} windows called crying`);
  }
}
const mine = reports.model?.gates ?? [];
if (mine.some(({ good }) => !good)) process.exitCode = 1;
