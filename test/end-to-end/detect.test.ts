import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPicture } from '@smart-cradle/agent/simulator/picture';
import { createSound } from '@smart-cradle/agent/simulator/sound';
import type { Truth } from '@smart-cradle/agent/simulator/truth';
import { expect, test } from 'vitest';
import { OUTPUT } from '../src/output.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

async function detect(...args: string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await run('npm', ['run', '--silent', 'detect', '--', ...args], { cwd: root });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const baby: Truth = {
  yaw: 0,
  pitch: 0,
  roll: 0,
  faceVisible: true,
  occupied: true,
  eyesOpen: true,
  motion: 0,
  light: 1,
  voice: 'silent',
  temperature: 36.6,
  cameraConnected: true,
  microphoneConnected: true,
  serialConnected: true,
};

/** 16-bit mono samples as a WAV file. */
function wav(samples: Int16Array, rate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}

test('npm run detect -- face tells where the faces of pictures point', async () => {
  const picture = await createPicture();
  const files: string[] = [];
  // One after the other: they are drawn on one canvas.
  for (const yaw of [-30, 0, 30]) {
    const file = join(OUTPUT, `yaw${yaw}.jpg`);
    writeFileSync(file, await picture.render({ ...baby, yaw }, 0));
    files.push(file);
  }
  const lines = await detect('face', ...files);
  expect(lines.map(({ file, state }) => [file, state])).toEqual([
    [files[0], 'right'],
    [files[1], 'front'],
    [files[2], 'left'],
  ]);
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(
      expect.arrayContaining(['file', 'state', 'dx', 'offset', 'yaw', 'pitch', 'roll', 'score']),
    );
  }
});

test('npm run detect -- cry tells crying from quiet in each window of a recording', async () => {
  const sound = createSound(7);
  const samples = new Int16Array(16_000 * 10);
  samples.set(sound.next('silent', 16_000 * 5), 0);
  samples.set(sound.next('crying', 16_000 * 5), 16_000 * 5);
  const file = join(OUTPUT, 'cry.wav');
  writeFileSync(file, wav(samples, 16_000));
  const lines = await detect('cry', file);
  expect(lines.map(({ start }) => start)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(lines.slice(0, 3).map(({ crying }) => crying)).toEqual([false, false, false]);
  expect(lines.slice(6).map(({ crying }) => crying)).toEqual([true, true, true]);
});

test('a file that is neither is named, and the others are still judged', async () => {
  const file = join(OUTPUT, 'yaw0.jpg');
  const rubbish = join(OUTPUT, 'rubbish.jpg');
  writeFileSync(rubbish, 'no picture');
  const failed = await run('npm', ['run', '--silent', 'detect', '--', 'face', rubbish, file], {
    cwd: root,
  }).then(
    () => undefined,
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  expect(failed?.code).toBe(1);
  expect(failed?.stderr).toContain('rubbish.jpg');
  expect(failed?.stdout).toContain('"front"');
  expect(readFileSync(rubbish, 'utf8')).toBe('no picture');
});
