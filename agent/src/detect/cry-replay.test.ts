import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CryDetector } from '../detection/cry/cry-detector.ts';
import { encodeWav } from '../sensors/wav-file.ts';
import { replayClips, sentenceOf, summaryOf } from './cry-replay.ts';

const settings = { threshold: 0.5, duration: 10, gap: 5 };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-cradle-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Loud is crying. */
const detector: CryDetector = {
  analyse: async (window) => {
    const crying = (window.at(-1) ?? 0) > 0.3;
    return { probability: crying ? 0.9 : 0.1, crying, level: -20, digitalSilence: false };
  },
  close: async () => {},
};

async function clip(name: string, label: string, loudness: number) {
  const samples = new Int16Array(16_000 * 20).fill(loudness * 32_767);
  await writeFile(join(folder, `${name}.wav`), encodeWav(samples, 16_000));
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ label, time: '2026-01-01T03:00:00.000Z' }));
}

test('tells in how many marked clips this setting would have rung', async () => {
  await clip('1', 'false_alarm', 0.5);
  await clip('2', 'false_alarm', 0.1);
  await clip('3', 'missed', 0.5);
  const clips = await replayClips(folder, detector, settings);
  expect(clips.map(({ rings }) => rings)).toEqual([1, 0, 1]);
  const summary = summaryOf(clips, settings);
  expect(summary).toEqual({
    clips: 3,
    ...settings,
    false_alarm: { clips: 2, crying: 1, rang: 1 },
    missed: { clips: 1, crying: 1, rang: 1 },
  });
  expect(sentenceOf(summary, 'en')).toContain('1 of 2 false alarms');
  expect(sentenceOf(summary, 'ko')).toContain('오알림 2건 중 1건');
  const patient = { ...settings, duration: 30 };
  expect(summaryOf(await replayClips(folder, detector, patient), patient).missed.rang).toBe(0);
});

test('a clip without its sound is told and not counted', async () => {
  await clip('1', 'missed', 0.5);
  await rm(join(folder, '1.wav'));
  const clips = await replayClips(folder, detector, settings);
  expect(clips[0]?.error).toContain('ENOENT');
  expect(summaryOf(clips, settings).clips).toBe(0);
});

test('a folder without clips and a label that is none are refused', async () => {
  await expect(replayClips(folder, detector, settings)).rejects.toThrow('no clips');
  await clip('1', 'funny', 0.5);
  await expect(replayClips(folder, detector, settings)).rejects.toThrow('label');
});
