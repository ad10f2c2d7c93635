import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRulesClock } from '../shared/rules-clock.ts';
import { AlertKeeper, type KeptAlerts, keptAlerts } from './alert-keeper.ts';
import type { AlertTiming } from './alert-machine.ts';

const S = 1000;
const CRADLE = 'cradle-abc-123';
const BLOCKING = 60 * S;
const START = Date.parse('2026-03-01T20:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A house with one cradle, whose rules can be killed and whose wall clock can be stepped. */
class House {
  timing: AlertTiming = {
    duration: 30 * S,
    gap: 5 * S,
    blocking: BLOCKING,
    reminder: 120 * S,
    acknowledgement: 600 * S,
  };
  /** What was told, by the second of the true time. */
  told: { at: number; event: string; onAbnormal: boolean }[] = [];
  #newest = false;
  states: string[] = [];
  #disk: string | undefined;
  #astray = 0;
  keeper = this.#begin();

  /** Milliseconds of the true time since the beginning. */
  get now(): number {
    return Date.now() - START;
  }

  get phase() {
    return this.keeper.record(CRADLE)?.phase ?? 'idle';
  }

  #begin(): AlertKeeper {
    // The steady clock starts from the wall clock as it is wrong or right at that moment.
    const began = { wall: Date.now() + this.#astray, uptime: this.now };
    const keeper = new AlertKeeper({
      type: 'crying',
      language: 'en',
      clock: createRulesClock(1, {
        wall: () => Date.now() + this.#astray,
        steady: () => began.wall + this.now - began.uptime,
        uptime: () => this.now,
        boot: () => 'one',
      }),
      file: {
        load: () => (this.#disk === undefined ? undefined : keptAlerts.parse(JSON.parse(this.#disk))),
        save: (value: KeptAlerts) => {
          this.#disk = JSON.stringify(value);
        },
      },
      timing: () => this.timing,
      send: (alert, event) => {
        if (alert) this.states.push(alert.payload.state);
        if (event) {
          this.told.push({ at: this.now, event: event.payload.event_type, onAbnormal: this.#newest });
        }
      },
    });
    keeper.start();
    return keeper;
  }

  read(abnormal: boolean): void {
    this.#newest = abnormal;
    this.keeper.observe(CRADLE, abnormal, { value: null, threshold: 0, simulated: false });
  }

  pass(milliseconds: number): void {
    vi.advanceTimersByTime(milliseconds);
  }

  /** A reading a second. */
  every(seconds: number, abnormal: boolean): void {
    for (let second = 0; second < seconds; second++) {
      this.read(abnormal);
      this.pass(S);
    }
  }

  /** kill -9, and started again after that time. */
  restart(down: number): void {
    this.keeper.stop();
    this.pass(down);
    this.keeper = this.#begin();
  }

  stepWallClock(by: number): void {
    this.#astray += by;
  }

  get raised(): number[] {
    return this.told.filter(({ event }) => event === 'raised').map(({ at }) => at);
  }
}

test.each([
  ['forward while it runs', 3_600_000, 'running'],
  ['back while it runs', -3_600_000, 'running'],
  ['forward, and killed afterwards', 3_600_000, 'killed'],
  ['back, and killed afterwards', -3_600_000, 'killed'],
])('the wall clock stepped %s: raised at its second', (_name, by, how) => {
  const house = new House();
  house.every(10, true);
  house.stepWallClock(by);
  if (how === 'killed') house.restart(2 * S);
  house.every(25, true);
  expect(house.raised).toEqual([30 * S]);
});

test('an alert that waits for minutes is not forgotten by a restart', () => {
  const house = new House();
  house.timing.duration = 300 * S;
  house.every(200, true);
  house.restart(3 * S);
  house.every(110, true);
  expect(house.raised).toEqual([300 * S]);
});

test('an alert of which nothing is heard any more is not told again: the silence rings by itself', () => {
  const house = new House();
  house.every(31, true);
  house.pass(900 * S);
  expect(house.told.map(({ event }) => event)).toEqual(['raised']);
  house.every(10, true);
  expect(house.told.map(({ event }) => event)).toEqual(['raised', 'reminded']);
});

test('killed between the disk and the telling, it tells afterwards what it had not told', () => {
  const house = new House();
  house.every(29, true);
  // The event is on disk before it is sent: a send that dies is what a kill -9 there looks like.
  const before = house.told.length;
  house.every(2, true);
  house.restart(S);
  expect(house.told.length - before).toBe(1);
});

type Act =
  | { kind: 'readings'; abnormal: boolean | null; seconds: number }
  | { kind: 'restart'; down: number }
  | { kind: 'duration'; seconds: number }
  | { kind: 'clock'; by: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('readings' as const),
      abnormal: fc.constantFrom(true, true, true, false, null),
      seconds: fc.integer({ min: 1, max: 45 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      down: fc.integer({ min: 200, max: 8000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('duration' as const),
      seconds: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      by: fc.constantFrom(-86_400_000, -7200_000, -6000, 6000, 7200_000, 86_400_000),
    }),
  },
);

test('over any sequence of readings, gaps, restarts, settings and clock steps the promises hold', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 20 }), (acts) => {
      vi.setSystemTime(START);
      const house = new House();
      /** The first reading of the unbroken abnormal run that goes on; missing readings break no run of the truth. */
      let runSince: number | null = null;
      let normalSince: number | null = null;
      /** Nothing can be due before this: a setting changed, or the rules were down. */
      let notBefore = 0;
      let lastReading = Number.NEGATIVE_INFINITY;

      const check = () => {
        const { now, phase } = house;
        const last = house.raised.at(-1);
        const open = ['active', 'acknowledged', 'snoozed'].includes(phase);
        if (runSince !== null && now - lastReading <= S) {
          const due = Math.max(
            runSince + house.timing.duration,
            notBefore,
            last === undefined ? 0 : last + BLOCKING,
          );
          // Never later than a second after its duration.
          if (now > due + S) expect({ now, due, phase: 'active' }).toEqual({ now, due, phase });
        }
        // Never active without a cause.
        if (normalSince !== null && now - lastReading <= S && now - normalSince > house.timing.gap + S) {
          expect(open).toBe(false);
        }
      };
      const second = (abnormal: boolean | null) => {
        const before = house.raised.length;
        if (abnormal !== null) {
          if (abnormal) {
            // After a silence that long nobody knows whether it held: the rule begins anew.
            if (house.now - lastReading > 60 * S) runSince = null;
            runSince ??= house.now;
            normalSince = null;
          } else {
            normalSince ??= house.now;
            runSince = null;
          }
          lastReading = house.now;
          house.read(abnormal);
        }
        house.pass(S);
        check();
        expect(house.raised.length - before).toBeLessThanOrEqual(1);
      };

      for (const one of acts) {
        if (one.kind === 'readings') for (let n = 0; n < one.seconds; n++) second(one.abnormal);
        else if (one.kind === 'restart') {
          house.restart(one.down);
          // How long the calm lasted before the kill is not known afterwards: it ends later, never sooner.
          normalSince = null;
          notBefore = house.now + S;
        } else if (one.kind === 'duration') {
          house.timing = { ...house.timing, duration: one.seconds * S };
          house.keeper.tick();
          notBefore = house.now + S;
        } else house.stepWallClock(one.by);
      }
      // A missing reading that runs on delays by no more than itself; a long calm end resolves everything.
      for (let n = 0; n < 12; n++) second(false);
      expect(['idle', 'resolved']).toContain(house.phase);

      const raised = house.raised;
      for (const [index, at] of raised.entries()) {
        // Never twice within the blocking time.
        if (index > 0) expect(at - (raised[index - 1] ?? 0)).toBeGreaterThanOrEqual(BLOCKING);
      }
      // Never without a cause: the newest reading was abnormal.
      for (const { event, onAbnormal } of house.told) if (event === 'raised') expect(onAbnormal).toBe(true);
      let open = false;
      for (const { event } of house.told) {
        if (event === 'raised') {
          expect(open).toBe(false);
          open = true;
        } else if (event === 'resolved') {
          expect(open).toBe(true);
          open = false;
        } else expect(open).toBe(true);
      }
      expect(open).toBe(false);
      house.keeper.stop();
    }),
    { numRuns: 150, seed: 20260101 },
  );
});

