import { AVAILABILITY_PARTS } from '@smart-cradle/protocol/availability';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { expect, it } from 'vitest';
import { Availability } from './availability.ts';
import { Problems } from './problems.ts';

const topics = cradleTopics('a');
const log = { debug() {}, info() {}, warn() {}, error() {} };

function started() {
  const told = new Map<string, Record<string, unknown>>();
  let count = 0;
  const state = (topic: string, payload: string | Buffer) => {
    count += 1;
    told.set(topic, JSON.parse(String(payload)));
  };
  const outlets = {
    topics,
    outbox: { state, live: state, picture: state },
    stamp: () => ({ date: new Date(count * 1_000), simulated: false }),
  };
  const problems = new Problems(outlets);
  const availability = new Availability(outlets, problems, log);
  problems.start();
  return {
    availability,
    problems: () => told.get(topics.problems),
    camera: () => told.get(topics.availabilityOf('camera')),
    count: () => count,
  };
}

it('says in a line what is offline, and does not call online what is not there', () => {
  const { availability } = started();
  for (const part of AVAILABILITY_PARTS) availability.set(part, 'not_configured');
  expect(availability.summary).toBe('no device is configured');
  availability.set('camera', null);
  expect(availability.summary).toBe('all parts are online');
  availability.set('camera', 'frozen');
  expect(availability.summary).toBe('offline: camera (frozen)');
});

it('tells why a part is offline in the words of its program, and for how long', () => {
  const { availability, camera, problems, count } = started();
  availability.set('camera', null);
  expect(problems()).toEqual({ state: 'OFF', problems: {} });
  availability.set('camera', 'disconnected');
  const since = camera()?.since;
  availability.explain('camera', 'cam: Connection refused');
  expect(camera()).toEqual({
    state: 'offline',
    reason: 'disconnected',
    since,
    detail: 'cam: Connection refused',
  });
  expect(problems()).toEqual({ state: 'ON', problems: { camera: 'disconnected: cam: Connection refused' } });
  const before = count();
  availability.set('camera', 'disconnected');
  availability.explain('camera', 'cam: Connection refused');
  expect(count()).toBe(before);
  availability.explain('camera', '');
  availability.set('camera', null);
  expect(camera()).toMatchObject({ state: 'online', reason: null });
  expect(camera()).not.toHaveProperty('detail');
  expect(problems()).toEqual({ state: 'OFF', problems: {} });
});

it('counts no darkness, no missing device and no consequence as a problem', () => {
  const { availability, problems } = started();
  availability.set('servo', 'not_configured');
  availability.set('camera', null);
  availability.set('direction', 'too_dark');
  expect(problems()).toMatchObject({ state: 'OFF' });
  availability.set('camera', 'frozen');
  availability.set('direction', 'frozen');
  expect(problems()).toEqual({ state: 'ON', problems: { camera: 'frozen' } });
  availability.set('camera', null);
  availability.set('direction', 'detector_stuck');
  expect(problems()).toEqual({ state: 'ON', problems: { direction: 'detector_stuck' } });
});
