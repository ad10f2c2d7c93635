import { defaultSettings } from '@smart-cradle/protocol/settings';
import type { NodeMessage } from 'node-red';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

/** As the editor saves it. */
const position = {
  alertType: 'abnormal_position',
  reading: 'direction',
  property: 'state',
  comparison: 'not',
  threshold: 'front',
  thresholdType: 'str',
  duration: 'abnormal_position_timeout',
  durationType: 'setting',
  gap: 'position_gap',
  gapType: 'setting',
  hysteresis: '0',
  hysteresisType: 'num',
  blocking: 'position_blocking',
  blockingType: 'setting',
  reminder: '2',
  acknowledgement: '10',
  title: '',
  whileOccupied: true,
  version: 2,
};
const fever = {
  ...position,
  alertType: 'high_temperature',
  reading: 'temperature',
  property: 'temperature',
  comparison: 'above',
  threshold: 'max_temperature',
  thresholdType: 'setting',
  duration: '0',
  durationType: 'num',
  gap: '0',
  gapType: 'num',
  hysteresis: 'temperature_hysteresis',
  hysteresisType: 'setting',
  blocking: 'temperature_blocking',
};

const cradle = 'cradle-abc-123';
const about = { topic: '', cradle, received: 0 };
const face = (state: string, uuid = cradle, simulated = false) => ({
  ...about,
  cradle: uuid,
  kind: 'direction',
  payload: { direction: '', state, ...(simulated ? { simulated } : {}) },
});
const temperature = (celsius: number) => ({
  ...about,
  kind: 'temperature',
  payload: { temperature: celsius },
});
const command = (payload: object) => ({ ...about, kind: 'command', payload });

let node: RunningNode;
afterEach(() => node.end());

/** A reading a second. */
async function every(seconds: number, message: NodeMessage): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await node.receive(message);
    await node.pass(1000);
  }
}
const states = (uuid = cradle) =>
  node.outputs[0]?.flatMap((out) =>
    'cradle' in out && out.cradle === uuid && 'payload' in out
      ? [Reflect.get(Object(out.payload), 'state')]
      : [],
  );
const events = () =>
  node.outputs[1]?.map((out) => Reflect.get(Object(Reflect.get(out, 'payload')), 'event_type'));
const lastAlert = () => Object(Reflect.get(node.outputs[0]?.at(-1) ?? {}, 'payload'));

