import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { MjpegReader } from './mjpeg-reader.ts';

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const pictures: Buffer[] = [];

beforeAll(async () => {
  const random = seeded(1);
  for (const [index, options] of [{}, { progressive: true }, { optimiseCoding: true }, {}].entries()) {
    const pixels = Buffer.from(Array.from({ length: 160 * 120 * 3 }, () => Math.floor(random() * 256)));
    pictures.push(
      await sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } })
        .jpeg({ quality: 60 + index * 10, ...options })
        .toBuffer(),
    );
  }
  // A picture with another one in its comment, as a camera's thumbnail is.
  const [first, second] = pictures;
  if (!first || !second) throw new Error('no pictures');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(second.length + 2);
  const inside = await sharp(second).resize(32, 24).jpeg().toBuffer();
  length.writeUInt16BE(inside.length + 2);
  pictures.push(
    Buffer.concat([first.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, inside, first.subarray(2)]),
  );
});

function split(stream: Buffer, random: () => number, largest: number): Buffer[] {
  const reader = new MjpegReader();
  const found: Buffer[] = [];
  for (let at = 0; at < stream.length; ) {
    const size = 1 + Math.floor(random() * largest);
    found.push(...reader.push(stream.subarray(at, at + size)));
    at += size;
  }
  return found;
}

describe('MjpegReader', () => {
  it.each([1, 7, 1_000, 65_536, 1_000_000])('finds each picture in chunks of up to %i bytes', (largest) => {
    const found = split(Buffer.concat(pictures), seeded(largest), largest);
    expect(found.map((picture) => picture.length)).toEqual(pictures.map((picture) => picture.length));
    expect(found.every((picture, index) => picture.equals(pictures[index] ?? Buffer.alloc(0)))).toBe(true);
  });

  it('finds the pictures between rubbish, such as the headers of a multipart stream', () => {
    const rubbish = Buffer.from('--frame\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8 \xff', 'latin1');
    const stream = Buffer.concat(pictures.flatMap((picture) => [rubbish, picture]));
    for (const seed of [1, 2, 3]) {
      expect(split(stream, seeded(seed), 5_000)).toEqual(pictures);
    }
  });

  it('keeps no more than the limit of something that never ends, and goes on with the next picture', () => {
    const reader = new MjpegReader(100_000);
    const [first] = pictures;
    if (!first) throw new Error('no pictures');
    reader.push(first.subarray(0, 500));
    for (let index = 0; index < 100; index += 1) {
      expect(reader.push(Buffer.alloc(10_000, 0x55))).toEqual([]);
    }
    expect(reader.skipped).toBeGreaterThan(890_000);
    expect(reader.push(Buffer.concat([first, first])).at(-1)).toEqual(first);
  });
});
