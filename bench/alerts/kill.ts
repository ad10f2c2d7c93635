/**
 * kill -9 of Node-RED at random moments of an alert of 30 s: is it raised exactly once, at its second, or within one
 * second of being back? `node bench/alerts/kill.ts [times]`, 20 by default; each takes about 35 s.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { Rules, startBus } from './node-red.ts';

const times = Number(process.argv[2] ?? 20);
const DURATION = 30_000;
/** All at once, each with its own Node-RED: so many on one machine. */
const AT_ONCE = 2;

interface Outcome {
  killedAt: number;
  down: number;
  raised: number[];
  backAt: number;
}

async function once30(port: number): Promise<Outcome> {
  const bus = await startBus();
  const rules = new Rules(bus, port);
  const uuid = `kill-${port}`;
  const topics = cradleTopics(uuid);
  const raised: number[] = [];
  let begun: number | undefined;
  bus.client.on('message', (topic, payload) => {
    if (topic === topics.event && payload.includes('"raised"')) raised.push(performance.now());
    if (topic === topics.alert('crying') && payload.includes('"pending"')) begun ??= performance.now();
  });
  await bus.client.subscribeAsync([topics.event, topics.alert('crying')], { qos: 1 });
  let status = 'Silent';
  const beat = setInterval(() => bus.client.publish(topics.crying, JSON.stringify({ status })), 1000);
  try {
    await rules.start();
    await delay(2500);
    status = 'Crying';
    while (begun === undefined) await delay(5);
    const since = begun;
    const killedAt = Math.random() * DURATION;
    await delay(killedAt);
    await rules.kill();
    const killed = performance.now();
    await rules.start();
    const back = performance.now();
    await delay(Math.max(0, since + DURATION - performance.now()) + 4000);
    return {
      killedAt,
      down: back - killed,
      raised: raised.map((at) => at - since - DURATION),
      backAt: back - since - DURATION,
    };
  } finally {
    clearInterval(beat);
    await rules.end();
    await bus.close();
  }
}

let wrong = 0;
for (let done = 0; done < times; done += AT_ONCE) {
  const round = Array.from({ length: Math.min(AT_ONCE, times - done) }, (_, n) => once30(32_482 + n));
  for (const { killedAt, down, raised, backAt } of await Promise.all(round)) {
    const [late = Number.NaN] = raised;
    // A reading comes once a second: what is due is told with the first one after being back.
    const good = raised.length === 1 && late >= -50 && late <= Math.max(0, backAt) + 1000;
    if (!good) wrong++;
    console.log(
      `killed at ${(killedAt / 1000).toFixed(1)} s, down ${(down / 1000).toFixed(1)} s: raised ${raised.length} times, ` +
        `${(late / 1000).toFixed(2)} s after its second${good ? '' : '  WRONG'}`,
    );
  }
}
console.log(`${times - wrong} of ${times} raised exactly once, in time`);
process.exitCode = wrong > 0 ? 1 : 0;
