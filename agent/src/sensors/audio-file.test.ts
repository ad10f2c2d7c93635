import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAudioFile, resample } from './audio-file.ts';

const tone = (hertz: number, rate: number, seconds = 1) =>
  Float32Array.from({ length: rate * seconds }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / rate));

/** Root mean square of the middle, away from the edges. */
function strength(samples: Float32Array): number {
  const middle = samples.slice(samples.length / 4, (3 * samples.length) / 4);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

test.each([8_000, 22_050, 44_100, 48_000])('a tone of %i Hz comes out the same at 16 kHz', (rate) => {
  const out = resample(tone(440, rate), rate, 16_000);
  const wanted = tone(440, 16_000);
  const middle = out.subarray(4_000, 12_000);
  expect(middle.every((sample, n) => Math.abs(sample - (wanted[n + 4_000] ?? 9)) < 0.03)).toBe(true);
});

test('what 16 kHz cannot hold is left out', () => {
  expect(strength(resample(tone(11_000, 44_100), 44_100, 16_000))).toBeLessThan(0.02);
});

test('a stereo file becomes one channel', async () => {
  const rate = 16_000;
  const data = Buffer.alloc(rate * 4);
  for (let n = 0; n < rate; n++) data.writeInt16LE(16_384, n * 4);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  const file = join(mkdtempSync(join(tmpdir(), 'sound-')), 'left.wav');
  writeFileSync(file, Buffer.concat([header, data]));
  const samples = await readAudioFile(file);
  expect(samples).toHaveLength(rate);
  expect(samples[100]).toBeCloseTo(0.25, 2);
});

test('what is no recording is refused', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sound-')), 'rubbish.wav');
  writeFileSync(file, 'not a sound');
  await expect(readAudioFile(file)).rejects.toThrow();
});
