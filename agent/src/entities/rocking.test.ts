import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { servoStateMessage } from '@smart-cradle/protocol/messages';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Inbox } from '../mqtt/inbox.ts';
import { Rejections } from '../mqtt/rejections.ts';
import { Rocking } from './rocking.ts';

const topics = cradleTopics('a');
const log = { debug() {}, info() {}, warn() {}, error() {} };

function cradle() {
  const written: string[] = [];
  const states: unknown[] = [];
  const servo: (OfflineReason | null)[] = [];
  const line = { open: true, longest: 15, level: 2 };
  const rejections = new Rejections(log);
  const inbox = new Inbox(rejections);
  const rocking = new Rocking({
    outlets: {
      topics,
      outbox: {
        state: (topic, payload) => {
          expect(topic).toBe(topics.servoState);
          states.push(servoStateMessage.parse(JSON.parse(payload)));
        },
        live() {},
        picture() {},
      },
      stamp: () => ({ date: new Date(), simulated: false }),
    },
    inbox,
    rejections,
    log,
    write: (text) => {
      if (line.open) written.push(text);
      return line.open;
    },
    longestRun: () => line.longest,
    level: () => line.level,
    onState: (state) => servo.push(state),
  });
  rocking.start();
  const command = (message: object, retained = false) =>
    inbox.take(topics.servo, Buffer.from(JSON.stringify(message)), retained);
  return { rocking, written, states, servo, line, rejections, command };
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date', 'performance'],
  });
  vi.setSystemTime('2026-01-01T00:00:00Z');
});
afterEach(() => void vi.useRealTimers());

describe('rocking', () => {
  it('is off at first, and says so', () => {
    expect(cradle().states).toEqual([
      { state: 'off', level: null, since: '2026-01-01T00:00:00.000Z', ends_at: null, by: null },
    ]);
  });

  it('writes servo at once and each second while it is on', () => {
    const { command, written, states } = cradle();
    command({ action: 'start', by: 'Mina' });
    expect(written).toEqual(['servo']);
    expect(states.at(-1)).toEqual({
      state: 'on',
      level: null,
      since: '2026-01-01T00:00:00.000Z',
      ends_at: '2026-01-01T00:15:00.000Z',
      by: 'Mina',
    });
    vi.advanceTimersByTime(10_000);
    expect(written).toHaveLength(11);
  });

  it('says nothing to old firmware when it stops, and renews no more', () => {
    const { command, written, states } = cradle();
    command({ action: 'start' });
    vi.advanceTimersByTime(1_500);
    command({ action: 'stop' });
    vi.advanceTimersByTime(10_000);
    expect(written).toEqual(['servo', 'servo']);
    expect(states.at(-1)).toMatchObject({ state: 'off', since: '2026-01-01T00:00:01.500Z', ends_at: null });
  });

  it('ends after the longest run of the settings, or earlier if asked, never later', () => {
    for (const [minutes, longest, seconds] of [
      [undefined, 15, 900],
      [2, 15, 120],
      [60, 15, 900],
    ]) {
      const { command, line, states } = cradle();
      line.longest = longest ?? 0;
      command({ action: 'start', ...(minutes ? { minutes } : {}) });
      vi.advanceTimersByTime(((seconds ?? 0) - 1) * 1_000);
      expect(states.at(-1)).toMatchObject({ state: 'on' });
      vi.advanceTimersByTime(1_000);
      expect(states.at(-1)).toMatchObject({ state: 'off' });
    }
  });

  it('runs on when it is started again, from its first beginning', () => {
    const { command, states, written } = cradle();
    command({ action: 'start', minutes: 1 });
    vi.advanceTimersByTime(30_000);
    command({ action: 'start', minutes: 1, by: 'Jun' });
    expect(states.at(-1)).toMatchObject({
      since: '2026-01-01T00:00:00.000Z',
      ends_at: '2026-01-01T00:01:30.000Z',
      by: 'Jun',
    });
    vi.advanceTimersByTime(59_000);
    expect(states.at(-1)).toMatchObject({ state: 'on' });
    vi.advanceTimersByTime(1_000);
    expect(states.at(-1)).toMatchObject({ state: 'off' });
    // Once at each start and once a second: never twice as often.
    expect(written.length).toBeLessThanOrEqual(92);
  });

  it('is not prolonged by a clock that jumps back an hour', () => {
    const { command, states } = cradle();
    command({ action: 'start', minutes: 1 });
    vi.setSystemTime('2025-12-31T23:00:00Z');
    vi.advanceTimersByTime(60_000);
    expect(states.at(-1)).toMatchObject({ state: 'off' });
  });

  it('refuses a retained start and a retained stop', () => {
    const { command, written, states, rejections } = cradle();
    command({ action: 'start' }, true);
    expect(written).toEqual([]);
    command({ action: 'start' });
    command({ action: 'stop' }, true);
    expect(states.at(-1)).toMatchObject({ state: 'on' });
    expect(rejections.count).toBe(2);
  });

  it('is off when the line is lost, and stays off when it is back', () => {
    const { rocking, command, written, states, line } = cradle();
    command({ action: 'start' });
    line.open = false;
    rocking.disconnected();
    expect(states.at(-1)).toMatchObject({ state: 'off' });
    line.open = true;
    vi.advanceTimersByTime(60_000);
    expect(written).toEqual(['servo']);
  });

  it('is off when the device takes nothing', () => {
    const { command, states, line } = cradle();
    command({ action: 'start' });
    line.open = false;
    vi.advanceTimersByTime(1_000);
    expect(states.at(-1)).toMatchObject({ state: 'off' });
  });

  it('says off again when it cannot start, so that the switch turns back', () => {
    const { command, states, line } = cradle();
    line.open = false;
    command({ action: 'start' });
    expect(states).toHaveLength(2);
    expect(states.at(-1)).toMatchObject({ state: 'off' });
  });
});

