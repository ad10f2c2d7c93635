import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '@smart-cradle/protocol/settings';
import { expect, test } from 'vitest';
import { checkConfig } from '../duration-alert/alert-config.ts';
import { Replay, type ReplayRow, replayableRules } from './replay.ts';

const FLOW = join(import.meta.dirname, '..', '..', '..', 'flows', 'flows', 'rules.json');
const rules = replayableRules(JSON.parse(readFileSync(FLOW, 'utf8')) as { type: string }[], checkConfig);

/** Runs rows through every rule of the flow. @returns `type second` of each time that it would have rung. */
function rings(rows: ReplayRow[], settings = {}): string[] {
  const replays = rules.map((rule) => new Replay(rule, { ...defaultSettings(), ...settings }));
  for (const row of rows) for (const replay of replays) replay.take(row);
  return replays.flatMap((replay) => replay.rings).map(({ type, at }) => `${type} ${at / 1000}`);
}

const row = (second: number, changes: Partial<ReplayRow> = {}): ReplayRow => ({
  time: second * 1000,
  temperature: 36.5,
  direction: 'front',
  crying: 0,
  ...changes,
});
const rows = (length: number, at: (second: number) => Partial<ReplayRow>) =>
  Array.from({ length }, (_, second) => row(second, at(second)));

test('a longer threshold would not have rung, a shorter one sooner', () => {
  const night = rows(120, (second) => ({ crying: second >= 20 && second < 65 ? 1 : 0 }));
  expect(rings(night)).toEqual(['crying 50']);
  expect(rings(night, { crying_duration_threshold: 60 })).toEqual([]);
  expect(rings(night, { crying_duration_threshold: 10 })).toEqual(['crying 30']);
});

test('runs every rule of the flow that has a duration', () => {
  const night = rows(120, (second) => ({
    temperature: second >= 10 && second < 20 ? 38.4 : 36.5,
    direction: second >= 30 ? 'not_visible' : 'front',
  }));
  expect(rings(night).toSorted()).toEqual([
    'abnormal_position 60',
    'face_not_visible 90',
    'high_temperature 10',
  ]);
});
