/**
 * How many cradles can one Node-RED serve? `node bench/alerts/throughput.ts [cradles…]`
 *
 * Each cradle sends three readings a second (temperature, direction, crying), as an agent does. Every half second one of
 * them has a fever, which is raised at once, or begins to cry, which is raised after {@link CRYING_FOR}. The delay is
 * from the publishing of that reading, plus the duration of the rule, to the event that the broker gets. Node-RED runs
 * on one core, anew for each number of cradles; broker, publisher and listener share the others. Ends with an error when
 * an event was lost or nothing was measured.
 */
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { type Bus, Rules, startBus } from './node-red.ts';

const PORT = 32_481;
const sizes = process.argv.slice(2).map(Number);
const wrong = sizes.find((size) => !Number.isInteger(size) || size < 1);
if (wrong !== undefined) throw new Error(`cradles (${wrong}): must be a whole number, at least 1`);
const SIZES = sizes.length > 0 ? sizes : [1, 10, 100, 400];
/** Seconds that are measured. */
const SECONDS = 24;
/** Seconds of `crying_duration_threshold`. */
const CRYING_FOR = 1;
/** Milliseconds of delay, in 95 of 100 cases, up to which more cradles are tried. */
const LIMIT = 100;
/** What is wanted: milliseconds of delay, in 95 of 100 cases, at so many cradles. */
const AIM = { cradles: 100, delay: 50 };
/** Of Node-RED's core: beyond it nothing is left. */
const FULL = 0.97;
/** The search ends when it knows the number this exactly, and never goes beyond {@link MOST}. */
const EXACT = 1.15;
const MOST = 6400;
/** Milliseconds until an event counts as lost. */
const PATIENCE = 10_000;

type Kind = 'high_temperature' | 'crying';

interface Figures {
  size: number;
  /** Milliseconds, sorted. */
  delays: number[];
  /** Of the broker alone. */
  echoes: number[];
  lost: string[];
  /** Share of the core. */
  core: number;
  /** Milliseconds of processor time a reading. */
  each: number;
  /** MB. */
  memory: number;
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

function publish({ client }: Bus, uuid: string, kind?: Kind | 'well'): void {
  const topics = cradleTopics(uuid);
  client.publish(topics.temperature, `{"temperature":"${kind === 'high_temperature' ? '38.6' : '36.6'}"}`);
  client.publish(topics.direction, '{"direction":"정면 유지 중"}');
  client.publish(topics.crying, `{"status":"${kind === 'crying' ? 'Crying' : 'Silent'}"}`);
}

/** One Node-RED, one broker, and cradles that send a reading of each kind a second. */
class House {
  readonly #bus: Bus;
  readonly #rules: Rules;
  readonly #cradles: readonly string[];
  /** When the event of each case is due. */
  readonly #waiting = new Map<string, number>();
  readonly #delays: number[] = [];
  readonly #echoes: number[] = [];
  /** What each cradle sent last, and sends in its next seconds. */
  readonly #ill = new Map<string, Kind | 'well' | undefined>();
  readonly #plan = new Map<string, (Kind | 'well')[]>();

  constructor(bus: Bus, rules: Rules, size: number) {
    this.#bus = bus;
    this.#rules = rules;
    this.#cradles = Array.from({ length: size }, (_, index) => `bench-${index}`);
  }

  async listen(): Promise<void> {
    const { client } = this.#bus;
    client.on('message', (topic, payload) => {
      const now = performance.now();
      if (topic === 'bench/echo') {
        this.#echoes.push(now - Number(payload.toString()));
        return;
      }
      const uuid = topic.split('/')[1] ?? '';
      const event = JSON.parse(payload.toString()) as { event_type: string; type: string };
      const due = this.#waiting.get(`${uuid} ${event.type}`);
      if (due === undefined || event.event_type !== 'raised') return;
      this.#waiting.delete(`${uuid} ${event.type}`);
      this.#delays.push(now - due);
    });
    await client.subscribeAsync(['cradle/+/event', 'bench/echo'], { qos: 1 });
  }

