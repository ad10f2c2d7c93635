import { cradleTopics } from '@smart-cradle/protocol/topics';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { Inbox } from '../mqtt/inbox.ts';
import type { LinkStep } from '../mqtt/link-adaptation.ts';
import { Rejections } from '../mqtt/rejections.ts';
import { CameraEntity } from './camera.ts';

const topics = cradleTopics('a');
const log = { debug() {}, info() {}, warn() {}, error() {} };
let photo: Buffer;

beforeAll(async () => {
  const pixels = Buffer.alloc(640 * 480 * 3);
  for (let index = 0; index < pixels.length; index += 1)
    pixels[index] = (index * 31 + (index >> 9) * 17) & 255;
  photo = await sharp(pixels, { raw: { width: 640, height: 480, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
});

function camera(settings: { publish_rate: number; publish_frame: boolean }) {
  const sent: { topic: string; payload: string | Buffer }[] = [];
  const state = { now: 5_000, link: { rate: 1, quality: 1, size: 1 } as LinkStep };
  const note = (topic: string, payload: string | Buffer) => void sent.push({ topic, payload });
  const rejections = new Rejections(log);
  const inbox = new Inbox(rejections);
  const entity = new CameraEntity({
    outlets: {
      topics,
      outbox: { state: note, live: note, picture: note },
      stamp: () => ({ date: new Date(0), simulated: false }),
    },
    camera: { ...settings, rate: 10, quality: 80, width: 640, height: 480 },
    link: () => state.link,
    now: () => state.now,
    ...{ inbox, rejections, log },
  });
  const ask = (retained = false) => inbox.take(topics.snapshotSet, Buffer.from('{}'), retained);
  return { entity, sent, state, ask, rejections };
}

/** Topics of what is published of `seconds` of pictures at 10 a second, in an uneven beat. */
function published(settings: { publish_rate: number; publish_frame: boolean }, seconds: number, rate = 1) {
  const { entity, sent, state } = camera(settings);
  state.link = { rate, quality: 1, size: 1 };
  for (let frame = 0; frame < seconds * 10; frame += 1) {
    state.now = 5_000 + frame * 100 + (frame % 3) * 15;
    entity.take(photo);
  }
  return sent.map(({ topic }) => topic);
}

it.each([1, 2, 4, 10])('publishes %i pictures a second', (publish_rate) => {
  const sent = published({ publish_rate, publish_frame: false }, 60);
  expect(sent.every((topic) => topic === topics.camera)).toBe(true);
  expect(sent.length / 60).toBeCloseTo(publish_rate, 0);
});

it("publishes each picture as the original's frame when that is wanted, even without Home Assistant's", () => {
  expect(published({ publish_rate: 0, publish_frame: true }, 2)).toEqual(Array(20).fill(topics.frame));
});

it('publishes nothing when nothing is wanted', () => {
  expect(published({ publish_rate: 0, publish_frame: false }, 2)).toEqual([]);
});

describe('on a slow link', () => {
  it('publishes fewer pictures and frames', () => {
    const sent = published({ publish_rate: 2, publish_frame: true }, 60, 1 / 4);
    expect(sent.filter((topic) => topic === topics.frame).length / 60).toBeCloseTo(2.5, 0);
    expect(sent.filter((topic) => topic === topics.camera).length / 60).toBeCloseTo(0.5, 1);
  });

  it('publishes coarser and smaller ones', async () => {
    const { entity, sent, state } = camera({ publish_rate: 2, publish_frame: false });
    state.link = { rate: 1, quality: 1 / 2, size: 1 };
    entity.take(photo);
    await expect.poll(() => sent, { timeout: 20_000 }).toHaveLength(1);
    state.link = { rate: 1, quality: 1 / 2, size: 1 / 2 };
    state.now += 1_000;
    entity.take(photo);
    await expect.poll(() => sent, { timeout: 20_000 }).toHaveLength(2);
    const [coarse, small] = sent.map(({ payload }) => payload as Buffer);
    expect(coarse?.length).toBeLessThan(photo.length * 0.8);
    expect(await sharp(coarse).metadata()).toMatchObject({ width: 640, height: 480 });
    expect(await sharp(small).metadata()).toMatchObject({ width: 320, height: 240 });
  });
});

describe('a snapshot', () => {
  it('is the picture of this moment, also while nothing is published and the link is slow', () => {
    const { entity, sent, state, ask } = camera({ publish_rate: 0, publish_frame: false });
    state.link = { rate: 1 / 4, quality: 1 / 2, size: 1 / 2 };
    entity.take(photo);
    state.now += 200;
    ask();
    expect(sent).toEqual([{ topic: topics.snapshot, payload: photo }]);
  });

  it('waits for the next picture when the last is old, and not for ever', () => {
    const { entity, sent, state, ask } = camera({ publish_rate: 0, publish_frame: false });
    entity.take(photo);
    state.now += 3_000;
    ask();
    expect(sent).toEqual([]);
    entity.take(photo);
    expect(sent).toHaveLength(1);
    state.now += 3_000;
    ask();
    state.now += 6_000;
    entity.take(photo);
    expect(sent).toHaveLength(1);
  });

  it('comes at most twice a second, however often it is asked for, and not for a retained request', () => {
    const { entity, sent, state, ask, rejections } = camera({ publish_rate: 0, publish_frame: false });
    for (let frame = 0; frame < 20; frame += 1) {
      entity.take(photo);
      for (let time = 0; time < 50; time += 1) ask();
      state.now += 100;
    }
    expect(sent.length).toBeLessThanOrEqual(5);
    expect(sent.length).toBeGreaterThanOrEqual(3);
    ask(true);
    expect(rejections.count).toBe(1);
  });
});
