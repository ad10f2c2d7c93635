/**
 * CPU and time of one window of sound: the agent's (log-mel of Meyda's spectra, and the network), beside the same work
 * done in Python with librosa as in the original, in one run.
 *
 *     node bench/cry/speed.ts [--windows 200] [--python PATH]
 *
 * PATH is a Python that has bench/cry/requirements.txt; without it only the agent is measured. Exits with 1 when a window
 * takes more than 20 ms, or more CPU than Python's.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createCryDetector } from '@smart-cradle/agent/detection/cry/cry-detector';
import { HOP, LogMel, SAMPLE_RATE, WINDOW } from '@smart-cradle/agent/detection/cry/features';

/** Windows that the neighbours of the original remember: as many as agent/training has. */
const KNOWN = 4_000;
/** ms that a window may take. */
const LIMIT = 20;
const WARM_UP = 5;

interface Cost {
  /** ms a window. */
  cpu: number;
  wall: number;
}

const { values } = parseArgs({
  options: { windows: { type: 'string', default: '200' }, python: { type: 'string' } },
});
const windows = Number(values.windows);
if (!Number.isInteger(windows) || windows < 1)
  throw new Error(`--windows (${values.windows}): must be 1 or more`);

/** Sound without an end, of which the agent hears the last two seconds each second. */
const sound = Float32Array.from({ length: 64 * SAMPLE_RATE }, () => (Math.random() - 0.5) * 0.3);
/** The window that ends about this second after the first, where a frame of the spectra ends. */
function windowAt(second: number): Float32Array {
  const first = Math.floor((second * SAMPLE_RATE) / HOP) * HOP;
  return sound.slice(first, first + WINDOW);
}
/** Windows until it begins anew. */
const ROUND = 62;

async function costOf(judge: (sound: Float32Array) => unknown): Promise<Cost> {
  const next = (index: number) => windowAt(index % ROUND);
  for (let index = 0; index < WARM_UP; index++) await judge(next(index));
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (let index = 0; index < windows; index++) await judge(next(index));
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1_000 / windows, wall: (performance.now() - began) / windows };
}

async function python(path: string): Promise<Cost> {
  const script = fileURLToPath(new URL('speed.py', import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { stdout } = await promisify(execFile)(path, [script, String(windows), String(KNOWN)], { env });
  return JSON.parse(stdout) as Cost;
}

const detector = await createCryDetector();
const logMel = new LogMel();
const rows: [name: string, cost: Cost][] = [
  ['agent: log-mel alone', await costOf((window) => logMel.of(window))],
  ['agent: log-mel and network', await costOf((window) => detector.analyse(window))],
];
if (values.python) rows.push(['Python: librosa MFCC and 5 neighbours', await python(values.python)]);
await detector.close();
for (const [name, { cpu, wall }] of rows)
  console.log(`${name}: ${cpu.toFixed(2)} ms CPU, ${wall.toFixed(2)} ms a window`);
const [, [, agent] = ['', { cpu: 0, wall: 0 }], theirs] = rows;
if (agent.wall > LIMIT || (theirs && agent.cpu > theirs[1].cpu)) {
  console.log(`MISSED: at most ${LIMIT} ms${theirs ? " and at most Python's CPU" : ''}`);
  process.exitCode = 1;
}
