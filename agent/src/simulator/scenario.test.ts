import { describe, expect, it } from 'vitest';
import { loadScenario, parseScenario, truthAt } from './scenario.ts';
import { createSimulationClock } from './simulation-clock.ts';

const scenario = (text: string) => parseScenario(text, 'test.yaml');

describe('truthAt', () => {
  const turns = scenario(`
length: 60
always: { temperature: 36.6 }
events:
  - { at: 10, for: 20, set: { yaw: 40, voice: crying } }
  - { at: 15, for: 5, set: { temperature: 38.6 } }
  - { at: 50, for: 10, set: { microphoneConnected: false } }
`);

  it('is asleep unless something is said', () => {
    expect(truthAt(turns, 0)).toMatchObject({
      yaw: 0,
      voice: 'silent',
      occupied: true,
      microphoneConnected: true,
    });
  });

  it('turns the head smoothly within 0.8 s, there and back', () => {
    expect(truthAt(turns, 10).yaw).toBeCloseTo(0);
    expect(truthAt(turns, 10.4).yaw).toBeCloseTo(20);
    expect(truthAt(turns, 10.8).yaw).toBe(40);
    expect(truthAt(turns, 30).yaw).toBeCloseTo(40);
    expect(truthAt(turns, 30.4).yaw).toBeCloseTo(20);
    expect(truthAt(turns, 30.8).yaw).toBe(0);
    const yaws = Array.from({ length: 600 }, (_, step) => truthAt(turns, step / 10).yaw);
    const steps = yaws.slice(1).map((yaw, index) => Math.abs(yaw - (yaws[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(8);
  });

  it('changes voice and cables at once', () => {
    expect(truthAt(turns, 9.99).voice).toBe('silent');
    expect(truthAt(turns, 10).voice).toBe('crying');
    expect(truthAt(turns, 50).microphoneConnected).toBe(false);
  });

  it('is the same in each round', () => {
    for (const second of [0, 10.4, 17, 30.2, 59.9]) {
      const { yaw, ...rest } = truthAt(turns, second);
      expect(truthAt(turns, second + 60 * 12)).toEqual({ ...rest, yaw: expect.closeTo(yaw) });
    }
  });

  it('knows that what ends with the round is over in the next', () => {
    expect(truthAt(turns, 59.99).microphoneConnected).toBe(false);
    expect(truthAt(turns, 60).microphoneConnected).toBe(true);
  });
});

describe('parseScenario', () => {
  it.each([
    ['length: 0\nevents: []', 'length (0)'],
    ['length: 10\nevents: [{at: 5, for: 6, set: {}}]', 'events.0.for (6): must end within the round of 10 s'],
    ['length: 10\nevents: [{at: 5, for: 1, set: {voice: loud}}]', 'events.0.set.voice ("loud")'],
    ['length: 10\nevents: [{at: 5, for: 1, set: {yawn: 3}}]', 'yawn'],
    ['length: [', 'test.yaml'],
  ])('says what is wrong in %j', (text, message) => {
    expect(() => scenario(text)).toThrow(message);
  });
});

/** Stretches of seconds in which something holds, over two rounds. */
function stretches(holds: (second: number) => boolean, length: number): { from: number; seconds: number }[] {
  const found: { from: number; seconds: number }[] = [];
  for (let second = 0; second < length; second += 1) {
    const last = found.at(-1);
    if (!holds(second)) continue;
    if (last && last.from + last.seconds === second) last.seconds += 1;
    else found.push({ from: second, seconds: 1 });
  }
  return found;
}

describe('the default scenario', () => {
  const story = loadScenario();
  const truth = (second: number) => truthAt(story, second + 0.95);

  it('has exactly one of each alert a round, and each may come again in the next', () => {
    const rounds = 2 * story.length;
    const away = stretches((at) => Math.abs(truth(at).yaw) > 15 || !truth(at).faceVisible, rounds);
    const crying = stretches((at) => truth(at).voice === 'crying', rounds);
    const fever = stretches((at) => truth(at).temperature > 38, rounds);
    expect(away.filter(({ seconds }) => seconds > 28).map(({ seconds }) => seconds)).toEqual([40, 40]);
    expect(away.filter(({ seconds }) => seconds <= 28).every(({ seconds }) => seconds < 20)).toBe(true);
    expect(crying.map(({ seconds }) => seconds)).toEqual([45, 45]);
    expect(fever).toHaveLength(2);
    // The longest time in which an alert is not raised again is 5 minutes.
    expect(story.length).toBeGreaterThan(5 * 60 + 30);
  });

  it('keeps front for a minute after the turn to the left', () => {
    const left = stretches((at) => truth(at).yaw > 15, story.length)[0];
    const end = (left?.from ?? 0) + (left?.seconds ?? 0);
    for (let second = end + 1; second < end + 60; second += 1)
      expect(Math.abs(truth(second).yaw)).toBeLessThan(10);
  });

  it('has a loose cable for less than the minute after which that rings', () => {
    const loose = stretches((at) => !truth(at).microphoneConnected, story.length);
    expect(loose).toHaveLength(1);
    expect(loose[0]?.seconds).toBeGreaterThanOrEqual(15);
    expect(loose[0]?.seconds).toBeLessThanOrEqual(20);
  });
});

it('gives several processes the same second of the scenario', () => {
  const startedAt = new Date('2026-01-01T00:00:00Z');
  const clock = createSimulationClock(startedAt, 4, () => startedAt.getTime() + 2_500);
  expect(clock()).toBe(10);
});
