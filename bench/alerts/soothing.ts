/**
 * kill -9 of Node-RED while it soothes: how long does the motor run on? `node bench/alerts/soothing.ts [times]`, 5 by
 * default; each takes about 30 s. The motor's part of the agent is the real one, its serial line is none.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Rocking } from '@smart-cradle/agent/entities/rocking';
import { Inbox } from '@smart-cradle/agent/mqtt/inbox';
import { Rejections } from '@smart-cradle/agent/mqtt/rejections';
import { servoStateMessage } from '@smart-cradle/protocol/messages';
import { parseMessage } from '@smart-cradle/protocol/parse-message';
import { type SoothingRun, soothingRunMessage } from '@smart-cradle/protocol/soothing';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { Rules, startBus } from './node-red.ts';

const times = Number(process.argv[2] ?? 5);
/** Milliseconds within which the motor stands still. */
const LIMIT = 10_000;

const bus = await startBus();
const rules = new Rules(bus, 32_484);
const topics = cradleTopics('soothed');
let motor = { state: 'off', by: null as string | null, at: 0 };
const runs: SoothingRun[] = [];
const log = { debug() {}, info() {}, warn() {}, error: console.error };
const rejections = new Rejections(log);
const inbox = new Inbox(rejections);
const rocking = new Rocking({
  outlets: {
    topics,
    outbox: {
      state(topic, payload) {
        const { state, by } = servoStateMessage.parse(JSON.parse(payload));
        if (state !== motor.state || by !== motor.by) motor = { state, by, at: performance.now() };
        bus.client.publish(topic, payload, { retain: true, qos: 1 });
      },
      live() {},
      picture() {},
    },
    stamp: () => ({ date: new Date(), simulated: true }),
  },
  inbox,
  rejections,
  log,
  write: () => true,
  longestRun: () => 15,
  level: () => 2,
  onState() {},
});
bus.client.on('message', (topic, payload, { retain }) => {
  if (topic === topics.servo) inbox.take(topic, payload, retain);
  const run = topic === topics.soothingRun ? parseMessage(soothingRunMessage, payload) : undefined;
  if (run?.ok) runs.push(run.value);
});
await bus.client.subscribeAsync([topics.servo, topics.soothingRun], { qos: 1 });
rocking.start();
bus.client.publish(topics.availability, 'online', { retain: true, qos: 1 });
let status = 'Silent';
const beat = setInterval(() => {
  bus.client.publish(topics.crying, JSON.stringify({ status }));
  bus.client.publish(topics.direction, '{"direction":"정면 유지 중"}');
  bus.client.publish(topics.temperature, '{"temperature":"36.6"}');
}, 500);
const press = (action: string) =>
  bus.client.publish(topics.servo, JSON.stringify({ action, by: 'parent' }), { qos: 1 });

async function until(what: string, holds: () => boolean, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await delay(5);
  }
}

let wrong = 0;
try {
  await rules.start();
  await delay(4000);
  bus.client.publish(topics.command, '{"action":"soothing","state":"on"}', { qos: 1 });
  for (let done = 0; done < times; done++) {
    status = 'Crying';
    const begun = performance.now();
    await until('rocked', () => motor.state === 'on' && motor.by === 'soothing', 30_000);
    const rocked = motor.at - begun;
    await delay(Math.random() * LIMIT);
    const told = runs.length;
    const killed = performance.now();
    await rules.kill();
    await until('still', () => motor.state === 'off', 2 * LIMIT);
    const still = motor.at - killed;
    // A parent's own start needs no rules, and runs on without them.
    press('start');
    await delay(LIMIT + 2000);
    const byHand = motor.state === 'on' && motor.by === 'parent';
    press('stop');
    status = 'Silent';
    await rules.start();
    await until('the run is told of', () => runs.length > told, 10_000);
    const good = still <= LIMIT + 100 && byHand && runs.at(-1)?.reason === 'rules_lost';
    if (!good) wrong++;
    console.log(
      `rocked ${(rocked / 1000).toFixed(1)} s after the crying began; still ${(still / 1000).toFixed(1)} s after the kill; ` +
        `by hand ${byHand ? 'on' : 'OFF'}; the run ended for ${runs.at(-1)?.reason}${good ? '' : '  WRONG'}`,
    );
    await delay(3000);
  }
} finally {
  clearInterval(beat);
  rocking.stop();
  await rules.end();
  await bus.close();
}
console.log(`${times - wrong} of ${times} stood still within ${LIMIT / 1000} s`);
process.exitCode = wrong > 0 ? 1 : 0;
