/**
 * kill -9 of Node-RED itself, with all our flows and the real broker, of InfluxDB, and of both, at random moments: is
 * every reading that the flow acknowledged in the database, once?
 *
 * A reading is acknowledged when its message is done, which a complete node of Node-RED sees: cradle history lets it be
 * done when its row is on disk. Here such a node says so on MQTT.
 *
 *     npm run bench -- history-kill-node-red [--kills 30] [--cradles 60] [--port-base 28200]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { startInfluxServer } from '../../nodes/src/testing/influx-server.ts';
import { NodeRedProcess, startMosquitto } from './real-parts.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    cradles: { type: 'string', default: '60' },
    'port-base': { type: 'string', default: '28200' },
  },
});
const base = Number(values['port-base']);
const uuids = Array.from({ length: Number(values.cradles) }, (_, index) => `kill-${index}`);
const STORED = 'bench/stored';

/** What says on MQTT that a message is done, on the tab of the history itself: a complete node hears its own tab only. */
const WITNESS = [
  {
    id: 'kill-complete',
    type: 'complete',
    z: 'sc-history',
    name: '',
    scope: ['sc-history-write'],
    uncaught: false,
    x: 100,
    y: 700,
    wires: [['kill-text']],
  },
  {
    id: 'kill-text',
    type: 'change',
    z: 'sc-history',
    name: '',
    rules: [
      { t: 'set', p: 'topic', pt: 'msg', to: STORED, tot: 'str' },
      {
        t: 'set',
        p: 'payload',
        pt: 'msg',
        to: '{"kind": kind, "cradle": cradle, "level": payload.level, "received": received}',
        tot: 'jsonata',
      },
    ],
    x: 250,
    y: 700,
    wires: [['kill-out']],
  },
  {
    id: 'kill-out',
    type: 'mqtt out',
    z: 'sc-history',
    name: '',
    topic: '',
    qos: '1',
    retain: 'false',
    broker: 'smart-cradle-broker',
    x: 400,
    y: 700,
    wires: [],
  },
];

/** One reading that the flow said is stored. */
interface Acknowledged {
  cradle: string;
  /** Its number, negative: it travels as the sound level. */
  level: number;
  /** Milliseconds since 1970 UTC of its arrival. */
  received: number;
}

const server = await startInfluxServer();
const mosquitto = await startMosquitto(base);
const nodeRed = new NodeRedProcess(base + 1, base, server.address);
const acknowledged = new Map<string, Acknowledged>();
const key = (cradle: string, level: number) => `${cradle} ${level}`;
mosquitto.client.on('message', (_topic, payload) => {
  const { kind, ...one } = JSON.parse(payload.toString()) as Acknowledged & { kind?: string };
  if (kind === 'crying') acknowledged.set(key(one.cradle, one.level), one);
});
await mosquitto.client.subscribeAsync(STORED, { qos: 1 });

await nodeRed.start();
await nodeRed.stop();
const flows = JSON.parse(readFileSync(nodeRed.flowFile, 'utf8')) as object[];
writeFileSync(nodeRed.flowFile, JSON.stringify([...flows, ...WITNESS]));
await nodeRed.start();

// Each cradle speaks every third second, so that a machine that is busy seldom takes two of its readings in one.
let turn = 0;
let published = 0;
const beat = setInterval(() => {
  turn += 1;
  for (const uuid of uuids.filter((_, index) => index % 3 === turn % 3)) {
    const message = JSON.stringify({ status: 'Silent', probability: 0.1, level: -turn });
    mosquitto.client.publish(cradleTopics(uuid).crying, message);
    published += 1;
  }
}, 1000);

const kills = { nodeRed: 0, database: 0, both: 0 };
for (let done = 0; done < Number(values.kills); done++) {
  await delay(1000 + Math.random() * 10_000);
  const which = (['nodeRed', 'database', 'both'] as const)[Math.floor(Math.random() * 3)] ?? 'both';
  kills[which] += 1;
  const flow = which === 'database' ? undefined : nodeRed.kill();
  const database = which === 'nodeRed' ? undefined : server.kill();
  await Promise.all([flow, database]);
  const back = async () => {
    await delay(Math.random() * 3000);
    await server.start();
  };
  await Promise.all([flow && nodeRed.start(), database && back()]);
}
await delay(3000);
clearInterval(beat);
await delay(3000);

const all = [...acknowledged.values()];
type Row = { cradle: string; level: number | null; time: { getTime(): number } };
let rows: Row[] = [];
let missing = all;
for (let tries = 0; tries < 120 && missing.length > 0; tries++) {
  await delay(500);
  rows = await server.client
    .query<Row>('SELECT "level", "cradle" FROM "readings"."reading"', { precision: 'ms' })
    .catch(() => []);
  const there = new Set(rows.map(({ cradle, level }) => key(cradle, level ?? 0)));
  missing = all.filter(({ cradle, level }) => !there.has(key(cradle, level)));
}
/** A second holds one value of each kind: a later reading of the same second, or of the next few ms, takes its place. */
const bySecond = new Map(
  rows.map(({ cradle, level, time }) => [`${cradle} ${time.getTime() / 1000}`, level ?? 0]),
);
const replaced = missing.filter(({ cradle, level, received }) => {
  const second = Math.floor(received / 1000);
  return [second, second + 1].some((one) => (bySecond.get(`${cradle} ${one}`) ?? 0) < level);
});
for (const one of missing.filter((each) => !replaced.includes(each)))
  console.log('missing', JSON.stringify(one));
const levels = rows.filter(({ level }) => level !== null);
const doubled = levels.length - new Set(levels.map(({ cradle, level }) => key(cradle, level ?? 0))).size;
await nodeRed.end();
await mosquitto.end();
await server.end();
console.log(
  `kill -9: ${kills.nodeRed} × Node-RED, ${kills.database} × InfluxDB, ${kills.both} × both; published ${published}, acknowledged ${all.length}, missing ${missing.length - replaced.length}, doubled ${doubled}; ${replaced.length} of one second with a later one`,
);
process.exitCode = missing.length > replaced.length || doubled > 0 || all.length === 0 ? 1 : 0;
process.exit();
