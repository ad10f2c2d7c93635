import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const cradle = 'cradle-abc-123';
const about = () => ({ topic: '', cradle, received: performance.timeOrigin + performance.now() });
const bed = (payload: string) => ({ ...about(), kind: 'occupied', payload });
const ask = () => ({ ...about(), kind: 'command', payload: { action: 'self_check' } });
const part = (name: string, state: string, reason: string | null) => ({
  ...about(),
  kind: 'availabilityOf',
  part: name,
  payload: { state, reason, since: '2026-01-01T00:00:00Z' },
});
const recipients = (...ids: string[]) => ({
  topic: 'smart-cradle/recipients',
  payload: JSON.stringify(
    ids.map((id) => ({
      id,
      name: id,
      kind: 'companion_app',
      target: `notify.mobile_app_${id}`,
      language: 'en',
      order: 1,
    })),
  ),
});
const state = (id: string, word: string) => ({
  topic: `smart-cradle/recipient/${id}/state`,
  payload: JSON.stringify({ state: word, at: null, reason: null }),
});

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'cradle-self-check', { time: '19:00' }, 3);
});
afterEach(() => node.end());

async function live(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await node.receive({ ...about(), kind: 'temperature', payload: { temperature: 36.6 } });
    await node.receive({ ...about(), kind: 'direction', payload: { state: 'front' } });
    await node.receive({ ...about(), kind: 'camera', payload: Buffer.from([0xff]) });
    await node.receive({ ...about(), kind: 'crying', payload: { status: 'Silent' } });
    await node.pass(1000);
  }
}
const said = () =>
  node.outputs[1]?.map((out) =>
    'text' in out ? (out.text as { en: string; ko: string }) : { en: '', ko: '' },
  ) ?? [];
const report = () => {
  const out = node.outputs[0]?.at(-1);
  return JSON.parse(String(out && 'payload' in out ? out.payload : '{}'));
};

describe('asked', () => {
  test('it names everything that is ready, and how many can be told', async () => {
    await node.receive(recipients('mina', 'jun'));
    await live(2);
    await node.receive(ask());
    expect(said()).toEqual([
      {
        en: 'Armed: camera, microphone, thermometer, 2 phones reachable',
        ko: '감시 준비됨: 카메라, 마이크, 체온계, 휴대전화 2대 연결',
      },
    ]);
    expect(report()).toMatchObject({ state: 'armed' });
    expect(node.outputs[1]?.[0]).toMatchObject({ kind: 'tell', loud: false });
  });

  test.each([
    ['a muted microphone', () => node.receive(part('microphone', 'offline', 'muted')), 'microphone (muted)'],
    ['a dark room', () => node.receive(part('direction', 'offline', 'too_dark')), 'camera (too dark)'],
    [
      'a thermometer that lies beside the baby',
      () => node.receive({ ...about(), kind: 'temperature', payload: { temperature: 25, on_baby: false } }),
      'thermometer (not on the baby)',
    ],
    ['a phone that failed', () => node.receive(state('mina', 'failed')), 'no phone reachable'],
    [
      'a pause',
      () =>
        node.receive({ ...about(), kind: 'monitoring', payload: { state: 'paused', until: null, by: null } }),
      'monitoring (paused)',
    ],
    ['a dead cradle', () => node.pass(10_000), 'cradle (no data)'],
  ])('%s is named, and heard', async (_name, happen, words) => {
    await node.receive(recipients('mina'));
    await live(2);
    await happen();
    await node.receive(ask());
    expect(said()[0]?.en).toBe(`Not armed: ${words}`);
    expect(node.outputs[1]?.[0]).toMatchObject({ loud: true });
  });

  test('what the cradle does not have is no fault of it', async () => {
    await node.receive(recipients('mina'));
    await node.receive(part('thermometer', 'offline', 'not_configured'));
    await node.receive({ ...about(), kind: 'crying', payload: { status: 'Silent' } });
    await node.receive(ask());
    expect(said()[0]?.en).toBe('Armed: microphone, 1 phone reachable');
  });
});

test('without Home Assistant nobody can be told, and it says so', async () => {
  await live(2);
  await node.receive(ask());
  expect(said()[0]?.en).toBe('Not armed: no phone reachable (Home Assistant is away)');
});

test('the first baby in the bed after two hours is a reason to look, the second is none', async () => {
  await node.receive(recipients('mina'));
  await node.receive(bed('OFF'));
  await node.pass(2 * 3_600_000);
  await live(1);
  for (let second = 0; second < 62; second++) {
    await node.receive(bed('ON'));
    await live(1);
  }
  expect(said()).toHaveLength(1);
  await node.receive(bed('OFF'));
  await node.pass(600_000);
  for (let second = 0; second < 62; second++) {
    await node.receive(bed('ON'));
    await live(1);
  }
  expect(said()).toHaveLength(1);
});

test('every evening at its time, once', async () => {
  await live(1);
  const tick = () => node.receive(Object.assign({ kind: 'tick', received: 0 }));
  for (let quarter = 0; quarter < 4 * 24; quarter++) {
    await node.pass(900_000);
    await tick();
  }
  expect(said()).toHaveLength(1);
});

test('a time that is none is refused by name', async () => {
  await node.end();
  node = await runNode(register, 'cradle-self-check', { time: 'evening' }, 3);
  expect(node.complaints.join()).toContain('time');
});

describe('configured by a message', () => {
  test.each([
    ['time', { time: '25:00' }],
    ['time', { time: 7 }],
    ['hour', { hour: 7 }],
    ['configure', 'earlier'],
  ])('a wrong %s is refused by name', async (field, configure) => {
    await node.receive(Object.assign({ configure }));
    expect(node.complaints.join()).toContain(field);
  });

  test('another time is looked at, and the old one is not', async () => {
    vi.setSystemTime(new Date(2026, 2, 1, 20, 59, 30));
    await node.receive(Object.assign({ kind: 'tick', received: 0 }));
    await node.receive(recipients('mina'));
    await live(1);
    await node.receive(Object.assign({ configure: { time: '21:00' } }));
    const before = said().length;
    await node.pass(60_000);
    await node.receive(Object.assign({ kind: 'tick', received: 0 }));
    expect(said()).toHaveLength(before + 1);
  });
});
