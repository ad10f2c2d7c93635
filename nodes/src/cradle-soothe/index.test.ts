import { defaultSettings } from '@smart-cradle/protocol/settings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const cradle = 'cradle-abc-123';
const about = () => ({ topic: '', cradle, received: performance.timeOrigin + performance.now() });
const settings = () => ({ ...about(), kind: 'settings', payload: defaultSettings() });
const command = (payload: object) => ({ ...about(), kind: 'command', payload });
const set = (setting: string, payload: string) => ({ ...about(), kind: 'settingSet', setting, payload });
const servo = (payload: object) => ({ ...about(), kind: 'servo', payload });

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-soothe', {}, 5);
  await node.receive(settings());
});
afterEach(() => node.end());

async function live(seconds: number, status: 'Crying' | 'Silent', state = 'front'): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await node.receive({ ...about(), kind: 'crying', payload: { status } });
    await node.receive({ ...about(), kind: 'direction', payload: { state } });
    await node.receive({ ...about(), kind: 'temperature', payload: { temperature: 36.6 } });
    await node.pass(1000);
  }
}
const on = (topic: string): unknown[] =>
  node.outputs[0]?.flatMap((out) =>
    'topic' in out && 'payload' in out && out.topic === `cradle/${cradle}/${topic}`
      ? [topic.startsWith('settings/') ? out.payload : JSON.parse(String(out.payload))]
      : [],
  ) ?? [];

test('is off, and rocks for nobody, until a parent switches it on', async () => {
  await live(30, 'Crying');
  expect(on('servo')).toEqual([]);
  expect(on('settings/soothing')).toEqual(['off']);
  expect(on('soothing/state')).toMatchObject([{ state: 'off' }]);
  await node.receive(command({ action: 'soothing', state: 'on' }));
  await live(6, 'Crying');
  expect(on('servo')).toMatchObject([{ action: 'start', level: 1, by: 'soothing' }]);
  expect(on('soothing/state').at(-1)).toMatchObject({ state: 'soothing', level: 1 });
});

test('rocks for nine seconds only, and says so again long before they end: without the rules the cradle stands still', async () => {
  await node.receive(command({ action: 'soothing', state: 'on' }));
  await live(40, 'Crying');
  const starts = on('servo') as { action: string; minutes: number }[];
  for (const { action, minutes } of starts) {
    expect(action).toBe('start');
    expect(minutes * 60).toBeCloseTo(9);
  }
  // Rocked for 36 of the 40 s: one in each four, so that one may be lost.
  expect(starts.length).toBeGreaterThanOrEqual(9);
});

test('stops with the very reading that forbids it', async () => {
  await node.receive(command({ action: 'soothing', state: 'on' }));
  await live(10, 'Crying');
  await node.receive({ ...about(), kind: 'direction', payload: { state: 'not_visible' } });
  expect(on('servo').at(-1)).toMatchObject({ action: 'stop' });
  expect(on('soothing/state').at(-1)).toMatchObject({ state: 'locked', reason: 'face_unseen' });
});

test("a parent's own press wins, and the run is recorded", async () => {
  await node.receive(command({ action: 'soothing', state: 'on' }));
  await live(10, 'Crying');
  const before = on('servo').length;
  await node.receive(servo({ action: 'stop' }));
  await live(60, 'Crying');
  expect(JSON.stringify(on('servo').slice(before))).not.toContain('start');
  expect(on('soothing/run')).toMatchObject([{ level: 1, calm_after: null, reason: 'stopped_by_hand' }]);
});

