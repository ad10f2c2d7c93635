import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clipMessage } from '@smart-cradle/protocol/clips';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SoundHistory } from '../detection/cry/sound-history.ts';
import { Inbox } from '../mqtt/inbox.ts';
import { Rejections } from '../mqtt/rejections.ts';
import { readAudioFile } from '../sensors/audio-file.ts';
import { Clips } from './clips.ts';

const topics = cradleTopics('a');
const log = { debug() {}, info() {}, warn() {}, error() {} };
const second = (value: number) => new Float32Array(16_000).fill(value);
let folder = '';

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'smart-cradle-')), 'clips');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

async function started(most = 3) {
  const published: [string, string][] = [];
  const state = (topic: string, payload: string | Buffer) => void published.push([topic, String(payload)]);
  const rejections = new Rejections(log);
  const inbox = new Inbox(rejections);
  const history = new SoundHistory();
  let minute = 0;
  const clips = new Clips({
    folder,
    most,
    sound: () => history.recent(),
    outlets: {
      topics,
      outbox: { state, live: state, picture: state },
      stamp: () => ({ date: new Date(Date.UTC(2026, 0, 1, 3, minute++)), simulated: false }),
    },
    ...{ inbox, rejections, log },
  });
  await clips.start();
  const mark = async (payload: string, retained = false) => {
    inbox.take(topics.clipSet, Buffer.from(payload), retained);
    await clips.stop();
  };
  const last = () => clipMessage.parse(JSON.parse(published.at(-1)?.[1] ?? ''));
  return { history, mark, last, rejections };
}

test('what a parent marks is kept: the last minute, why, and what the detector said of it', async () => {
  const { history, mark, last } = await started();
  for (let n = 0; n < 70; n += 1) {
    history.take(second(n / 100));
    history.judged({ probability: n / 100, crying: n > 50, level: -20, digitalSilence: false });
  }
  await mark('{"label":"false_alarm","by":"Mina"}');
  const [json = '', wav = ''] = (await readdir(folder)).sort();
  const sound = await readAudioFile(join(folder, wav));
  expect(sound).toHaveLength(60 * 16_000);
  // The first ten seconds are forgotten.
  expect(sound[0]).toBeCloseTo(0.1, 3);
  expect(sound.at(-1)).toBeCloseTo(0.69, 3);
  const beside = JSON.parse(await readFile(join(folder, json), 'utf8'));
  expect(beside).toMatchObject({ label: 'false_alarm', by: 'Mina', seconds: 60 });
  expect(beside.windows).toHaveLength(60);
  expect(beside.windows.at(-1)).toEqual({ end: 60, probability: 0.69, crying: true, level: -20 });
  expect(last()).toMatchObject({ count: 1, error: null, last: { label: 'false_alarm', seconds: 60 } });
});

test('only so many are kept: the oldest goes first', async () => {
  const { history, mark, last } = await started(2);
  history.take(second(0.1));
  history.take(second(0.1));
  for (const label of ['missed', 'false_alarm', 'missed']) await mark(JSON.stringify({ label }));
  expect((await readdir(folder)).filter((file) => file.endsWith('.wav'))).toEqual([
    '2026-01-01T03-01-00.000Z-false_alarm.wav',
    '2026-01-01T03-02-00.000Z-missed.wav',
  ]);
  expect(last().count).toBe(2);
  // And they are still counted after a restart.
  expect((await started(2)).last().count).toBe(2);
});

test('nothing is kept of a microphone that was not heard, and that is told', async () => {
  const { history, mark, last } = await started();
  history.take(second(0.1));
  history.take(second(0.1));
  history.clear();
  await mark('{"label":"missed"}');
  expect(last()).toMatchObject({ count: 0, error: 'the microphone has not been heard for 2 s' });
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

test('a wish that is retained or makes no sense changes nothing', async () => {
  const { history, mark, rejections, last } = await started();
  history.take(second(0.1));
  history.take(second(0.1));
  await mark('{"label":"missed"}', true);
  await mark('{"label":"funny"}');
  expect(rejections.count).toBe(2);
  expect(last().count).toBe(0);
});
