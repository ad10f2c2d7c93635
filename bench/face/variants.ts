import type { FaceJudgement } from '@smart-cradle/agent/detection/face/face-detector';
import { drawBed } from '@smart-cradle/agent/simulator/picture-bed';
import { Canvas } from '@smart-cradle/agent/simulator/picture-canvas';
import sharp, { type Sharp } from 'sharp';
import { createRandom, darken, infrared } from './light.ts';
import { type Portrait, raw } from './portrait.ts';

/** A picture that was made from a portrait, and what it shows. */
export interface Variant {
  name: string;
  picture: Buffer;
  wanted: FaceJudgement['state'];
  /** Degrees, where it is known: of the drawn faces. */
  yaw: number | null;
}

export const WIDTH = 640;
export const HEIGHT = 480;
/** A head that is wider by this is as round as an infant's. */
const ROUND = 1.15;

export interface Placing {
  /** Height of the face in pixels. */
  size: number;
  /** Clockwise, degrees. */
  roll: number;
  yaw?: number;
  pitch?: number;
  /** Width against the portrait's. */
  wide?: number;
}

type Change = (picture: Sharp) => Promise<Buffer | Sharp> | Sharp;
type Add = (name: string, placing: Placing, change?: Change, wanted?: Variant['wanted']) => Promise<void>;

const asItIs: Change = (picture) => picture;

function collect(portrait: Portrait, variants: Variant[]): Add {
  return async (name, placing, change = asItIs, wanted) => {
    const { yaw, pitch } = placing;
    const drawn = yaw !== undefined || pitch !== undefined;
    const head = drawn ? await portrait.turned(yaw ?? 0, pitch ?? 0) : portrait.head;
    const changed = await change(sharp(await place(portrait, head, placing)));
    const picture = Buffer.isBuffer(changed) ? changed : await changed.jpeg({ quality: 85 }).toBuffer();
    const direction = !yaw ? 'front' : yaw > 0 ? 'left' : 'right';
    // A head that is made wider is another one at another angle: nothing is known of it.
    const known = drawn && placing.wide === undefined ? (yaw ?? 0) : null;
    variants.push({ name, picture, wanted: wanted ?? direction, yaw: known });
  };
}