test('plays its sound, louder with the level, and stops it', async () => {
  await node.receive(set('soothing_player', 'media_player.nursery'));
  await node.receive(set('soothing_sound', 'media-source://media_source/local/rain.mp3'));
  await node.receive(command({ action: 'soothing', state: 'on' }));
  await live(70, 'Crying');
  await live(40, 'Silent');
  const calls = node.outputs[1]?.map((out) => ('payload' in out ? out.payload : undefined));
  expect(calls).toMatchObject([
    { action: 'media_player.volume_set', data: { volume_level: 0.07 } },
    { action: 'media_player.play_media', target: { entity_id: 'media_player.nursery' } },
    { action: 'media_player.volume_set', data: { volume_level: 0.15 } },
    { action: 'media_player.play_media' },
    { action: 'media_player.volume_set', data: { volume_level: 0.07 } },
    { action: 'media_player.play_media' },
    { action: 'media_player.media_stop' },
  ]);
  expect(on('soothing/run')).toMatchObject([{ level: 2, reason: null, calm_after: expect.any(Number) }]);
  expect(node.outputs[4]).toMatchObject([
    {
      kind: 'history_point',
      cradle,
      payload: {
        measurement: 'soothing',
        tags: { cradle },
        fields: { level: 2, calm_after: expect.any(Number) },
      },
    },
  ]);
});

test('calls a parent when it has not helped', async () => {
  await node.receive(command({ action: 'soothing', state: 'on' }));
  await live(320, 'Crying');
  expect(node.outputs[2]).toMatchObject([{ kind: 'tell', loud: true }]);
  expect(on('servo').at(-1)).toMatchObject({ action: 'stop' });
});

describe('a parent who presses “rock” on a phone', () => {
  const servoState = (state: string) => ({
    ...about(),
    kind: 'servoState',
    payload: { state, level: null, since: '2026-01-01T00:00:00Z', ends_at: null, by: null },
  });
  const rockable = () => node.outputs[2]?.filter((out) => 'kind' in out && out.kind === 'rockable');

  test('is offered it only while nothing forbids it and the cradle stands still', async () => {
    await live(3, 'Crying');
    expect(rockable()).toEqual([]);
    await node.receive(servoState('off'));
    await live(2, 'Crying');
    expect(rockable()).toMatchObject([{ cradle, safe: true }]);
    await live(2, 'Crying', 'left');
    await live(2, 'Crying');
    await node.receive(servoState('on'));
    await live(2, 'Crying');
    expect(rockable()).toMatchObject([{ safe: true }, { safe: false }, { safe: true }, { safe: false }]);
  });

  test('moves the motor, for five minutes and by their own name, also with soothing off', async () => {
    await live(3, 'Crying');
    await node.receive(command({ action: 'soothe', by: 'Mina' }));
    expect(on('servo')).toEqual([{ action: 'start', minutes: 5, by: 'Mina' }]);
  });

  test('is told why not when the face is not seen by now', async () => {
    await live(3, 'Crying', 'not_visible');
    await node.receive(command({ action: 'soothe', by: 'Mina' }));
    expect(on('servo')).toEqual([]);
    expect(node.outputs[2]).toMatchObject([
      { kind: 'tell', loud: true, text: { en: expect.stringContaining('the face is not seen') } },
    ]);
  });
});

test('after a restart it is on as before; what rocked and sounded is told to stop, and the run is recorded', async () => {
  await node.receive(set('soothing_player', 'media_player.nursery'));
  await node.receive(command({ action: 'soothing', state: 'on' }));
  await live(10, 'Crying');
  const before = on('servo').length;
  const known = on('settings/soothing').length;
  await node.restart();
  expect(on('servo').slice(before)).toContainEqual({ action: 'stop', by: 'soothing' });
  expect(on('settings/soothing').slice(known)).toEqual(['on']);
  expect(node.outputs[1]?.at(-1)).toMatchObject({ payload: { action: 'media_player.media_stop' } });
  expect(on('soothing/run')).toMatchObject([{ level: 1, calm_after: null, reason: 'rules_lost' }]);
  await node.restart();
  expect(on('soothing/run')).toHaveLength(1);
});

test.each([
  ['soothing_player', 'light.nursery'],
  ['soothing', 'maybe'],
])('a wrong %s is refused by name', async (name, value) => {
  await node.receive(set(name, value));
  expect(JSON.stringify(node.outputs[0])).toContain(`${name} (`);
});
