import type { OfflineReason } from '@smart-cradle/protocol/availability';
import type { DirectionReading } from '@smart-cradle/protocol/readings';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectionWatch } from './direction-watch.ts';
import type { DetectOptions, FaceDetector, FaceJudgement } from './face/face-detector.ts';

const FRONT: FaceJudgement = {
  state: 'front',
  dx: 0,
  offset: 0,
  yaw: 0,
  pitch: 0,
  roll: 0,
  score: 0.9,
  eyesOpen: false,
  brightness: 0.5,
};
const LEFT: FaceJudgement = { ...FRONT, state: 'left', dx: 0.05, offset: 0.4, yaw: 35 };
const NONE = { dx: null, offset: null, yaw: null, pitch: null, roll: null, score: null, eyesOpen: null };
const NOT_VISIBLE: FaceJudgement = { ...FRONT, ...NONE, state: 'not_visible' };
const TOO_DARK: FaceJudgement = { ...NOT_VISIBLE, state: 'too_dark', brightness: 0.01 };

/** A detector that judges as it is told, after a while; its worker hangs when it is told nothing. */
class Detector implements FaceDetector {
  restarts = 0;
  answer: FaceJudgement | undefined = FRONT;
  takes = 20;
  readonly judged: { picture: string; side: number | undefined }[] = [];

  detect(picture: Uint8Array, { side }: DetectOptions = {}): Promise<FaceJudgement> {
    this.judged.push({ picture: Buffer.from(picture).toString(), side });
    const { answer } = this;
    return new Promise((resolve, reject) => {
      if (answer) setTimeout(() => resolve(answer), this.takes);
      else
        setTimeout(() => {
          this.restarts += 1;
          reject(new Error('no answer'));
        }, 4_000);
    });
  }

  restart(): void {
    this.restarts += 1;
  }

  async close(): Promise<void> {}
}

let detector: Detector;
let temperature: number | null;
let readings: DirectionReading[];
let states: (OfflineReason | null)[];
let watch: DirectionWatch;

beforeEach(async () => {
  vi.useFakeTimers();
  detector = new Detector();
  temperature = 50;
  readings = [];
  states = [];
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  watch = new DirectionWatch({
    createDetector: async () => detector,
    settings: () => ({ threshold: 0.15, rule: 'offset' }),
    log,
    temperature: async () => temperature,
    onReading: (reading) => readings.push(reading),
    onState: (reason) => states.push(reason),
    now: () => performance.now(),
  });
  watch.start();
  watch.cameraState(null);
  await vi.advanceTimersByTimeAsync(10);
});

afterEach(async () => {
  await watch.stop();
  vi.useRealTimers();
});

let picture = 0;
/** Pictures for so many seconds, ten a second unless said. */
async function play(seconds: number, rate = 10): Promise<void> {
  for (let i = 0; i < seconds * rate; i++) {
    picture += 1;
    watch.offer(Buffer.from(String(picture)));
    await vi.advanceTimersByTimeAsync(1_000 / rate);
  }
}

describe('the direction of the face in the newest picture', () => {
  it('is told once a second, and at once on a change, well within a second', async () => {
    await play(5);
    expect(readings.length).toBeGreaterThanOrEqual(5);
    expect(readings.length).toBeLessThanOrEqual(6);
    const before = readings.length;
    detector.answer = LEFT;
    await play(0.5);
    expect(readings.slice(before).map(({ state }) => state)).toContain('left');
  });

  it('does not follow one wrong picture', async () => {
    await play(2);
    detector.answer = LEFT;
    await play(0.1);
    detector.answer = FRONT;
    await play(2);
    expect(new Set(readings.map(({ state }) => state))).toEqual(new Set(['front']));
  });

  it('keeps apart: no face, too dark, and no good picture', async () => {
    detector.answer = NOT_VISIBLE;
    await play(2);
    expect(readings.at(-1)).toMatchObject({ state: 'not_visible', offset: null });
    expect(states.at(-1)).toBeNull();

    detector.answer = TOO_DARK;
    await play(1);
    const inTheDark = readings.length;
    await play(3);
    expect(readings).toHaveLength(inTheDark);
    expect(states.at(-1)).toBe('too_dark');

    detector.answer = FRONT;
    await play(1);
    watch.cameraState('frozen');
    const frozen = readings.length;
    await play(3);
    expect(readings).toHaveLength(frozen);
    expect(states.at(-1)).toBe('frozen');
  });

  it('tells whether the eyes are open, and a blink is not told', async () => {
    await play(3);
    expect(readings.at(-1)?.eyes).toBe('closed');
    detector.answer = { ...FRONT, eyesOpen: true };
    await play(3);
    expect(readings.at(-1)?.eyes).toBe('open');
    detector.answer = FRONT;
    await play(0.2);
    detector.answer = { ...FRONT, eyesOpen: true };
    await play(3);
    expect(readings.at(-1)?.eyes).toBe('open');
    detector.answer = NOT_VISIBLE;
    await play(3);
    expect(readings.at(-1)?.eyes).toBeNull();
  });
});

describe('a detector that cannot follow', () => {
  it('gets the newest picture; the others are dropped and counted', async () => {
    await play(0.1);
    detector.takes = 250;
    const judged = detector.judged.length;
    const dropped = watch.dropped;
    await play(3);
    const pictures = detector.judged.slice(judged).map((each) => Number(each.picture));
    expect(pictures.length).toBeLessThanOrEqual(15);
    expect(watch.dropped - dropped).toBeGreaterThanOrEqual(15);
    // The picture that is judged is at most one interval old when its turn comes.
    for (const [i, each] of pictures.slice(1).entries())
      expect(each - (pictures[i] ?? 0)).toBeGreaterThanOrEqual(2);
  });

  it('gets smaller pictures when less than five a second fit', async () => {
    await play(6);
    expect(detector.judged.at(-1)?.side).toBe(640);
    detector.takes = 400;
    await play(12);
    expect(detector.judged.at(-1)?.side).toBe(320);
  });

  it('is told to be stuck within 5 s, restarted, and told to work again', async () => {
    await play(2);
    detector.answer = undefined;
    await play(4.8);
    expect(states.at(-1)).toBe('detector_stuck');
    expect(watch.restarts).toBe(1);
    await play(2);
    expect(detector.judged.at(-1)?.side).toBe(320);
    const before = readings.length;
    detector.answer = FRONT;
    await play(6);
    expect(states.at(-1)).toBeNull();
    expect(readings.length).toBeGreaterThan(before);
  });

  it('is restarted when it has become slow, but not again and again', async () => {
    detector.takes = 1_200;
    await play(60);
    expect(watch.restarts).toBe(1);
  });
});

describe('a hot processor', () => {
  it('gets five pictures a second at 75 °C, smaller and fewer ones if that does not help, and all again when cool', async () => {
    await play(6);
    temperature = 76;
    await play(6);
    let judged = detector.judged.length;
    await play(2);
    expect(detector.judged.length - judged).toBeGreaterThanOrEqual(9);
    expect(detector.judged.length - judged).toBeLessThanOrEqual(11);
    await play(30);
    judged = detector.judged.length;
    await play(2);
    expect(detector.judged.length - judged).toBeLessThanOrEqual(5);
    expect(detector.judged.at(-1)?.side).toBe(320);
    temperature = 60;
    await play(120);
    judged = detector.judged.length;
    await play(2);
    expect(detector.judged.length - judged).toBeGreaterThanOrEqual(19);
    expect(detector.judged.at(-1)?.side).toBe(640);
  });
});