/** 96 pictures: tilted and turned, near and far, dark, grey, blurred and covered. */
export async function createVariants(portrait: Portrait): Promise<Variant[]> {
  const variants: Variant[] = [];
  const add = collect(portrait, variants);
  for (const size of [60, 120, 200]) {
    for (let roll = 0; roll < 360; roll += 30) await add(`size ${size}, roll ${roll}`, { size, roll });
  }
  for (const roll of [0, 90, 180, 270]) await add(`size 45, roll ${roll}`, { size: 45, roll });
  for (const yaw of [-45, -30, -20, 20, 30, 45]) {
    for (const roll of [0, 45, -90, 170]) await add(`yaw ${yaw}, roll ${roll}`, { size: 160, roll, yaw });
  }
  for (const pitch of [-30, -15, 15, 30]) {
    for (const roll of [0, 90]) await add(`pitch ${pitch}, roll ${roll}`, { size: 160, roll, pitch });
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
  for (const [name, light, wanted] of [
    ['empty bed', 1, 'not_visible'],
    ['empty bed at dusk', 0.3, 'not_visible'],
    ['light 0', 0, 'too_dark'],
    ['light 0.004', 0.004, 'too_dark'],
  ] as const) {
    variants.push({
      name,
      picture: await (await darken(raw(empty), light)).jpeg().toBuffer(),
      wanted,
      yaw: null,
    });
  }
  return variants;
}

/** 60 pictures as of an infant: a round face, on its side, a blanket to the chin, a dummy, infrared light. */
export async function createInfantVariants(portrait: Portrait): Promise<Variant[]> {
  const variants: Variant[] = [];
  const add = collect(portrait, variants);
  const random = createRandom(7);
  for (const roll of [0, 50, 90, 135, 180, 270]) {
    const placing = { size: 130, roll, wide: ROUND };
    await add(`round, roll ${roll}`, placing);
    await add(`blanket to the chin, roll ${roll}`, placing, (picture) => blanket(picture, placing, 0.5));
    await add(`dummy, roll ${roll}`, placing, (picture) => dummy(picture, placing));
    await add(`cap to the brows, roll ${roll}`, placing, (picture) => blanket(picture, placing, -0.36));
    await add(`infrared, roll ${roll}`, placing, (picture) => infrared(picture, random));
    await add(`infrared, small, roll ${roll}`, { ...placing, size: 70 }, (picture) =>
      infrared(picture, random),
    );
    await add(`infrared, blanket to the chin, roll ${roll}`, placing, async (picture) =>
      infrared(sharp(await blanket(picture, placing, 0.5).png().toBuffer()), random),
    );
  }
  for (const yaw of [-40, -25, 25, 40]) {
    for (const roll of [0, 90, -90]) {
      const placing = { size: 150, roll, yaw, wide: ROUND };
      await add(`round, yaw ${yaw}, roll ${roll}`, placing);
    }
    await add(`infrared, yaw ${yaw}`, { size: 150, roll: 20, yaw, wide: ROUND }, (picture) =>
      infrared(picture, random),
    );
  }
  const under = { size: 150, roll: 30, wide: ROUND };
  await add(
    'blanket over the face, infrared',
    under,
    async (picture) => infrared(sharp(await blanket(picture, under, -0.75).png().toBuffer()), random),
    'not_visible',
  );
  await add('blanket over the face', under, (picture) => blanket(picture, under, -0.75), 'not_visible');
  return variants;
}

/** Lays the head into the bed. */
export async function place(
  { side, face }: Portrait,
  head: Buffer,
  { size, roll, wide = 1 }: Placing,
): Promise<Buffer> {
  const bed = new Canvas(WIDTH, HEIGHT);
  drawBed(bed);
  const factor = size / face.height;
  const [width, height] = [Math.round(side * factor * wide), Math.round(side * factor)];
  const radius = (0.48 * Math.min(width, height)).toFixed(1);
  // A round cut with a soft edge: the corners of the portrait's surroundings would only mislead the eye.
  const mask = Buffer.from(
    `<svg width="${width}" height="${height}"><defs><radialGradient id="g" gradientUnits="userSpaceOnUse" cx="${width / 2}" cy="${height / 2}" r="${radius}"><stop offset="0.85" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`,
  );
  const cut = await sharp(await sharp(head).resize(width, height, { fit: 'fill' }).ensureAlpha().toBuffer())
    .composite([{ input: mask, blend: 'dest-in' }])
    .png()
    .toBuffer();
  const turned = await sharp(cut)
    .rotate(roll, { background: '#00000000' })
    .png()
    .toBuffer({ resolveWithObject: true });
  const [left, top] = [(WIDTH - turned.info.width) / 2, (HEIGHT - turned.info.height) / 2].map(Math.round);
  const visible = { left: Math.max(0, -(left ?? 0)), top: Math.max(0, -(top ?? 0)) };
  const input = await sharp(turned.data)
    .extract({
      ...visible,
      width: Math.min(turned.info.width, WIDTH),
      height: Math.min(turned.info.height, HEIGHT),
    })
    .toBuffer();
  return raw(bed)
    .composite([{ input, left: Math.max(0, left ?? 0), top: Math.max(0, top ?? 0) }])
    .png()
    .toBuffer();
}

function cover(picture: Sharp, at: { x: number; y: number; side: number }, background: string): Sharp {
  const side = Math.round(at.side);
  const input = { create: { width: side, height: side, channels: 3 as const, background } };
  return picture.composite([{ input, left: Math.round(at.x - side / 2), top: Math.round(at.y - side / 2) }]);
}

/** A striped cloth from a line across the head on (in heights of the face from its middle), to the head's own end. */
function blanket(picture: Sharp, { size, roll }: Placing, from: number): Sharp {
  const [top, height] = from > 0 || from < -0.6 ? [from * size, 900] : [-900, 900 + from * size];
  const stripes = Array.from(
    { length: 40 },
    (_, i) => `<rect x="${-400 + i * 20}" y="${top}" width="6" height="${height}" fill="#5c7c9c"/>`,
  ).join('');
  return overlay(
    picture,
    roll,
    `<rect x="-400" y="${top}" width="800" height="${height}" fill="#6c92b2"/>${stripes}`,
  );
}

/** A soother over the mouth. */
function dummy(picture: Sharp, { size, roll }: Placing): Sharp {
  const [y, rx, ry] = [0.27 * size, 0.17 * size, 0.12 * size];
  return overlay(
    picture,
    roll,
    `<ellipse cx="0" cy="${y}" rx="${rx}" ry="${ry}" fill="#9fd0e8"/><circle cx="0" cy="${y}" r="${0.06 * size}" fill="#f4f0c8"/>`,
  );
}

/** Draws over the picture, in coordinates of the head: its middle is 0, its chin is below. */
function overlay(picture: Sharp, roll: number, shapes: string): Sharp {
  const svg = `<svg width="${WIDTH}" height="${HEIGHT}"><g transform="translate(${WIDTH / 2} ${HEIGHT / 2}) rotate(${roll})">${shapes}</g></svg>`;
  return picture.composite([{ input: Buffer.from(svg) }]);
}
