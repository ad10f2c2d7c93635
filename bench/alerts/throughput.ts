/**
 * How many cradles can one Node-RED serve? `node bench/alerts/throughput.ts [cradles…]`
 *
 * Each cradle sends three readings a second (temperature, direction, crying), as an agent does. Every second one of them
 * has a fever, which is raised without a duration: the delay is from the publishing of that reading to the event that
 * the broker gets. Node-RED runs on one core; broker, publisher and listener share the others.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { Rules, startBus } from './node-red.ts';

const sizes = process.argv.slice(2).map(Number);
const SIZES = sizes.length > 0 ? sizes : [1, 10, 50, 100, 200, 400, 800];
const SECONDS = 20;
/** Milliseconds of median delay beyond which no more cradles are tried. */
const LIMIT = 100;

const bus = await startBus();
const rules = new Rules(bus, 32_481);

/** When the fever of a cradle was published, and who is waiting for its event. */
const fevers = new Map<string, number>();
const delays: number[] = [];
bus.client.on('message', (topic, payload) => {
  const uuid = topic.split('/')[1] ?? '';
  const since = fevers.get(uuid);
  if (since === undefined || !payload.includes('"raised"')) return;
  fevers.delete(uuid);
  delays.push(performance.now() - since);
});
await bus.client.subscribeAsync('cradle/+/event', { qos: 0 });

function publish(uuid: string, celsius: number): void {
  const topics = cradleTopics(uuid);
  bus.client.publish(topics.temperature, `{"temperature":"${celsius.toFixed(1)}"}`);
  bus.client.publish(topics.direction, '{"direction":"정면 유지 중"}');
  bus.client.publish(topics.crying, '{"status":"Silent"}');
}

/** Publishes for all cradles over one second, evenly; `fever` is the index of the one that has it. */
async function second(cradles: readonly string[], fever: number): Promise<void> {
  const begin = performance.now();
  const slices = 20;
  for (let slice = 0; slice < slices; slice++) {
    for (let index = slice; index < cradles.length; index += slices) {
      const uuid = cradles[index] ?? '';
      if (index === fever) fevers.set(uuid, performance.now());
      publish(uuid, index === fever ? 38.6 : 36.6);
    }
    const wait = begin + ((slice + 1) * 1000) / slices - performance.now();
    if (wait > 0) await delay(wait);
  }
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

try {
  await rules.start();
  const empty = rules.memory();
  console.log(
    'cradles  readings/s  delay p50  p95  max (ms)  lost  core  cpu/reading (ms)  memory/cradle (kB)',
  );
  for (const size of SIZES) {
    const cradles = Array.from({ length: size }, (_, index) => `bench-${size}-${index}`);
    // Every new cradle is introduced to the broker with some 60 retained messages: until that is done.
    const probe = size - 1;
    await second(cradles, probe);
    for (let n = 0; n < 120 && fevers.size > 0; n++) await second(cradles, -1);
    for (let n = 0; n < 3; n++) await second(cradles, -1);
    delays.length = 0;
    fevers.clear();
    const cpu = rules.cpu();
    const begin = performance.now();
    for (let n = 0; n < SECONDS; n++) await second(cradles, n < probe ? n : -1);
    await delay(1000);
    const used = rules.cpu() - cpu;
    const share = used / ((performance.now() - begin) / 1000);
    const each = (used * 1000) / (size * 3 * SECONDS);
    const sorted = delays.toSorted((a, b) => a - b);
    const memory = ((rules.memory() - empty) * 1024) / size;
    const figures = [0.5, 0.95, 1].map((part) => at(sorted, part).toFixed(0));
    console.log(
      `${size}\t${size * 3}\t${figures.join('\t')}\t${fevers.size}\t${(share * 100).toFixed(0)} %\t${each.toFixed(2)}\t${memory.toFixed(0)}`,
    );
    for (const uuid of cradles)
      bus.client.publish(cradleTopics(uuid).command, '{"action":"forget"}', { qos: 1 });
    await delay(1500);
    if (!(at(sorted, 0.5) < LIMIT)) break;
  }
  // As fast as it goes: a burst, and a fever at its end.
  const burst = 20_000;
  fevers.clear();
  delays.length = 0;
  for (let n = 0; n < burst / 3; n++) publish(`burst-${n % 10}`, 36.6);
  const uuid = 'burst-0';
  fevers.set(uuid, performance.now());
  const begin = performance.now();
  const before = rules.cpu();
  publish(uuid, 39);
  while (fevers.size > 0 && performance.now() - begin < 120_000) await delay(10);
  const seconds = (performance.now() - begin) / 1000;
  // What a core of its own would do, also on a machine that has other work.
  const perCore = burst / (rules.cpu() - before);
  console.log(
    `a burst of ${burst} readings of 10 cradles: ${(burst / seconds).toFixed(0)} readings/s, ` +
      `${perCore.toFixed(0)} a second of one core`,
  );
} finally {
  await rules.end();
  await bus.close();
}
