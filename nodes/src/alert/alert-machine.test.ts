import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AlertInput,
  type AlertRecord,
  type AlertTiming,
  IDLE,
  nextWake,
  step,
} from './alert-machine.ts';

const S = 1000;
const MIN = 60 * S;
const timing: AlertTiming = {
  duration: 30 * S,
  gap: 5 * S,
  blocking: 3 * MIN,
  reminder: 2 * MIN,
  acknowledgement: 10 * MIN,
};

interface Happening {
  at: number;
  event: string;
}

/**
 * Lives through the inputs as a node does: wakes whenever the machine asks for it, and never otherwise.
 *
 * @returns Everything that was told, with its second.
 */
function live(
  inputs: { at: number; input: AlertInput }[],
  settings: AlertTiming,
  end: number,
  start: AlertRecord = IDLE,
): { happenings: Happening[]; record: AlertRecord } {
  let record = start;
  const happenings: Happening[] = [];
  const take = (at: number, input: AlertInput) => {
    const next = step(record, input, at, settings);
    record = next.record;
    for (const event of next.events) happenings.push({ at, event });
  };
  let now = 0;
  const wakeUntil = (until: number) => {
    for (let wakes = 0; wakes < 10_000; wakes++) {
      const wake = nextWake(record, settings, now);
      if (wake === null || wake >= until) return;
      now = wake;
      take(now, { kind: 'tick' });
    }
    throw new Error('the machine asks to be woken without end');
  };
  for (const { at, input } of inputs) {
    wakeUntil(at);
    now = at;
    take(at, input);
  }
  wakeUntil(end);
  return { happenings, record };
}

/** A reading a second: `.` normal, `x` abnormal, ` ` missing. */
function readings(pattern: string, from = 0): { at: number; input: AlertInput }[] {
  return [...pattern].flatMap((sign, second) =>
    sign === ' '
      ? []
      : [{ at: (from + second) * S, input: { kind: 'reading' as const, abnormal: sign === 'x' } }],
  );
}

const told = (pattern: string, settings = timing) =>
  live(readings(pattern), settings, pattern.length * S).happenings.map(
    ({ at, event }) => `${at / S} ${event}`,
  );

describe('a condition that must hold', () => {
  test('is raised on the second, and resolved after the gap', () => {
    expect(told(`..${'x'.repeat(40)}${'.'.repeat(20)}`)).toEqual(['32 raised', '47 resolved']);
  });

  test('that stops before its time is not raised', () => {
    expect(told(`${'x'.repeat(29)}${'.'.repeat(40)}`)).toEqual([]);
  });

  test('with a pause shorter than the gap goes on', () => {
    expect(told(`${'x'.repeat(14)}....${'x'.repeat(20)}${'.'.repeat(9)}`)).toEqual([
      '30 raised',
      '43 resolved',
    ]);
  });

  test('with a pause as long as the gap begins anew', () => {
    expect(told(`${'x'.repeat(20)}......${'x'.repeat(20)}`)).toEqual([]);
  });

  test('is not raised, and not resolved, on missing readings', () => {
    expect(told(`${'x'.repeat(20)}${' '.repeat(30)}`)).toEqual([]);
    expect(told(`${'x'.repeat(35)}${' '.repeat(30)}`)).toEqual(['30 raised']);
    expect(told(`${'x'.repeat(35)}..${' '.repeat(30)}`)).toEqual(['30 raised']);
  });

  test('goes on counting over a short silence', () => {
    expect(told(`${'x'.repeat(20)}${' '.repeat(15)}xx`)).toEqual(['35 raised']);
  });

  test('is forgotten after a long silence', () => {
    expect(told(`${'x'.repeat(20)}${' '.repeat(70)}xxxxx`)).toEqual([]);
  });
});

describe('an alert that was raised', () => {
  const raise = readings('x'.repeat(31));
  const on = readings('x'.repeat(900), 31);
  const after = (input: AlertInput, at = 40) =>
    live(
      [...raise, ...on, { at: at * S, input }].sort((a, b) => a.at - b.at),
      timing,
      900 * S,
    ).happenings.map(({ at: when, event }) => `${when / S} ${event}`);

  test('is repeated every two minutes while nobody acknowledges it', () => {
    expect(told('x'.repeat(400))).toEqual(['30 raised', '150 reminded', '270 reminded', '390 reminded']);
  });

  test('acknowledged, is quiet for ten minutes and then rings again: a half-asleep tap does not silence the night', () => {
    expect(after({ kind: 'acknowledge', by: 'Mina' })).toEqual([
      '30 raised',
      '40 acknowledged',
      '640 returned',
      '760 reminded',
      '880 reminded',
    ]);
  });

  test('snoozed, is quiet for that time', () => {
    expect(after({ kind: 'snooze', duration: 10 * MIN, by: null }).slice(0, 3)).toEqual([
      '30 raised',
      '40 snoozed',
      '640 returned',
    ]);
  });

  test('resolved by hand, comes back when blocking ends and the cause lasts', () => {
    expect(after({ kind: 'resolve' }).slice(0, 3)).toEqual(['30 raised', '40 resolved', '210 raised']);
  });

  test('is resolved when a parent takes the baby', () => {
    expect(after({ kind: 'disarm' }).slice(0, 2)).toEqual(['30 raised', '40 resolved']);
  });
});

test('a condition that returns within the blocking time is raised when that ends, if it still holds', () => {
  const cry = 'x'.repeat(35);
  const quiet = '.'.repeat(20);
  expect(told(`${cry}${quiet}${'x'.repeat(300)}`)).toEqual([
    '30 raised',
    '40 resolved',
    '210 raised',
    '330 reminded',
  ]);
  expect(told(`${cry}${quiet}${cry}${'.'.repeat(200)}`)).toEqual(['30 raised', '40 resolved']);
});