  /** Publishes for all cradles over one second, evenly. */
  async second(): Promise<void> {
    const begin = performance.now();
    const slices = 20;
    for (let slice = 0; slice < slices; slice++) {
      if (slice % 10 === 5) this.#bus.client.publish('bench/echo', String(performance.now()));
      for (let index = slice; index < this.#cradles.length; index += slices) {
        const uuid = this.#cradles[index] ?? '';
        const kind = this.#plan.get(uuid)?.shift();
        const key = `${uuid} ${kind}`;
        // Only the first reading of a crying makes a case.
        if (kind && kind !== 'well' && this.#ill.get(uuid) !== kind) {
          const wait = kind === 'crying' ? CRYING_FOR * 1000 : 0;
          this.#waiting.set(key, performance.now() + wait);
        }
        this.#ill.set(uuid, kind);
        publish(this.#bus, uuid, kind);
      }
      const wait = begin + ((slice + 1) * 1000) / slices - performance.now();
      if (wait > 0) await delay(wait);
    }
  }

  /** Which cradle becomes ill in a second: over all seconds some fifty. */
  #nth(second: number, offset: number): string {
    return this.#cradles[(second * 7 + offset * 3) % this.#cradles.length] ?? '';
  }

  #ills(): Set<string> {
    return new Set(Array.from({ length: SECONDS }, (_, n) => [this.#nth(n, 0), this.#nth(n, 1)]).flat());
  }

  /** Two cradles become ill that are well now; they are well again afterwards, so that every case has its own event. */
  #infect(n: number): void {
    for (const offset of [0, 1]) {
      const uuid = this.#nth(n, offset);
      if ((this.#plan.get(uuid)?.length ?? 0) > 0) continue;
      const crying = (n + offset) % 2 === 0;
      this.#plan.set(uuid, crying ? ['crying', 'crying', 'crying', 'well'] : ['high_temperature', 'well']);
    }
  }

  /** Every new cradle is introduced to the broker with some 60 retained messages: until all are, and the ill have their settings. */
  async settle(): Promise<void> {
    const { client } = this.#bus;
    await this.second();
    for (const uuid of this.#ills()) {
      const { settingSet } = cradleTopics(uuid);
      for (const name of ['temperature_blocking', 'crying_blocking', 'crying_gap']) {
        client.publish(settingSet(name), '0', { qos: 1 });
      }
      client.publish(settingSet('crying_duration_threshold'), String(CRYING_FOR), { qos: 1 });
    }
    const last = this.#cradles.at(-1) ?? '';
    this.#plan.set(last, ['high_temperature', 'well']);
    await this.second();
    for (let n = 0; this.#waiting.size > 0; n++) {
      if (n > 180) throw new Error(`${this.#cradles.length} cradles: not introduced after ${n} s`);
      await this.second();
    }
    for (let n = 0; n < 5; n++) await this.second();
  }

  /** Resolves when the fever of the last cradle has been told. */
  async fever(): Promise<void> {
    const uuid = this.#cradles.at(-1) ?? '';
    const begin = performance.now();
    this.#waiting.set(`${uuid} high_temperature`, begin);
    publish(this.#bus, uuid, 'high_temperature');
    while (this.#waiting.size > 0) {
      if (performance.now() - begin > 120_000) throw new Error('the burst was not worked off in two minutes');
      await delay(5);
    }
  }

  async measure(): Promise<Figures> {
    this.#delays.length = 0;
    this.#echoes.length = 0;
    const size = this.#cradles.length;
    const cpu = this.#rules.cpu();
    const begin = performance.now();
    for (let n = 0; n < SECONDS; n++) {
      this.#infect(n);
      await this.second();
    }
    const used = this.#rules.cpu() - cpu;
    const took = (performance.now() - begin) / 1000;
    const ended = performance.now();
    while (this.#waiting.size > 0 && performance.now() - ended < PATIENCE) await this.second();
    return {
      size,
      delays: [...this.#delays],
      echoes: [...this.#echoes],
      lost: [...this.#waiting.keys()],
      core: used / took,
      each: (used * 1000) / (size * 3 * SECONDS),
      memory: this.#rules.memory(),
    };
  }
}

async function measure(size: number): Promise<Figures> {
  const bus = await startBus();
  const rules = new Rules(bus, PORT);
  const house = new House(bus, rules, size);
  try {
    await house.listen();
    await rules.start();
    await house.settle();
    return await house.measure();
  } finally {
    await rules.end();
    await bus.close();
  }
}

let alone: Figures | undefined;
/** @param asked Whether this number was asked for: the search goes where the flow is overrun, and loses there. */
function show(figures: Figures, asked: boolean): void {
  const { size, delays, echoes, lost, core, each, memory } = figures;
  if (size === 1) alone = figures;
  const own = alone && size > 1 ? (((memory - alone.memory) * 1024) / (size - 1)).toFixed(0) : '';
  const columns = [
    size,
    size * 3,
    ...[0.5, 0.95, 1].map((share) => at(delays, share).toFixed(1)),
    delays.length,
    lost.length,
    at(echoes, 0.95).toFixed(1),
    `${(core * 100).toFixed(0)} %`,
    each.toFixed(2),
    memory.toFixed(0),
    own,
  ];
  console.log(columns.map((column) => String(column).padStart(9)).join(''));
  if (lost.length > 0) {
    console.error(`LOST at ${size} cradles: ${lost.join(', ')}`);
    if (asked) process.exitCode = 1;
  }
  if (delays.length === 0) throw new Error(`${size} cradles: nothing was measured`);
}

/** Whether more cradles can be tried. */
function holds({ delays, core, lost }: Figures): boolean {
  return at(delays, 0.95) <= LIMIT && core < FULL && lost.length === 0;
}

/** As fast as it goes: readings of ten cradles, and a fever at their end. */
async function burst(): Promise<void> {
  const readings = 30_000;
  const bus = await startBus();
  const rules = new Rules(bus, PORT);
  const house = new House(bus, rules, 10);
  try {
    await house.listen();
    await rules.start();
    await house.settle();
    const cpu = rules.cpu();
    const begin = performance.now();
    for (let n = 0; n < readings / 3; n++) publish(bus, `bench-${n % 10}`);
    await house.fever();
    const seconds = (performance.now() - begin) / 1000;
    const perCore = readings / (rules.cpu() - cpu);
    console.log(
      `a burst of ${readings} readings of 10 cradles: ${(readings / seconds).toFixed(0)} a second, ` +
        `${perCore.toFixed(0)} a second of one core`,
    );
  } finally {
    await rules.end();
    await bus.close();
  }
}

console.log(
  `load ${loadavg().map((value) => value.toFixed(1))}; delays in ms, memory in MB, of a cradle in kB`,
);
const head = [
  'cradles',
  'read./s',
  'p50',
  'p95',
  'max',
  'events',
  'lost',
  'echo p95',
  'core',
  'ms/read.',
  'memory',
  'each',
];
console.log(head.map((column) => column.padStart(9)).join(''));
let good = 0;
const failed: number[] = [];
for (const size of SIZES) {
  const figures = await measure(size);
  show(figures, true);
  if (size === AIM.cradles) {
    const delay = at(figures.delays, 0.95);
    console.log(`aim: under ${AIM.delay} ms at ${size} cradles: ${delay < AIM.delay ? 'reached' : 'MISSED'}`);
  }
  if (holds(figures)) good = Math.max(good, size);
  else failed.push(size);
}
// One that failed below one that held was disturbed by something else.
let bad = failed.filter((size) => size > good).toSorted((a, b) => a - b)[0];
// How many until the delay is too long: doubled until it is, then halved in between.
while (bad === undefined || bad / good > EXACT) {
  const size = bad === undefined ? good * 2 : Math.round((good + bad) / 2);
  if (size > MOST) break;
  if (good === 0) break;
  const figures = await measure(size).catch((error: unknown) => {
    console.error(`${size} cradles: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  if (figures) show(figures, false);
  if (figures && holds(figures)) good = size;
  else bad = size;
}
console.log(
  bad === undefined
    ? `within ${LIMIT} ms up to ${good} cradles, and more were not tried`
    : `within ${LIMIT} ms up to ${good} cradles, not with ${bad}`,
);
await burst();
