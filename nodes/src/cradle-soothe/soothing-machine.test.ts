import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  HANDS_OFF,
  type Sight,
  type Soothing,
  type SoothingAct,
  type SoothingSettings,
  sootheStep,
  switchedOff,
  switchSoothing,
  takeByHand,
} from './soothing-machine.ts';

const S = 1000;
const MIN = 60 * S;
const settings: SoothingSettings = {
  highest: 3,
  lock: null,
  weaning: true,
  longest: 5 * MIN,
  night: 60 * MIN,
};
const calm: Sight = {
  crying: false,
  direction: 'front',
  occupied: 'ON',
  fever: false,
  sensorLost: false,
  agentLost: false,
  monitored: true,
  rockedByHand: false,
};
const crying: Sight = { ...calm, crying: true };

let state: Soothing;
let now: number;
let acts: (SoothingAct & { at: number })[];

beforeEach(() => {
  now = 0;
  acts = [];
  state = switchSoothing(switchedOff(0), true, 0).state;
});

function live(seconds: number, sight: Sight, with_: SoothingSettings = settings, night = 'night'): void {
  for (let second = 0; second < seconds; second++) {
    now += S;
    const step = sootheStep(state, sight, with_, now, night);
    state = step.state;
    acts.push(...step.acts.map((act) => ({ ...act, at: now })));
  }
}
const kinds = () => acts.map((act) => (act.kind === 'rock' ? `rock ${act.level}` : act.kind));

describe('when crying starts', () => {
  test('it rocks, gently at first, and steps up while it goes on', () => {
    live(10, calm);
    live(4 + 125, crying);
    expect(kinds()).toEqual(['rock 1', 'rock 2', 'rock 3']);
    expect(acts.map(({ at }) => at / S)).toEqual([14, 74, 134]);
  });

  test('it steps down when the baby calms, and is still in the end', () => {
    live(100, crying);
    live(60, calm);
    expect(kinds()).toEqual(['rock 1', 'rock 2', 'rock 1', 'stop', 'ended']);
    expect(state).toMatchObject({ phase: 'ready', run: null });
    expect(acts.at(-1)).toMatchObject({
      kind: 'ended',
      reason: null,
      run: { highest: 2, calmAfter: 97 * S },
    });
  });

  test('one sob is none', () => {
    live(2, crying);
    live(10, calm);
    expect(acts).toEqual([]);
  });

  test('it never rocks harder than it may', () => {
    live(280, crying, { ...settings, highest: 2 });
    expect(kinds()).toEqual(['rock 1', 'rock 2']);
  });

  test('with a locked level it neither steps up nor down', () => {
    live(200, crying, { ...settings, lock: 2 });
    live(60, calm, { ...settings, lock: 2 });
    expect(kinds()).toEqual(['rock 2', 'stop', 'ended']);
  });

  test('without weaning it goes on gently for a while', () => {
    live(20, crying, { ...settings, weaning: false });
    live(150, calm, { ...settings, weaning: false });
    expect(kinds()).toEqual(['rock 1']);
    live(60, calm, { ...settings, weaning: false });
    expect(kinds()).toEqual(['rock 1', 'stop', 'ended']);
  });
});

describe('that has not helped', () => {
  test('after five minutes stops and calls a parent, and does not begin anew while the baby cries', () => {
    live(4 + 5 * 60, crying);
    expect(kinds().slice(-3)).toEqual(['stop', 'ended', 'call']);
    expect(state).toMatchObject({ phase: 'locked', reason: 'not_helped' });
    const before = acts.length;
    live(300, crying);
    expect(acts).toHaveLength(before);
    live(20, calm);
    live(5, crying);
    expect(kinds().at(-1)).toBe('rock 1');
  });

  test('for the limit of the night stops until the next one', () => {
    const short = { ...settings, night: 2 * MIN };
    live(4 + 125, crying, short);
    expect(state).toMatchObject({ phase: 'locked', reason: 'night_limit' });
    live(30, calm, short);
    live(30, crying, short);
    expect(kinds().filter((kind) => kind === 'rock 1')).toHaveLength(1);
    live(5, crying, short, 'next night');
    expect(state.phase).toBe('soothing');
  });
});

