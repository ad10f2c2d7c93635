import { readFileSync } from 'node:fs';
import type { AlertType } from '@smart-cradle/protocol/alerts';
import type { DirectionState } from '@smart-cradle/protocol/direction';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkReading } from '../cradle-reading/reading-checker.ts';
import { endPauses, type KeptCradles, takeMessage } from '../cradle-settings/settings-keeper.ts';
import { checkConfig } from '../duration-alert/alert-config.ts';
import { DurationAlert } from '../duration-alert/duration-alert.ts';
import { SensorWatch } from '../sensor-watch/sensor-watch.ts';
import type { AlertOutput, EventOutput, RuleMessage } from '../shared/rule-message.ts';
import { createRulesClock } from '../shared/rules-clock.ts';
import type { StateFile } from '../shared/state-file.ts';
import type { KeptAlerts } from './alert-keeper.ts';

/**
 * A night of eight hours, second by second: what the baby did, and what should have rung. The rules are those of the
 * flow, with their settings as they come.
 */
const CRADLE = 'cradle-night';
const BEGIN = new Date(2026, 2, 1, 22, 0, 0).getTime();
const HOURS = 8;

/** `02:30:15` → seconds since the night began. */
function at(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  const day = (hours - 22 + 24) % 24;
  return day * 3600 + minutes * 60 + seconds;
}

interface Truth {
  crying: boolean;
  direction: DirectionState;
  /** undefined: the thermometer is lost. */
  temperature: number | undefined;
  occupied: boolean;
  agent: boolean;
}

const asleep: Truth = { crying: false, direction: 'front', temperature: 36.8, occupied: true, agent: true };

type Stretch = [from: string, seconds: number, change: (second: number) => Partial<Truth>];

const cries = () => ({ crying: true });
const turns = (direction: DirectionState) => () => ({ direction });

/** What happens; later ones lie over earlier ones. */
const night: Stretch[] = [
  // The bed is empty at first: nobody lies wrong in it, and no face is missed.
  ['22:00:00', 900, () => ({ occupied: false, direction: 'not_visible' })],
  // Fussing, twenty seconds: nothing.
  ['22:20:00', 20, cries],
  // Crying with breaths of four seconds in it.
  ['22:40:00', 70, (second) => ({ crying: second % 12 < 8 })],
  // It cries again within three minutes, and is calm before they are over: blocked.
  ['22:41:40', 45, cries],
  // A feed: crying, then a parent takes the baby ("I have the baby" at 23:31:00), and brings it back at 23:50.
  ['23:30:00', 75, cries],
  ['23:31:10', 18 * 60 + 50, () => ({ occupied: false, direction: 'not_visible', crying: false })],
  ['23:40:00', 60, cries],
  // Back, it looks away within the first minute, while monitoring still rests, and goes on afterwards.
  ['23:50:00', 120, turns('left')],
  // The head to the left for 25 s: nothing.
  ['00:10:00', 25, turns('left')],
  // Left, unseen, right: one position; with one look to the front that is shorter than the gap.
  ['00:30:00', 15, turns('left')],
  ['00:30:15', 1, turns('front')],
  ['00:30:16', 14, turns('not_visible')],
  ['00:30:30', 20, turns('right')],
  // The face is gone for 90 s: a position at 30 s, and not visible at 60 s.
  ['01:00:00', 90, turns('not_visible')],
  // A thermometer that flickers around 38.0: one fever.
  ['01:30:00', 240, (second) => ({ temperature: second % 2 === 0 ? 38.1 : 37.9 })],
  // The thermometer falls off for 40 s, and later for three minutes.
  ['02:00:00', 40, () => ({ temperature: undefined })],
  ['02:30:00', 180, () => ({ temperature: undefined })],
  // A fever of half an hour: it rings, and is repeated.
  ['03:00:00', 1790, () => ({ temperature: 38.6 })],
  // The agent dies for five minutes, while the baby cries.
  ['04:00:00', 300, () => ({ agent: false, crying: true })],
  // It dies in the middle of crying that would have rung: nobody knows whether it went on.
  ['04:30:00', 20, cries],
  ['04:30:20', 90, () => ({ agent: false })],
  // The last feed, shortly before the end.
  ['05:40:00', 31, cries],
];

/** What should ring, and when. */
const wanted: [clock: string, type: AlertType][] = [
  ['22:40:30', 'crying'],
  ['23:30:30', 'crying'],
  // Armed again a minute after the baby was back; since then it looks away for 30 s.
  ['23:51:30', 'abnormal_position'],
  ['00:30:30', 'abnormal_position'],
  ['01:00:30', 'abnormal_position'],
  ['01:01:00', 'face_not_visible'],
  ['01:30:00', 'high_temperature'],
  ['02:31:00', 'sensor_lost'],
  ['03:00:00', 'high_temperature'],
  ['04:01:00', 'agent_offline'],
  ['04:31:20', 'agent_offline'],
  ['05:40:30', 'crying'],
];