test('never before its duration: whatever is raised has held that long, calm shorter than the gap aside', () => {
  const duration = 20 * S;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(true, true, false, null), fc.integer({ min: 1, max: 25 })), {
        maxLength: 15,
      }),
      fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 3 }),
      (runs, kills) => {
        vi.setSystemTime(START);
        const house = new House();
        house.timing = { ...house.timing, duration };
        const readings: { at: number; abnormal: boolean }[] = [];
        let count = 0;
        for (const [abnormal, seconds] of runs) {
          for (let n = 0; n < seconds; n++) {
            if (kills.includes(count++)) house.restart(500);
            if (abnormal !== null) {
              readings.push({ at: house.now, abnormal });
              house.read(abnormal);
            }
            house.pass(S);
          }
        }
        for (const at of house.raised) {
          const until = readings.filter((reading) => reading.at <= at);
          // Back from the raise to the last calm of the gap's length, heard without a silence in it.
          let since = at;
          let calmTo: number | undefined;
          let heard = 0;
          for (const reading of until.toReversed()) {
            if (reading.abnormal) {
              calmTo = undefined;
              since = reading.at;
              continue;
            }
            heard = calmTo === undefined ? 1 : heard + 1;
            calmTo ??= reading.at;
            const calm = calmTo - reading.at;
            if (heard * S > calm && kills.length === 0 && calm >= house.timing.gap) break;
          }
          expect(at - since).toBeGreaterThanOrEqual(duration);
        }
        house.keeper.stop();
      },
    ),
    { numRuns: 150, seed: 20260101 },
  );
});