const interlocks: [string, Partial<Sight>][] = [
  ['not_front', { direction: 'left' }],
  ['not_front', { direction: 'right' }],
  ['face_unseen', { direction: 'not_visible' }],
  ['face_unknown', { direction: null }],
  ['fever', { fever: true }],
  ['sensor_lost', { sensorLost: true }],
  ['bed_empty', { occupied: 'OFF' }],
  ['agent_lost', { agentLost: true }],
  ['paused', { monitored: false }],
];

describe.each(interlocks)('%s (%o)', (reason, part) => {
  test('never starts', () => {
    live(60, { ...crying, ...part });
    expect(acts).toEqual([]);
    expect(state).toMatchObject({ phase: 'locked', reason });
  });

  test('stops at once', () => {
    live(20, crying);
    acts = [];
    live(1, { ...crying, ...part });
    expect(kinds()).toEqual(['stop', 'ended']);
    expect(acts[1]).toMatchObject({ reason });
  });
});

describe("a parent's own press", () => {
  test('wins: it is left alone for ten minutes', () => {
    live(20, crying);
    const step = takeByHand(state, now);
    state = step.state;
    expect(step.acts.map(({ kind }) => kind)).toEqual(['ended']);
    acts = [];
    live(HANDS_OFF / S - 1, crying);
    expect(acts).toEqual([]);
    live(6, crying);
    expect(kinds()).toEqual(['rock 1']);
  });

  test('on the rocking itself is not taken over', () => {
    live(60, { ...crying, rockedByHand: true });
    expect(acts).toEqual([]);
  });

  test('on the switch stops it at once', () => {
    live(20, crying);
    const step = switchSoothing(state, false, now);
    expect(step.acts.map(({ kind }) => kind)).toEqual(['stop', 'ended']);
    expect(step.state.phase).toBe('off');
  });
});

test('off, it does nothing at all', () => {
  state = switchedOff(0);
  live(600, crying);
  expect(acts).toEqual([]);
});

test('whatever happens, it rocks only while nothing forbids it, never longer than it may, and always within its level', () => {
  const sight = fc.record({
    crying: fc.constantFrom(true, true, true, false, null),
    direction: fc.constantFrom('front' as const, 'front' as const, 'front' as const, 'left' as const, null),
    occupied: fc.constantFrom('ON' as const, 'unknown' as const, 'OFF' as const),
    fever: fc.constantFrom(false, false, true),
    sensorLost: fc.constantFrom(false, false, true),
    agentLost: fc.constant(false),
    monitored: fc.constantFrom(true, true, false),
    rockedByHand: fc.constantFrom(false, false, true),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(sight, fc.integer({ min: 1, max: 200 })), { maxLength: 15 }),
      (stretches) => {
        now = 0;
        state = switchSoothing(switchedOff(0), true, 0).state;
        let rocking = false;
        let inVain = 0;
        for (const [seen, seconds] of stretches) {
          for (let second = 0; second < seconds; second++) {
            now += S;
            const step = sootheStep(state, seen, settings, now, 'night');
            state = step.state;
            for (const act of step.acts) {
              if (act.kind === 'rock') {
                rocking = true;
                expect(act.level).toBeLessThanOrEqual(settings.highest);
              }
              if (act.kind === 'stop') rocking = false;
            }
            inVain = rocking && seen.crying === true ? inVain + S : 0;
            expect(inVain).toBeLessThanOrEqual(settings.longest + S);
            expect(rocking).toBe(state.phase === 'soothing');
            if (
              seen.direction !== 'front' ||
              seen.fever ||
              seen.sensorLost ||
              seen.occupied === 'OFF' ||
              !seen.monitored
            ) {
              expect(rocking).toBe(false);
            }
          }
        }
      },
    ),
    { numRuns: 100, seed: 20260101 },
  );
});
