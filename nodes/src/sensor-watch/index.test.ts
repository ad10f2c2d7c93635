import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningNode, runNode } from '../testing/flow-runner.ts';
import register from './index.ts';

const cradle = 'cradle-abc-123';
/** The rules' clock as cradle reading stamps messages with it. */
const received = () => performance.timeOrigin + performance.now();
const about = () => ({ topic: '', cradle, received: received() });
const messages = {
  temperature: () => ({ ...about(), kind: 'temperature', payload: { temperature: 36.5 } }),
  direction: () => ({ ...about(), kind: 'direction', payload: { state: 'front' } }),
  crying: () => ({ ...about(), kind: 'crying', payload: { status: 'Silent' } }),
  camera: () => ({ ...about(), kind: 'camera', payload: Buffer.from([0xff, 0xd8, 0xff]) }),
};
type Part = keyof typeof messages;
const ALL: Part[] = ['temperature', 'direction', 'crying', 'camera'];
const availability = (payload: string) => ({ ...about(), kind: 'availability', payload });
const part = (name: string, state: string, reason: string | null) => ({
  ...about(),
  kind: 'availabilityOf',
  part: name,
  payload: { state, reason, since: '2026-01-01T00:00:00Z' },
});
const broker = (text: string) => Object.assign({ status: { fill: '', text, source: {} } });

let node: RunningNode;
beforeEach(async () => {
  node = await runNode(register, 'sensor-watch', { silence: '5', version: 1 }, 3);
});
afterEach(() => node.end());

async function live(seconds: number, parts: Part[] = ALL): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    for (const one of parts) await node.receive(messages[one]());
    await node.pass(1000);
  }
}
interface Out {
  payload: { type: string; state: string; event_type: string; message: string; value: unknown };
}
const outs = (index: number) => (node.outputs[index] ?? []) as unknown as Out[];
const states = (type: string) =>
  outs(0).flatMap(({ payload }) => (payload.type === type ? [payload.state] : []));
const rang = () => outs(1).map(({ payload }) => `${payload.event_type} ${payload.type}`);

describe('a cradle that falls silent', () => {
  test('is shown after five seconds and rings at sixty, once, as one cause', async () => {
    await live(10);
    await node.pass(4_000);
    expect(states('agent_offline')).toEqual(['idle']);
    await node.pass(2_000);
    expect(states('agent_offline')).toEqual(['idle', 'pending']);
    await node.pass(52_000);
    expect(rang()).toEqual([]);
    await node.pass(2_000);
    expect(rang()).toEqual(['raised agent_offline']);
    expect(states('sensor_lost')).toEqual(['idle']);
    await live(5);
    expect(rang()).toEqual(['raised agent_offline', 'resolved agent_offline']);
  });

  test('by its last will is shown at once', async () => {
    await node.receive(availability('online'));
    await live(3);
    await node.receive(availability('offline'));
    expect(states('agent_offline')).toEqual(['idle', 'pending']);
  });

  test('is missed after a restart of the rules, too', async () => {
    await live(3);
    await node.restart();
    await node.pass(66_000);
    expect(rang()).toEqual(['raised agent_offline']);
  });
});

describe('one sensor', () => {
  test.each<[Part, string]>([
    ['temperature', 'thermometer'],
    ['crying', 'microphone'],
    ['direction', 'direction'],
  ])('that sends no %s any more is lost by its name', async (silent, name) => {
    await live(5);
    await live(
      62,
      ALL.filter((one) => one !== silent),
    );
    expect(rang()).toEqual(['raised sensor_lost']);
    expect(outs(0).at(-1)?.payload).toMatchObject({ value: name });
  });

  test('the camera takes the face detection with it: one cause, one alert', async () => {
    await live(5);
    await live(62, ['temperature', 'crying']);
    expect(rang()).toEqual(['raised sensor_lost']);
    expect(outs(0).at(-1)?.payload).toMatchObject({ value: 'camera' });
  });

  test('that is not there at all, or a dark room, wakes nobody', async () => {
    await node.receive(availability('online'));
    await node.receive(part('thermometer', 'offline', 'not_configured'));
    await node.receive(part('direction', 'offline', 'too_dark'));
    await live(120, ['crying', 'camera']);
    expect(rang()).toEqual([]);
  });

  test('that a cradle of the original protocol never had is not missed', async () => {
    await node.receive(messages.crying());
    await node.receive(part('thermometer', 'offline', 'no_data'));
    await live(70, ['crying']);
    expect(rang()).toEqual([]);
  });

  test('of a dead agent is not told beside it', async () => {
    await node.receive(availability('online'));
    await node.receive(part('camera', 'offline', 'disconnected'));
    await live(3, ['temperature', 'crying']);
    await node.receive(availability('offline'));
    await node.pass(70_000);
    expect(rang()).toEqual(['raised agent_offline']);
  });
});