describe('a position', () => {
  beforeEach(async () => {
    node = await runNode(register, 'duration-alert', position, 3);
  });

  test('is idle at first sight, pending at once, raised at its second, resolved after the gap', async () => {
    await node.receive(face('front'));
    expect(node.outputs[0]).toMatchObject([
      {
        topic: 'cradle/cradle-abc-123/alert/abnormal_position',
        retain: true,
        qos: 1,
        payload: { state: 'idle' },
      },
    ]);
    await every(29, face('left'));
    await node.pass(900);
    expect(states()).toEqual(['idle', 'pending']);
    await node.receive(face('left'));
    await node.pass(100);
    expect(lastAlert()).toMatchObject({
      state: 'active',
      value: 'left',
      is_resolved: false,
      category: 'care',
    });
    expect(lastAlert().message).toContain('30');
    expect(Date.parse(lastAlert().created_at) - Date.parse(lastAlert().since)).toBe(30_000);
    await every(3, face('front'));
    expect(states()).toEqual(['idle', 'pending', 'active', 'resolved']);
    expect(lastAlert()).toMatchObject({ is_resolved: true });
    expect(events()).toEqual(['raised', 'resolved']);
    expect(node.outputs[1]?.[0]).toMatchObject({
      topic: 'cradle/cradle-abc-123/event',
      retain: false,
      payload: { event_type: 'raised', type: 'abnormal_position', duration: 30 },
      alert: { state: 'active' },
    });
  });

  test('has one timer: left, then unseen, then right is one position, and the message says which', async () => {
    await every(10, face('left'));
    await every(15, face('not_visible'));
    await every(6, face('right'));
    expect(states()).toEqual(['idle', 'pending', 'active']);
    expect(lastAlert().value).toBe('right');
  });

  test('a look to the front shorter than the gap does not end it', async () => {
    await every(15, face('left'));
    await every(1, face('front'));
    await every(15, face('left'));
    expect(events()).toEqual(['raised']);
  });

  test('counts for each cradle by itself', async () => {
    for (let second = 0; second <= 31; second++) {
      await node.receive(face('left'));
      await node.receive(face(second < 20 ? 'left' : 'front', 'another'));
      await node.pass(1000);
    }
    expect(states()).toEqual(['idle', 'pending', 'active']);
    expect(states('another')).toEqual(['idle', 'pending', 'idle']);
  });

  test('a changed setting holds at once for what is pending', async () => {
    await every(12, face('left'));
    expect(events()).toEqual([]);
    const payload = { ...defaultSettings(), abnormal_position_timeout: 10 };
    await node.receive({ ...about, kind: 'settings', payload });
    expect(events()).toEqual(['raised']);
  });

  test('nothing is raised while a parent has the baby, and what was raised is resolved', async () => {
    await every(31, face('left'));
    await node.receive({ ...about, kind: 'monitoring', payload: { state: 'paused', until: null, by: null } });
    await every(60, face('left'));
    expect(events()).toEqual(['raised', 'resolved']);
    await node.receive({ ...about, kind: 'monitoring', payload: { state: 'on', until: null, by: null } });
    expect(lastAlert().state).toBe('resolved');
  });

  test('acknowledged by name, then forgotten by nobody: it rings again after ten minutes', async () => {
    await every(31, face('left'));
    await node.receive(command({ action: 'acknowledge', type: 'crying', by: 'Mina' }));
    expect(lastAlert().state).toBe('active');
    await node.receive(command({ action: 'acknowledge', by: 'Mina' }));
    expect(lastAlert()).toMatchObject({ state: 'acknowledged', acknowledged_by: 'Mina' });
    await every(600, face('left'));
    expect(events()).toEqual(['raised', 'acknowledged', 'returned']);
    expect(lastAlert()).toMatchObject({ state: 'active', acknowledged_by: null });
  });

  test('says SIMULATED when the baby is', async () => {
    await every(31, face('left', cradle, true));
    expect(lastAlert()).toMatchObject({ simulated: true, message: expect.stringMatching(/SIMULATED/) });
  });

  test('goes on from its true start after a restart, and is raised once', async () => {
    await every(20, face('left'));
    await node.restart();
    expect(lastAlert().state).toBe('pending');
    await every(11, face('left'));
    expect(events()).toEqual(['raised']);
    await node.restart();
    await every(3, face('left'));
    expect(lastAlert().state).toBe('active');
    expect(events()).toEqual(['raised']);
  });

  test('is forgotten on request', async () => {
    await every(5, face('left'));
    await node.receive(command({ action: 'forget' }));
    await node.restart();
    const before = node.outputs[0]?.length;
    await node.pass(60_000);
    expect(node.outputs[0]).toHaveLength(before ?? 0);
  });

  test('lets ticks through unchanged, so that a row of nodes proves itself', async () => {
    const tick = { kind: 'tick', received: 5 };
    await node.receive(tick);
    expect(node.outputs[2]).toMatchObject([tick]);
    expect(node.outputs[0]).toEqual([]);
  });

  test('shows what goes on', async () => {
    await node.receive(face('front'));
    expect(node.status()).toMatchObject({ fill: 'green' });
    await every(2, face('left'));
    expect(node.status()).toMatchObject({ fill: 'yellow', shape: 'ring' });
    await every(31, face('left'));
    expect(node.status()).toMatchObject({ fill: 'red', shape: 'dot' });
  });
});

const bed = (state: string) => ({ ...about, kind: 'occupied', payload: state });

describe('a position in a bed', () => {
  beforeEach(async () => {
    node = await runNode(register, 'duration-alert', position, 3);
  });
  const both = async (seconds: number, occupied: string) => {
    for (let second = 0; second < seconds; second++) {
      await node.receive(bed(occupied));
      await every(1, face('not_visible'));
    }
  };

  test('that is empty is none, and one that was raised ends', async () => {
    await both(60, 'OFF');
    expect(events()).toEqual([]);
    await both(31, 'ON');
    expect(events()).toEqual(['raised']);
    await both(4, 'OFF');
    expect(events()).toEqual(['raised', 'resolved']);
  });

  test('of which nobody knows whether it is empty counts', async () => {
    await both(31, 'unknown');
    expect(events()).toEqual(['raised']);
  });

  test('that was said to be empty long ago counts: the sensor is silent', async () => {
    await node.receive(bed('OFF'));
    await every(45, face('not_visible'));
    expect(events()).toEqual(['raised']);
  });
});