function truthAt(second: number): Truth {
  let truth = asleep;
  for (const [from, seconds, change] of night) {
    const since = second - at(from);
    if (since >= 0 && since < seconds) truth = { ...truth, ...change(since) };
  }
  return truth;
}

function noFile(): StateFile<KeptAlerts> {
  return { load: () => undefined, save: () => {} };
}

interface Rang {
  at: number;
  type: AlertType;
  event: string;
}

/** The rules of the flow, from messages of the broker to what rings. */
function runRules(rang: Rang[], second: () => number) {
  const clock = createRulesClock(1, {
    wall: () => Date.now(),
    steady: () => Date.now(),
    uptime: () => Date.now() - BEGIN,
    boot: () => 'one',
  });
  const send = (_alert: AlertOutput | null, event: EventOutput | null) => {
    if (event?.payload.type) {
      rang.push({ at: second(), type: event.payload.type, event: event.payload.event_type });
    }
  };
  const flow = JSON.parse(
    readFileSync(new URL('../../../flows/flows/rules.json', import.meta.url), 'utf8'),
  ) as { type: string }[];
  const alerts = flow
    .filter(({ type }) => type === 'duration-alert')
    .map(
      (config) =>
        new DurationAlert({ config: checkConfig(config), clock, language: 'en', file: noFile(), send }),
    );
  const watch = new SensorWatch({
    clock,
    language: 'en',
    silence: 5000,
    files: { agent: noFile(), sensor: noFile(), broker: noFile() },
    send,
  });
  let cradles: KeptCradles = {};
  const hand = (message: RuleMessage) => {
    for (const alert of alerts) alert.take(message);
    watch.take(message);
  };
  return {
    publish(topic: string, payload: unknown) {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const checked = checkReading(
        { topic: `cradle/${CRADLE}/${topic}`, payload: Buffer.from(text) },
        clock.now(),
      );
      if (!checked.ok) throw new Error(checked.reason);
      const outcome = takeMessage(cradles, checked.value, clock.now(), clock.wallTime);
      cradles = outcome.cradles;
      for (const message of [...outcome.announce, checked.value]) hand(message);
    },
    tick() {
      const ended = endPauses(cradles, clock.now(), clock.wallTime);
      cradles = ended.cradles;
      for (const message of ended.announce) hand(message);
      watch.tick();
    },
    stop() {
      for (const alert of alerts) alert.keeper.stop();
      watch.stop();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: BEGIN });
});
afterEach(() => {
  vi.useRealTimers();
});

test('what rang in a night is what should have, not one more and not one less', () => {
  const rang: Rang[] = [];
  const seconds = () => (Date.now() - BEGIN) / 1000;
  const rules = runRules(rang, seconds);
  for (let second = 0; second < HOURS * 3600; second++) {
    const truth = truthAt(second);
    if (truth.agent) {
      rules.publish('crying', { status: truth.crying ? 'Crying' : 'Silent' });
      rules.publish('direction', { direction: '', state: truth.direction });
      rules.publish('occupied', truth.occupied ? 'ON' : 'OFF');
      if (truth.temperature !== undefined) {
        rules.publish('temperature', { temperature: truth.temperature.toFixed(1) });
      }
    }
    if (second === at('23:31:00')) rules.publish('command', { action: 'pause', minutes: 60, by: 'Mina' });
    vi.advanceTimersByTime(1000);
    rules.tick();
  }
  rules.stop();

  const clock = (second: number) => new Date(BEGIN + Math.round(second) * 1000).toTimeString().slice(0, 8);
  const raised = rang.filter(({ event }) => event === 'raised').sort((a, b) => a.at - b.at);
  const said = (one: { at: number; type: string }) => `${clock(one.at)} ${one.type}`;
  // Each within a second of its time; the names first, so that a difference is readable.
  expect(raised.map(({ type }) => type)).toEqual(wanted.map(([, type]) => type));
  for (const [index, [when, type]] of wanted.entries()) {
    const off = (raised[index]?.at ?? 0) - at(when);
    expect(
      Math.abs(off),
      `${when} ${type}: ${said(raised[index] ?? { at: 0, type: 'nothing' })}`,
    ).toBeLessThanOrEqual(1);
  }
  // Whatever rang is over in the morning.
  const resolved = rang.filter(({ event }) => event === 'resolved').map(({ type }) => type);
  expect(resolved.toSorted()).toEqual(wanted.map(([, type]) => type).toSorted());
  // Half an hour of fever that nobody acknowledges is repeated every two minutes.
  const repeated = rang.filter(
    ({ event, type, at: when }) =>
      event === 'reminded' && type === 'high_temperature' && when > at('03:00:00'),
  );
  expect(repeated).toHaveLength(14);
});
