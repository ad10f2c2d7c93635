import { readFile } from 'node:fs/promises';
import type { FaceJudgement } from '@smart-cradle/agent/detection/face/face-detector';
import { drawBed } from '@smart-cradle/agent/simulator/picture-bed';
import { Canvas } from '@smart-cradle/agent/simulator/picture-canvas';
import { loadFaceModel } from '@smart-cradle/agent/simulator/picture-face';
import sharp, { type Sharp } from 'sharp';

/** A picture that was made from the portrait, and what it shows. */
export interface Variant {
  name: string;
  picture: Buffer;
  wanted: FaceJudgement['state'];
  /** Degrees, where it is known. */
  yaw: number | null;
}

const WIDTH = 640;
const HEIGHT = 480;
/** The head with its surroundings in the portrait, and the height of its face, in pixels. */
const HEAD = { left: 114, top: 0, width: 224, height: 224 };
const FACE = { x: 112, y: 128, height: 110 };
/** Height of the drawn face in distances of its eyes. */
const MESH_HEIGHT = 1.75;

interface Placing {
  /** Height of the face in pixels. */
  size: number;
  /** Clockwise, degrees. */
  roll: number;
  yaw?: number;
}

/** 96 pictures: tilted and turned, near and far, dark, grey, blurred and covered. */
export async function createVariants(): Promise<Variant[]> {
  const portrait = await readFile(new URL('../../agent/src/simulator/assets/original.png', import.meta.url));
  const head = await sharp(portrait).extract(HEAD).toBuffer();
  const drawn = await drawTurnedHeads(head);
  const variants: Variant[] = [];
  const add = async (
    name: string,
    { size, roll, yaw = 0 }: Placing,
    change: (picture: Sharp) => Promise<Buffer | Sharp> | Sharp = (picture) => picture,
    wanted: Variant['wanted'] = yaw === 0 ? 'front' : yaw > 0 ? 'left' : 'right',
  ): Promise<void> => {
    const placed = await place(yaw === 0 ? head : await drawn(yaw), { size, roll });
    const changed = await change(sharp(placed));
    const picture = Buffer.isBuffer(changed) ? changed : await changed.jpeg({ quality: 85 }).toBuffer();
    variants.push({ name, picture, wanted, yaw: wanted === 'not_visible' ? null : yaw });
  };
  for (const size of [60, 80, 120, 200]) {
    for (let roll = 0; roll < 360; roll += 30) await add(`size ${size}, roll ${roll}`, { size, roll });
  }
  for (const yaw of [-45, -30, -20, 20, 30, 45]) {
    for (const roll of [0, 45, -90, 170]) await add(`yaw ${yaw}, roll ${roll}`, { size: 160, roll, yaw });
  }
  for (const roll of [0, 60, 180]) {
    const placing = { size: 140, roll };
    await add(`grey, roll ${roll}`, placing, (picture) => picture.greyscale());
    await add(`a sixteenth of the light, roll ${roll}`, placing, (picture) => darken(picture, 1 / 16));
    await add(`blurred, roll ${roll}`, placing, (picture) => picture.blur(3));
    await add(`JPEG quality 15, roll ${roll}`, placing, (picture) =>
      picture.jpeg({ quality: 15 }).toBuffer(),
    );
    const at = { x: WIDTH / 2, y: HEIGHT / 2, side: placing.size * 1.7 };
    await add(`covered, roll ${roll}`, placing, (picture) => cover(picture, at, '#d8d2c4'), 'not_visible');
    await add(
      `under a dark cloth, roll ${roll}`,
      placing,
      (picture) => cover(picture, at, '#3a4458'),
      'not_visible',
    );
  }
  for (const size of [100, 220]) {
    await add(
      `eyes, nose and mouth gone, ${size}`,
      { size, roll: 0 },
      (picture) => picture.blur(size / 4),
      'not_visible',
    );
  }
  const empty = new Canvas(WIDTH, HEIGHT);
  drawBed(empty);
  for (const [name, light] of [
    ['empty bed', 1],
    ['empty bed at dusk', 0.3],
  ] as const) {
    const picture = await (await darken(raw(empty), light)).jpeg().toBuffer();
    variants.push({ name, picture, wanted: 'not_visible', yaw: null });
  }
  for (const light of [0, 0.004]) {
    const picture = await (await darken(raw(empty), light)).jpeg().toBuffer();
    variants.push({ name: `light ${light}`, picture, wanted: 'too_dark', yaw: null });
  }
  return variants;
}

/** The portrait's head with the mesh drawn over its blurred self, turned by a known angle. */
async function drawTurnedHeads(head: Buffer): Promise<(yaw: number) => Promise<Buffer>> {
  const model = await loadFaceModel();
  const factor = 3;
  const side = HEAD.width * factor;
  const behind = await sharp(head).resize(side, side).blur(24).removeAlpha().raw().toBuffer();
  return async (yaw) => {
    const canvas = new Canvas(side, side, new Uint8Array(behind));
    const pose = { x: FACE.x * factor, y: FACE.y * factor, yaw, pitch: 0, roll: 0, eyesOpen: true };
    model.draw(canvas, pose, (FACE.height * factor) / MESH_HEIGHT);
    return raw(canvas)
      .resize(HEAD.width * 2)
      .png()
      .toBuffer();
  };
}

/** Lays the head into the bed. */
async function place(head: Buffer, { size, roll }: Placing): Promise<Buffer> {
  const bed = new Canvas(WIDTH, HEIGHT);
  drawBed(bed);
  const side = Math.round((HEAD.width * size) / FACE.height);
  const turned = await sharp(await sharp(head).resize(side, side).ensureAlpha().png().toBuffer())
    .rotate(roll, { background: '#00000000' })
    .png()
    .toBuffer({ resolveWithObject: true });
  // The face, not the middle of the head's square, lies in the middle of the bed.
  const [dx, dy] = [(FACE.x / HEAD.width - 0.5) * side, (FACE.y / HEAD.height - 0.5) * side];
  const angle = (roll * Math.PI) / 180;
  const left = Math.round((WIDTH - turned.info.width) / 2 - (dx * Math.cos(angle) - dy * Math.sin(angle)));
  const top = Math.round((HEIGHT - turned.info.height) / 2 - (dx * Math.sin(angle) + dy * Math.cos(angle)));
  const cut = { left: Math.max(0, -left), top: Math.max(0, -top) };
  const visible = await sharp(turned.data)
    .extract({
      ...cut,
      width: Math.min(turned.info.width - cut.left, WIDTH - Math.max(0, left)),
      height: Math.min(turned.info.height - cut.top, HEIGHT - Math.max(0, top)),
    })
    .toBuffer();
  return raw(bed)
    .composite([{ input: visible, left: Math.max(0, left), top: Math.max(0, top) }])
    .png()
    .toBuffer();
}

function raw(canvas: Canvas): Sharp {
  return sharp(canvas.data, { raw: { width: canvas.width, height: canvas.height, channels: 3 } });
}

function cover(picture: Sharp, at: { x: number; y: number; side: number }, background: string): Sharp {
  const side = Math.round(at.side);
  const input = { create: { width: side, height: side, channels: 3 as const, background } };
  return picture.composite([{ input, left: Math.round(at.x - side / 2), top: Math.round(at.y - side / 2) }]);
}

/** Less light with the noise of a sensor, the same in every run. */
async function darken(picture: Sharp, light: number): Promise<Sharp> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < data.length; i++) {
    const noise = (random() + random() + random() + random() - 2) * 3.5;
    data[i] = Math.max(0, Math.min(255, (data[i] ?? 0) * light + noise));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
}
