import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCryDetector } from './cry-detector.ts';
import { FRAMES, HOP, LogMel, WINDOW } from './features.ts';
import { isDigitalSilence, levelOf, SILENCE } from './level.ts';
import { readManifest } from './manifest.ts';
import { createNeighboursDetector, mfccOf } from './neighbours.ts';
import reference from './reference.json' with { type: 'json' };
import { createTwoOfThree } from './two-of-three.ts';
import { windowsOf } from './windows.ts';

/** The sound that agent/training/reference.py judges too. */
const sweep = Float32Array.from({ length: WINDOW }, (_, n) => {
  const t = n / 16_000;
  return 0.3 * Math.sin(2 * Math.PI * (300 * t + 900 * t * t)) + 0.05 * Math.sin(2 * Math.PI * 60 * t);
});

test('the features are those that the model was trained on', () => {
  const picture = new LogMel().of(sweep);
  expect(picture).toHaveLength(FRAMES * 64);
  for (const [index = 0, wanted = 0] of reference.picture) {
    expect(picture[index]).toBeCloseTo(wanted, 2);
  }
});

test('a louder sound is the same picture', () => {
  const loud = new LogMel().of(sweep);
  const quiet = new LogMel().of(sweep.map((sample) => sample * 0.25));
  const largest = Math.max(...loud.map((value, index) => Math.abs(value - (quiet[index] ?? 0))));
  expect(largest).toBeLessThan(0.5);
});

test('a window that follows on another is the same picture as by itself, and so is one that does not', () => {
  const sound = Float32Array.from({ length: 3 * WINDOW }, (_, n) => 0.3 * Math.sin(n * n * 1e-7));
  const stream = new LogMel();
  for (const begin of [0, 31 * HOP, 63 * HOP, 63 * HOP, 63 * HOP + 16_000, 0]) {
    const window = sound.slice(begin, begin + WINDOW);
    expect(stream.of(window)).toEqual(new LogMel().of(window));
  }
});

test('a window of another length is refused', () => {
  expect(() => new LogMel().of(new Float32Array(100))).toThrow('100 samples');
});

test('digital silence is told apart from a quiet room, and neither is crying', async () => {
  const detector = await createCryDetector();
  const nothing = await detector.analyse(new Float32Array(WINDOW));
  expect(nothing).toEqual({ probability: 0, crying: false, level: SILENCE, digitalSilence: true });
  const quiet = await detector.analyse(sweep.map((sample) => sample * 0.0005));
  expect(quiet).toMatchObject({ crying: false, digitalSilence: false });
  await detector.close();
});

test('the level is dB of full scale', () => {
  expect(levelOf(new Float32Array(100).fill(1))).toBeCloseTo(0);
  expect(levelOf(new Float32Array(100).fill(0.1))).toBeCloseTo(-20);
  expect(isDigitalSilence(new Float32Array(100).fill(0.25))).toBe(true);
});

test('two of three windows make the state', () => {
  const steady = createTwoOfThree();
  const windows = [false, true, false, false, true, true, false, true, false, false];
  expect(windows.map(steady)).toEqual([false, false, false, false, false, true, true, true, false, false]);
});

test('a recording is cut into windows of 2 s, a new one each second', () => {
  expect([...windowsOf(new Float32Array(16_000 * 4.5))].map(({ start }) => start)).toEqual([0, 1, 2]);
  const [short] = windowsOf(new Float32Array(8000).fill(0.5));
  expect(short?.samples).toHaveLength(WINDOW);
  expect(short?.samples[7999]).toBe(0.5);
});

test('an impossible threshold is refused', async () => {
  await expect(createCryDetector({ threshold: 1.5 })).rejects.toThrow('threshold (1.5)');
});

test('the original way lets the nearest known windows vote', async () => {
  const tone = (hertz: number) =>
    Float32Array.from({ length: WINDOW }, (_, n) => 0.3 * Math.sin((2 * Math.PI * hertz * n) / 16_000));
  const known = [400, 420, 440, 460].flatMap((hertz) => [
    { values: mfccOf(tone(hertz)), crying: true },
    { values: mfccOf(tone(hertz * 6)), crying: false },
  ]);
  const detector = createNeighboursDetector(known);
  expect((await detector.analyse(tone(430))).probability).toBe(0.8);
  expect((await detector.analyse(tone(2_580))).crying).toBe(false);
  expect((await detector.analyse(new Float32Array(WINDOW))).digitalSilence).toBe(true);
  expect(() => createNeighboursDetector([])).toThrow('0 windows');
});

test('a manifest tells what is heard, and one that does not says where', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  const head = 'file,label,class,source,group,seconds,licence,origin,use';
  const write = (...rows: string[]) =>
    writeFileSync(join(folder, 'manifest.csv'), [head, ...rows].join('\n'));
  write('a.flac,cry,baby_cry,corpus,infant,2,"CC BY, 4.0",x,train');
  expect(await readManifest(folder)).toEqual([
    {
      file: join(folder, 'a.flac'),
      crying: true,
      kind: 'baby_cry',
      source: 'corpus',
      group: 'infant',
      use: 'train',
    },
  ]);
  write('a.flac,yes,baby_cry,corpus,infant,2,x,x,train');
  await expect(readManifest(folder)).rejects.toThrow('manifest.csv:2: label (yes)');
  writeFileSync(join(folder, 'manifest.csv'), 'file,label\n');
  await expect(readManifest(folder)).rejects.toThrow('no column class');
});