describe('configured by a message', () => {
  beforeEach(async () => {
    node = await runNode(register, 'duration-alert', position, 3);
  });

  test('holds at once, also for what is pending', async () => {
    await every(12, face('left'));
    await node.receive(Object.assign({ configure: { duration: 10, durationType: 'num' } }));
    expect(events()).toEqual(['raised']);
  });

  test.each([
    ['duration', { duration: 'soon', durationType: 'num' }],
    ['comparison', { comparison: 'roughly' }],
    ['speed', { speed: 3 }],
    ['alertType', { alertType: 'crying' }],
    ['configure', 'faster'],
  ])('a wrong %s is refused by name, and the old one stays', async (field, configure) => {
    await node.receive(Object.assign({ configure }));
    expect(node.complaints.join()).toContain(field);
    await every(29, face('left'));
    expect(events()).toEqual([]);
    await every(2, face('left'));
    expect(events()).toEqual(['raised']);
  });
});

describe('outside of a cradle', () => {
  const freezer = {
    ...fever,
    alertType: 'custom',
    title: 'Freezer warm',
    reading: 'any',
    property: 'payload.celsius',
    threshold: '-10',
    thresholdType: 'num',
    duration: '60',
    hysteresis: '0',
    hysteresisType: 'num',
    whileOccupied: false,
  };
  const celsius = (degrees: number, topic = 'freezer/cellar') => ({ topic, payload: { celsius: degrees } });

  test('any topic has its own alert, which is acknowledged by a message', async () => {
    node = await runNode(register, 'duration-alert', freezer, 3);
    for (let second = 0; second <= 61; second++) {
      await node.receive(celsius(-5));
      await node.receive(celsius(-18, 'freezer/kitchen'));
      await node.pass(1000);
    }
    expect(node.outputs[1]).toMatchObject([
      { topic: 'freezer/cellar', payload: { event_type: 'raised', message: 'Freezer warm: -5 for 1 min' } },
    ]);
    await node.receive(
      Object.assign({ topic: 'freezer/cellar', command: { action: 'acknowledge', by: 'Jun' } }),
    );
    await node.receive(Object.assign({ topic: 'freezer/cellar', command: { action: 'shout' } }));
    expect(node.complaints.join()).toContain('action');
    await node.receive(celsius(-18));
    expect(events()).toEqual(['raised', 'acknowledged', 'resolved']);
  });
});

test('a configuration of version 1 goes on as it was, and one from the future is refused', async () => {
  const { whileOccupied: _new, title: _title, version: _version, ...first } = position;
  node = await runNode(register, 'duration-alert', { ...first, version: 1 }, 3);
  await node.receive(bed('OFF'));
  await every(31, face('left'));
  expect(events()).toEqual(['raised']);
  await node.end();
  node = await runNode(register, 'duration-alert', { ...position, version: 9 }, 3);
  expect(node.complaints.join()).toContain('version');
});

describe('a fever', () => {
  beforeEach(async () => {
    node = await runNode(register, 'duration-alert', fever, 3);
  });

  test('is raised at once above 38.0 °C, and ends 0.2 °C below', async () => {
    await every(1, temperature(38.0));
    await every(1, temperature(38.1));
    await every(3, temperature(37.9));
    expect(states()).toEqual(['idle', 'active']);
    expect(lastAlert()).toMatchObject({ value: 38.1, message: expect.stringContaining('38.1') });
    await every(1, temperature(37.8));
    expect(events()).toEqual(['raised', 'resolved']);
  });

  test('comes back within five minutes as pending with blocked_until, and is raised when that ends', async () => {
    await every(1, temperature(38.6));
    await every(1, temperature(37.0));
    await every(1, temperature(38.6));
    expect(lastAlert().state).toBe('pending');
    expect(Date.parse(lastAlert().blocked_until) - Date.parse(lastAlert().since)).toBe(298_000);
    await every(299, temperature(38.6));
    expect(events()).toEqual(['raised', 'resolved', 'raised']);
  });
});

test.each([
  ['alertType', { alertType: 'hunger' }],
  ['comparison', { comparison: 'roughly' }],
  ['duration', { duration: 'soon', durationType: 'num' }],
  ['gap', { gap: 'no_such_setting' }],
])('a wrong %s is refused with its name, and the node says so', async (field, wrong) => {
  node = await runNode(register, 'duration-alert', { ...position, ...wrong }, 3);
  expect(node.complaints.join()).toContain(field);
  expect(node.status()).toMatchObject({ fill: 'red' });
});
