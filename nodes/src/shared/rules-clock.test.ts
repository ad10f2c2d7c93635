import { expect, test } from 'vitest';
import { createRulesClock, type TimeSources } from './rules-clock.ts';

const START = Date.parse('2026-03-01T20:00:00Z');

/** A machine whose wall clock somebody steps, and which is started again. */
function machine() {
  let uptime = 0;
  let off = 0;
  let boot = 1;
  let began = { wall: START, uptime: 0 };
  const wall = () => START + off + uptime;
  const sources: TimeSources = {
    wall,
    steady: () => began.wall + uptime - began.uptime,
    uptime: () => uptime,
    boot: () => String(boot),
  };
  return {
    pass: (milliseconds: number) => {
      uptime += milliseconds;
    },
    step: (milliseconds: number) => {
      off += milliseconds;
    },
    restartMachine: () => {
      off += uptime;
      uptime = 0;
      boot++;
    },
    /** A new process. */
    clock: (speed = 1) => {
      began = { wall: wall(), uptime };
      return createRulesClock(speed, { ...sources });
    },
  };
}

test('a step of the wall clock moves no duration, and is noticed in what people read', () => {
  const here = machine();
  const clock = here.clock();
  const before = clock.now();
  here.pass(10_000);
  here.step(3_600_000);
  expect(clock.now() - before).toBe(10_000);
  expect(clock.wallStep()).toBe(3_600_000);
  expect(clock.wallTime(clock.now()).toISOString()).toBe('2026-03-01T21:00:10.000Z');
});

test('what is no step does not shake the times', () => {
  const here = machine();
  const clock = here.clock();
  here.step(4_000);
  expect(clock.wallStep()).toBe(0);
});

test.each([
  ['forward', 3_600_000],
  ['back', -3_600_000],
])('a step %s between two processes is taken out of what is kept', (_name, by) => {
  const here = machine();
  const stamp = here.clock().stamp();
  here.pass(20_000);
  here.step(by);
  const after = here.clock();
  expect(after.now() - (stamp.at + after.shiftSince(stamp))).toBe(20_000);
});

test('without a step, what is kept stays where it is', () => {
  const here = machine();
  const stamp = here.clock(2).stamp();
  here.pass(20_000);
  const after = here.clock(2);
  expect(after.shiftSince(stamp)).toBe(0);
  expect(after.now() - stamp.at).toBe(40_000);
});

test('a machine that starts in the past counts no time, and waits for none', () => {
  const here = machine();
  here.pass(100_000);
  const stamp = here.clock().stamp();
  here.restartMachine();
  here.step(-86_400_000);
  const after = here.clock();
  expect(after.now() - (stamp.at + after.shiftSince(stamp))).toBe(0);
});
