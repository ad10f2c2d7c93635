import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPicture } from '../simulator/picture.ts';
import { ASLEEP } from '../simulator/scenario.ts';
import type { Truth } from '../simulator/truth.ts';
import { MotionMeter, type Structure } from './motion.ts';
import { decodeGrey } from './motion-frame.ts';
import { type BedLook, Occupancy } from './occupied.ts';

const BABY = { ...ASLEEP, motion: 0 };

type Scene = 'baby' | 'covered' | 'empty' | 'emptyAtDusk';
const structures = {} as Record<Scene, Structure>;

beforeAll(async () => {
  const picture = await createPicture();
  const scenes: Record<Scene, Partial<Truth>> = {
    baby: {},
    covered: { faceVisible: false },
    empty: { occupied: false },
    emptyAtDusk: { occupied: false, light: 0.4 },
  };
  for (const [name, truth] of Object.entries(scenes)) {
    const jpeg = await picture.render({ ...BABY, ...truth }, 0);
    const meter = new MotionMeter();
    structures[name as Scene] = meter.next(await decodeGrey(jpeg, { rotation: 0, crop: null }), 0).structure;
  }
});

let bed: Occupancy;
let now: number;
beforeEach(() => {
  bed = new Occupancy();
  now = 0;
});

interface Situation extends Partial<Omit<BedLook, 'structure'>> {
  scene: Scene;
}

/** So many seconds of one situation, two looks a second; gives every state that was told. */
function watch(seconds: number, { scene, ...look }: Situation): Set<string> {
  const told = new Set<string>();
  for (let i = 0; i < seconds * 2; i++) {
    now += 500;
    const structure = structures[scene];
    told.add(bed.take({ motion: 0, fine: false, face: false, paused: false, ...look, structure }, now));
  }
  return told;
}

const asleep: Situation = { scene: 'baby', face: true, fine: true };
const lifted = (scene: Scene): Situation => ({ scene, motion: 70, fine: true });
/** The last state of so many seconds. */
const after = (seconds: number, situation: Situation): string | undefined =>
  [...watch(seconds - 0.5, situation), ...watch(0.5, situation)].at(-1);

describe('whether somebody lies in the bed', () => {
  it('is unknown at first, and on as soon as a face is seen', () => {
    expect(watch(60, { scene: 'empty' })).toEqual(new Set(['unknown']));
    expect(after(1, { scene: 'baby', face: true })).toBe('ON');
  });

  it('is off after a baby that was seen breathing was lifted out and nothing has moved for two minutes', () => {
    watch(60, asleep);
    watch(2, lifted('empty'));
    expect(watch(115, { scene: 'empty' })).toEqual(new Set(['ON']));
    expect(after(10, { scene: 'empty' })).toBe('OFF');
  });

  it('is never off because no face is seen: a covered baby that breathes keeps it on', () => {
    watch(60, asleep);
    watch(2, lifted('covered'));
    expect(watch(1_200, { scene: 'covered', fine: true })).toEqual(new Set(['ON']));
  });

  it('is never off without a sign that somebody left, however still it is', () => {
    watch(60, asleep);
    expect(watch(1_200, { scene: 'covered' })).toEqual(new Set(['ON', 'unknown']));
  });

  it('is never off where breathing could not be seen before', () => {
    watch(60, { scene: 'baby', face: true, fine: false });
    watch(2, lifted('empty'));
    expect(watch(1_200, { scene: 'empty' })).toEqual(new Set(['ON', 'unknown']));
  });

  it('is off sooner when a parent says that the baby is with them, also where breathing is not seen', () => {
    watch(60, { scene: 'baby', face: true, fine: false });
    watch(2, lifted('empty'));
    watch(5, { scene: 'empty' });
    expect(after(60, { scene: 'empty', paused: true })).toBe('OFF');
    // And it remains known when monitoring goes on.
    expect(watch(600, { scene: 'empty' })).toEqual(new Set(['OFF']));
  });

  it('is not off while a parent pauses and the baby still lies there', () => {
    expect(watch(600, { ...asleep, paused: true })).toEqual(new Set(['ON']));
  });

  it('knows the empty bed again, in other light too, and a baby in it at once', () => {
    watch(60, asleep);
    watch(2, lifted('empty'));
    watch(130, { scene: 'empty' });
    watch(2, lifted('baby'));
    expect(watch(60, asleep)).toEqual(new Set(['ON']));
    watch(2, lifted('emptyAtDusk'));
    expect(after(25, { scene: 'emptyAtDusk' })).toBe('OFF');
  });

  it('does not take a bed that looks otherwise than the empty one for empty', () => {
    watch(60, asleep);
    watch(2, lifted('empty'));
    watch(130, { scene: 'empty' });
    watch(2, lifted('covered'));
    expect(watch(1_200, { scene: 'covered' })).toEqual(new Set(['ON', 'unknown']));
  });

  it('takes back what it learnt when the bed that it took for empty moves', () => {
    watch(60, asleep);
    watch(2, lifted('covered'));
    expect(after(130, { scene: 'covered' })).toBe('OFF');
    expect(watch(20, { scene: 'covered', fine: true })).toContain('ON');
    expect(watch(100, { scene: 'covered' })).not.toContain('OFF');
  });

  it('is unknown without good pictures, and in the dark after a while', () => {
    watch(60, asleep);
    expect(bed.at(now + 2_900)).toBe('ON');
    expect(bed.at(now + 3_100)).toBe('unknown');
    watch(1, asleep);
    const dark: Situation = { scene: 'covered', motion: null, fine: null, face: null };
    expect(watch(600, dark)).toEqual(new Set(['ON', 'unknown']));
    expect(after(600, dark)).toBe('unknown');
  });

  it('begins anew when the camera was lost', () => {
    watch(60, asleep);
    watch(2, lifted('empty'));
    watch(130, { scene: 'empty' });
    bed.reset();
    expect(watch(1_000, { scene: 'empty' })).toEqual(new Set(['unknown']));
  });
});