test('a shorter duration holds at once for what is pending', () => {
  const { record } = live(readings('x'.repeat(15)), timing, 15 * S);
  const sooner = { ...timing, duration: 10 * S };
  expect(step(record, { kind: 'tick' }, 15 * S, sooner).events).toEqual(['raised']);
});

describe("the original's three rules, with gap 0", () => {
  const original = (duration: number, minutes: number): AlertTiming => ({
    ...timing,
    duration: duration * S,
    gap: 0,
    blocking: minutes * MIN,
    reminder: Number.POSITIVE_INFINITY,
  });
  test.each([
    ['a high temperature, at once', 'xxx..', original(0, 5), ['0 raised', '3 resolved']],
    [
      'again only after 5 minutes',
      `x.${'x'.repeat(310)}`,
      original(0, 5),
      ['0 raised', '1 resolved', '300 raised'],
    ],
    ['a position for 30 s', `.${'x'.repeat(32)}.`, original(30, 5), ['31 raised', '33 resolved']],
    ['29 s are not enough', `${'x'.repeat(29)}.x.`, original(30, 5), []],
    ['one look to the front begins it anew', `${'x'.repeat(29)}.${'x'.repeat(29)}.`, original(30, 5), []],
    ['crying for 30 s', `${'x'.repeat(31)}.`, original(30, 3), ['30 raised', '31 resolved']],
    [
      'crying again only after 3 minutes',
      `${'x'.repeat(31)}.${'x'.repeat(200)}`,
      original(30, 3),
      ['30 raised', '31 resolved', '210 raised'],
    ],
  ])('%s', (_name, pattern, settings, wanted) => {
    expect(told(pattern, settings)).toEqual(wanted);
  });
});

describe('whatever happens', () => {
  const timings = fc.record({
    duration: fc.integer({ min: 0, max: 60 }).map((s) => s * S),
    gap: fc.integer({ min: 0, max: 10 }).map((s) => s * S),
    blocking: fc.integer({ min: 0, max: 300 }).map((s) => s * S),
    reminder: fc.constant(2 * MIN),
    acknowledgement: fc.constant(10 * MIN),
  });
  const pattern = fc
    .array(fc.tuple(fc.constantFrom('x', '.', ' '), fc.integer({ min: 1, max: 50 })), {
      minLength: 1,
      maxLength: 25,
    })
    .map((parts) => parts.map(([sign, count]) => sign.repeat(count)).join(''));
  const presses = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 600 }).map((s) => s * S + 500),
      input: fc.constantFrom<AlertInput>(
        { kind: 'acknowledge', by: null },
        { kind: 'snooze', duration: MIN, by: null },
        { kind: 'resolve' },
        { kind: 'disarm' },
        { kind: 'tick' },
      ),
    }),
    { maxLength: 6 },
  );

  test('it is never raised too early, never twice within blocking, and always resolved', () => {
    fc.assert(
      fc.property(pattern, timings, presses, (signs, settings, hands) => {
        // A long quiet end: everything must have resolved by then.
        const whole = `${signs}${'.'.repeat(settings.gap / S + 2)}`;
        const inputs = [...readings(whole), ...hands.filter(({ at }) => at < whole.length * S)];
        inputs.sort((a, b) => a.at - b.at);
        const { happenings, record } = live(inputs, settings, (whole.length + settings.gap / S + 1) * S);
        let open = false;
        let last = Number.NEGATIVE_INFINITY;
        for (const { at, event } of happenings) {
          if (event === 'raised') {
            expect(open).toBe(false);
            expect(at - last).toBeGreaterThanOrEqual(settings.blocking);
            const from = Math.ceil((at - settings.duration) / S);
            // Nothing within the duration ended it: no run of normal readings as long as the gap.
            const stretch = [...whole].slice(Math.max(0, from), Math.floor(at / S) + 1).join('');
            for (const run of stretch.match(/\.+/g) ?? [])
              expect((run.length - 1) * S).toBeLessThanOrEqual(settings.gap);
            expect(at).toBeGreaterThanOrEqual(settings.duration);
            open = true;
            last = at;
          } else if (event === 'resolved') {
            expect(open).toBe(true);
            open = false;
          } else {
            expect(open).toBe(true);
          }
        }
        expect(open).toBe(false);
        expect(['idle', 'resolved']).toContain(record.phase);
      }),
      { numRuns: 400, seed: 20260101 },
    );
  });

  test('an unbroken condition is raised at its second, and no later', () => {
    fc.assert(
      fc.property(timings, fc.integer({ min: 0, max: 40 }), (settings, before) => {
        const whole = `${'.'.repeat(before)}${'x'.repeat(settings.duration / S + 2)}`;
        const { happenings } = live(readings(whole), settings, whole.length * S);
        expect(happenings[0]).toEqual({ at: before * S + settings.duration, event: 'raised' });
      }),
      { numRuns: 200, seed: 20260101 },
    );
  });

  test('stopped and started again at any moment, it goes on as if it had never stopped', () => {
    fc.assert(
      fc.property(pattern, timings, fc.integer({ min: 0, max: 200 }), (signs, settings, cut) => {
        const inputs = readings(signs);
        const end = signs.length * S;
        const whole = live(inputs, settings, end);
        const at = Math.min(cut * S + 300, end);
        const first = live(
          inputs.filter((input) => input.at < at),
          settings,
          at,
        );
        const kept = JSON.parse(JSON.stringify(first.record)) as AlertRecord;
        const rest = live(
          inputs.filter((input) => input.at >= at),
          settings,
          end,
          kept,
        );
        expect([...first.happenings, ...rest.happenings]).toEqual(whole.happenings);
      }),
      { numRuns: 200, seed: 20260101 },
    );
  });
});