describe("rocking by the cradle's own firmware", () => {
  function own() {
    const made = cradle();
    const say = (state: string) => made.rocking.take(`smart-cradle 1.0.0 ${state}`);
    made.rocking.connected();
    say('off');
    return { ...made, say };
  }

  it('begins when it has announced itself: levels and stop before that would be rubbish to old firmware', () => {
    const { rocking, command, written } = cradle();
    command({ action: 'start', level: 3 });
    rocking.take('servo ok');
    vi.advanceTimersByTime(1_000);
    expect(written).toEqual(['servo', 'servo']);
    rocking.take('smart-cradle 1.0.0 run');
    vi.advanceTimersByTime(1_000);
    command({ action: 'stop' });
    expect(written.slice(2)).toEqual(['level 3', 'stop']);
    rocking.disconnected();
    command({ action: 'start' });
    command({ action: 'stop' });
    expect(written.slice(4)).toEqual(['servo']);
  });

  it('tells what the device does, when it says so', () => {
    const { command, say, states, written } = own();
    command({ action: 'start', level: 3, by: 'Mina' });
    expect(states.at(-1)).toMatchObject({ state: 'off' });
    vi.advanceTimersByTime(20);
    say('level 3');
    expect(states.at(-1)).toMatchObject({
      state: 'on',
      level: 3,
      by: 'Mina',
      since: '2026-01-01T00:00:00.020Z',
    });
    const told = states.length;
    for (let second = 0; second < 6; second += 1) {
      vi.advanceTimersByTime(1_000);
      say('level 3');
    }
    expect(states).toHaveLength(told);
    command({ action: 'stop' });
    say('off');
    expect(states.at(-1)).toMatchObject({ state: 'off', level: null, ends_at: null });
    expect(written.at(-1)).toBe('stop');
  });

  it('says that it stands still when the device has stopped by itself, and goes on renewing', () => {
    const { command, say, states, written } = own();
    command({ action: 'start' });
    say('level 2');
    say('off');
    expect(states.at(-1)).toMatchObject({ state: 'off' });
    vi.advanceTimersByTime(1_000);
    say('level 2');
    expect(states.at(-1)).toMatchObject({ state: 'on' });
    expect(written).toEqual(['level 2', 'level 2']);
  });

  it('rocks at the level of the command, else of the setting; a setting that is changed meanwhile wins', () => {
    const { command, say, line, written } = own();
    command({ action: 'start', level: 1 });
    say('level 1');
    vi.advanceTimersByTime(1_000);
    line.level = 4;
    vi.advanceTimersByTime(1_000);
    command({ action: 'start' });
    expect(written).toEqual(['level 1', 'level 1', 'level 4', 'level 4']);
  });

  it('is off, and the motor unavailable, when a start is not answered', () => {
    const { command, say, states, servo, written } = own();
    command({ action: 'start' });
    vi.advanceTimersByTime(2_000);
    expect(states.at(-1)).toMatchObject({ state: 'off' });
    expect(states).toHaveLength(2);
    expect(servo.at(-1)).toBe('no_data');
    expect(written.at(-1)).toBe('stop');
    say('off');
    expect(servo.at(-1)).toBeNull();
  });

  it('is off, and the motor unavailable within 5 s, when the device falls silent', () => {
    const { command, say, states, servo } = own();
    command({ action: 'start' });
    say('level 2');
    vi.advanceTimersByTime(4_900);
    expect(states.at(-1)).toMatchObject({ state: 'off' });
    expect(servo.at(-1)).toBe('no_data');
  });

  it('stops a motor that moves though nobody wants it', () => {
    const { say, written } = own();
    say('level 4');
    expect(written).toEqual(['stop']);
  });

  it('counts a command that was not understood', () => {
    const { say, rejections } = own();
    say('unknown');
    expect(rejections.count).toBe(1);
  });
});
