import sharp from 'sharp';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MotionWatch } from './motion-watch.ts';

let now: number;
let motions: number[];
let occupied: string[];
let watch: MotionWatch;
const warn = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = 0;
  motions = [];
  occupied = [];
  watch = new MotionWatch({
    rotation: 0,
    crop: null,
    log: { debug() {}, info() {}, warn, error() {} },
    onMotion: (motion) => motions.push(motion),
    onOccupied: (state) => occupied.push(state),
    now: () => now,
  });
  watch.start();
  watch.cameraState(true);
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

/** A bright square on grey, so far to the right. */
async function picture(left: number): Promise<Buffer> {
  const input = { create: { width: 160, height: 160, channels: 3 as const, background: '#ddd' } };
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#555' } })
    .composite([{ input, left, top: 160 }])
    .jpeg()
    .toBuffer();
}

/** A second of ten pictures; each is looked at before the next comes. */
async function second(leftOf: (index: number) => number, face?: 'front' | 'not_visible'): Promise<void> {
  for (let i = 0; i < 10; i++) {
    if (face) watch.faceJudged({ state: face });
    const { analysed } = watch;
    watch.offer(await picture(leftOf(i)));
    await vi.waitFor(() => expect(watch.analysed).toBe(analysed + 1), { interval: 1 });
    now += 100;
  }
  vi.advanceTimersByTime(1_000);
}

it('tells each second how much moved in it', async () => {
  await second(() => 100);
  await second(() => 100);
  expect(motions.at(-1)).toBe(0);
  await second((i) => 100 + 20 * i);
  expect(motions.at(-1)).toBeGreaterThan(20);
});

it('tells that the bed is occupied as soon as a face is seen, and unknown when no pictures come', async () => {
  await second(() => 100, 'not_visible');
  expect(occupied.at(-1)).toBe('unknown');
  await second(() => 100, 'front');
  expect(occupied.at(-1)).toBe('ON');
  now += 5_000;
  vi.advanceTimersByTime(1_000);
  expect(occupied.at(-1)).toBe('unknown');
  const told = motions.length;
  vi.advanceTimersByTime(3_000);
  expect(motions).toHaveLength(told);
});

it('knows nothing while the camera is lost, and says so', async () => {
  await second(() => 100, 'front');
  watch.cameraState(false);
  vi.advanceTimersByTime(1_000);
  expect(occupied.at(-1)).toBe('unknown');
});

it('leaves a picture out that cannot be decoded, says why, and goes on', async () => {
  watch.offer(Buffer.from('no picture'));
  await vi.waitFor(() => expect(warn).toHaveBeenCalled(), { interval: 1 });
  await second(() => 100, 'front');
  expect(occupied.at(-1)).toBe('ON');
});
