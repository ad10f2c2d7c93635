/**
 * Meshes of portraits that were drawn at known angles, for `agent/training/yaw.py`.
 *
 * Run: node bench/face/yaw-samples.ts PORTRAIT… --out FILE
 *
 * Writes a line of JSON for each picture whose face is found: the portrait, the yaw it was drawn at in degrees, and
 * the 468 points of the mesh in pixels. A portrait in which no face looks into the camera is told and left out.
 */
import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createFaceDetector } from '@smart-cradle/agent/detection/face/face-detector';
import sharp from 'sharp';
import { createRandom, darken, infrared } from './light.ts';
import { loadPortrait, MESH_POINTS, type Portrait } from './portrait.ts';
import { HEIGHT, place, WIDTH } from './variants.ts';

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' } },
  allowPositionals: true,
});
if (values.out === undefined || positionals.length === 0) {
  console.error('Usage: node bench/face/yaw-samples.ts PORTRAIT… --out FILE');
  process.exit(2);
}

/** Degrees; a step is more than the jitter, so that all angles come equally often. */
const [MOST, STEP] = [54, 6];
const MOST_PITCH = 20;

const out = createWriteStream(values.out);
const random = createRandom(2024);
const between = (from: number, to: number): number => from + random() * (to - from);
const detector = await createFaceDetector({ tracking: false, timeout: 60_000 });
let [portraits, samples] = [0, 0];
for (const [i, file] of positionals.entries()) {
  const portrait = await loadPortrait(file).catch((error: Error) => console.error(error.message));
  if (!portrait) continue;
  portraits += 1;
  for (let angle = -MOST; angle <= MOST; angle += STEP) {
    const yaw = angle + between(-STEP / 2, STEP / 2);
    const { landmarks } = await detector.detect(await draw(portrait, yaw), { landmarks: true });
    if (!landmarks) continue;
    samples += 1;
    const points = landmarks
      .slice(0, MESH_POINTS)
      .map(({ x, y, z }) => [x * WIDTH, y * HEIGHT, z * WIDTH].map((value) => Number(value.toFixed(2))));
    out.write(`${JSON.stringify({ portrait: basename(file), yaw, points })}\n`);
  }
  if (i % 20 === 19) console.log(`${i + 1} of ${positionals.length} portraits`);
}
await detector.close();
await new Promise<void>((done) => out.end(done));
console.log(`${values.out}: ${samples} meshes of ${portraits} portraits`);

/** The portrait at this yaw, anyhow in the rest: near or far, tilted, nodding, in the light of day or a lamp. */
async function draw(portrait: Portrait, yaw: number): Promise<Buffer> {
  const head = await portrait.turned(yaw, between(-MOST_PITCH, MOST_PITCH));
  const placing = { size: between(70, 210), roll: between(-20, 20) };
  const picture = sharp(await place(portrait, head, placing));
  const kind = Math.floor(random() * 4);
  if (kind === 0) return (await infrared(picture, random)).jpeg({ quality: 85 }).toBuffer();
  if (kind === 1) return (await darken(picture, between(0.06, 0.5))).jpeg({ quality: 85 }).toBuffer();
  if (kind === 2)
    return picture
      .blur(between(0.5, 2))
      .jpeg({ quality: between(30, 80) | 0 })
      .toBuffer();
  return picture.jpeg({ quality: 85 }).toBuffer();
}