describe('the broker', () => {
  test.each([
    ['stands still rings a minute after the last word, not after it was found out', 15_000, 43_000],
    ['goes long after the last cradle fell silent is missed from then on', 50_000, 58_000],
  ])('that %s', async (_, silent, later) => {
    await node.receive(broker('node-red:common.status.connected'));
    await live(5);
    await node.pass(silent);
    await node.receive(broker('node-red:common.status.disconnected'));
    await node.pass(later);
    expect(rang()).toEqual([]);
    await node.pass(3_000);
    expect(rang()).toEqual(['raised broker_offline']);
  });

  test('away, is told alone, however many cradles fall silent with it', async () => {
    await node.receive(broker('node-red:common.status.connected'));
    await live(5);
    await node.receive(broker('node-red:common.status.disconnected'));
    expect(outs(0).at(-1)).toMatchObject({
      topic: 'smart-cradle/alert/broker_offline',
      payload: { state: 'pending' },
    });
    // The last word came a second before.
    await node.pass(58_000);
    expect(rang()).toEqual([]);
    await node.pass(3_000);
    await node.pass(60_000);
    expect(rang()).toEqual(['raised broker_offline']);
    await node.receive(broker('node-red:common.status.connected'));
    await live(5);
    expect(rang()).toEqual(['raised broker_offline', 'resolved broker_offline']);
    expect(states('agent_offline')).toEqual(['idle']);
  });

  test('that stood still for a minute is the only cause, although it tells the last wills when it is back', async () => {
    await node.receive(broker('node-red:common.status.connected'));
    await node.receive(availability('online'));
    await live(5);
    await node.pass(15_000);
    expect(states('agent_offline')).toEqual(['idle', 'pending']);
    await node.receive(broker('node-red:common.status.disconnected'));
    await node.pass(50_000);
    await node.receive(broker('node-red:common.status.connected'));
    await node.receive(availability('offline'));
    await node.pass(3_000);
    await node.receive(availability('online'));
    await live(5);
    expect(rang()).toEqual(['raised broker_offline', 'resolved broker_offline']);
  });

  test('back without a cradle that had died before: it is missed since it died', async () => {
    await node.receive(broker('node-red:common.status.connected'));
    await node.receive(availability('online'));
    await live(5);
    await node.receive(availability('offline'));
    await node.pass(30_000);
    await node.receive(broker('node-red:common.status.disconnected'));
    await node.pass(20_000);
    await node.receive(broker('node-red:common.status.connected'));
    await node.receive(availability('offline'));
    await node.pass(8_000);
    expect(rang()).toEqual([]);
    await node.pass(4_000);
    expect(rang()).toEqual(['raised agent_offline']);
  });

  test('away for seconds, is shown and rings nobody', async () => {
    await node.receive(broker('node-red:common.status.connected'));
    await live(3);
    await node.receive(broker('node-red:common.status.connecting'));
    await node.pass(20_000);
    await node.receive(broker('node-red:common.status.connected'));
    await live(10);
    expect(states('broker_offline')).toEqual(['idle', 'pending', 'idle']);
    expect(rang()).toEqual([]);
  });
});

test('a silence that is none is refused by name', async () => {
  await node.end();
  node = await runNode(register, 'sensor-watch', { silence: '0', version: 1 }, 3);
  expect(node.complaints.join()).toContain('silence');
});

describe('configured by a message', () => {
  test('a longer silence holds at once', async () => {
    await live(3);
    await node.receive(Object.assign({ configure: { silence: 30 } }));
    await node.pass(20_000);
    expect(states('agent_offline')).toEqual(['idle']);
    await node.pass(15_000);
    expect(states('agent_offline')).toEqual(['idle', 'pending']);
  });

  test.each([
    ['silence', { silence: 0 }],
    ['silence', { silence: 'long' }],
    ['speed', { silence: 30, speed: 3 }],
    ['configure', 'longer'],
  ])('a wrong %s is refused by name, and the old one stays', async (field, configure) => {
    await live(3);
    await node.receive(Object.assign({ configure }));
    expect(node.complaints.join()).toContain(field);
    await node.pass(7_000);
    expect(states('agent_offline')).toEqual(['idle', 'pending']);
  });
});
