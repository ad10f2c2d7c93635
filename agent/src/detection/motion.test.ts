import { beforeAll, describe, expect, it } from 'vitest';
import { createPicture, type Picture } from '../simulator/picture.ts';
import { ASLEEP } from '../simulator/scenario.ts';
import type { Truth } from '../simulator/truth.ts';
import { type MotionLook, MotionMeter } from './motion.ts';
import { decodeGrey } from './motion-frame.ts';

let picture: Picture;
beforeAll(async () => {
  picture = await createPicture();
});

/** Looks of 3.5 s of the simulated bed, ten a second, after the first half second. */
async function watch(truth: (seconds: number) => Partial<Truth>): Promise<MotionLook[]> {
  const meter = new MotionMeter();
  const looks: MotionLook[] = [];
  for (let frame = 0; frame < 35; frame++) {
    const jpeg = await picture.render({ ...ASLEEP, ...truth(frame / 10) }, frame / 10);
    looks.push(meter.next(await decodeGrey(jpeg, { rotation: 0, crop: null }), frame * 100));
  }
  return looks.slice(5);
}

function meanMotion(looks: MotionLook[]): number {
  const known = looks.flatMap(({ motion }) => motion ?? []);
  return known.reduce((sum, motion) => sum + motion, 0) / known.length;
}

const partFine = (looks: MotionLook[]): number => {
  const known = looks.flatMap(({ fine }) => fine ?? []);
  return known.filter(Boolean).length / known.length;
};

describe('motion in the bed', () => {
  it('grows with how much the baby moves, from nothing to nearly all', async () => {
    const asleep = meanMotion(await watch(() => ({ motion: 0.05 })));
    const stirs = meanMotion(await watch(() => ({ motion: 0.5 })));
    const kicks = meanMotion(await watch(() => ({ motion: 1 })));
    expect(asleep).toBeLessThan(1);
    expect(stirs).toBeGreaterThan(15);
    expect(stirs).toBeLessThan(60);
    expect(kicks).toBeGreaterThan(60);
  });

  it('is seen in dim light, and in the dark nothing is told', async () => {
    expect(meanMotion(await watch(() => ({ light: 0.2, motion: 0.8 })))).toBeGreaterThan(15);
    expect((await watch(() => ({ light: 0.02, motion: 0.8 }))).map(({ motion }) => motion)).toEqual(
      Array.from({ length: 30 }, () => null),
    );
  });

  it.each([
    ['a lamp that is switched on', (time: number) => ({ light: time < 1.5 ? 0.2 : 0.9 })],
    ['a lamp that is switched off', (time: number) => ({ light: time < 1.5 ? 0.9 : 0.3 })],
    ['a cloud that passes', (time: number) => ({ light: 0.6 + 0.2 * Math.sin(time) })],
    ["a dim room with its camera's noise", () => ({ light: 0.12 })],
  ] as const)('is none in an empty bed with %s', async (_, truth) => {
    const looks = await watch((time) => ({ occupied: false, ...truth(time) }));
    expect(Math.max(...looks.map(({ motion }) => motion ?? 0))).toBe(0);
    expect(looks.some(({ fine }) => fine)).toBe(false);
    expect(looks.filter(({ motion }) => motion !== null).length).toBeGreaterThan(10);
  });

  it('shows breathing that is too small to be motion', async () => {
    const breathing = await watch(() => ({ motion: 0, faceVisible: false }));
    expect(meanMotion(breathing)).toBe(0);
    expect(partFine(breathing)).toBeGreaterThan(0.9);
    expect(partFine(await watch(() => ({ occupied: false })))).toBe(0);
  });
});
