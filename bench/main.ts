/** Runs benchmarks by name, one after another, with the memory settings that the agent is started with. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Each with its file, what it measures, and whether it belongs to a run without names. */
const BENCHMARKS: Record<string, { file: string; what: string; usual?: true }> = {
  'face-accuracy': {
    file: 'face/accuracy.ts',
    what: 'direction and yaw on pictures of a portrait',
    usual: true,
  },
  'face-speed': { file: 'face/speed.ts', what: 'a picture, by turns with MediaPipe in Python', usual: true },
  'cry-accuracy': {
    file: 'cry/accuracy.ts',
    what: 'the cry model and the original method on recordings: --data',
  },
  'cry-speed': { file: 'cry/speed.ts', what: 'a window of sound, by turns with librosa in Python' },
  'all-detectors': { file: 'all-detectors.ts', what: 'processor and memory of all detectors', usual: true },
  simulation: { file: 'simulation.ts', what: 'detectors against the simulated baby', usual: true },
  soak: { file: 'soak.ts', what: 'whether the memory of the detectors stays flat: --minutes' },
  agent: {
    file: 'agent/performance.ts',
    what: 'start, processor and memory of the whole agent',
    usual: true,
  },
  faults: { file: 'agent/faults.ts', what: 'how soon each fault of a device is told and healed' },
  rubbish: { file: 'agent/rubbish.ts', what: 'whether the memory of the agent grows under bad messages' },
  alerts: { file: 'alerts/throughput.ts', what: 'readings and cradles that the flow takes', usual: true },
  'alerts-kill': { file: 'alerts/kill.ts', what: 'Node-RED killed in the middle of an alert' },
  'alerts-soothing': { file: 'alerts/soothing.ts', what: 'Node-RED killed while it soothes' },
  palette: { file: 'palette/plain-node-red.ts', what: 'the palette in a plain Node-RED 4 and 5' },
  'history-month': { file: 'history/month.ts', what: 'a month of readings: import, questions, memory' },
  'history-meaning': {
    file: 'history/meaning.ts',
    what: 'episodes and sleep against the truth of two weeks',
  },
  'history-kill': { file: 'history/kill.ts', what: 'database and writer killed while they write' },
  'history-kill-node-red': {
    file: 'history/kill-node-red.ts',
    what: 'Node-RED itself and the database killed while they write',
  },
  'card-delay': { file: 'cards/mqtt-to-screen.ts', what: 'from an MQTT message to the screen' },
  'card-rendering': { file: 'cards/rendering.ts', what: 'ten cradles on one page, and the first card' },
};

const [name, ...options] = process.argv.slice(2);
const names = Object.keys(BENCHMARKS);
if (name === '--help' || name === '-h') {
  console.log('npm run bench [-- NAME [options]]; without a name all that are marked with *\n');
  for (const each of names) {
    const { what, usual } = BENCHMARKS[each] ?? { what: '' };
    console.log(`${usual ? '*' : ' '} ${each.padEnd(16)} ${what}`);
  }
  process.exit(0);
}
if (name !== undefined && !BENCHMARKS[name]) {
  console.error(`benchmark (${name}): must be one of ${names.join(', ')}`);
  process.exit(2);
}
const wanted = name === undefined ? names.filter((each) => BENCHMARKS[each]?.usual) : [name];
for (const each of wanted) {
  console.log(`# ${each}`);
  const code = await run(BENCHMARKS[each]?.file ?? '', options);
  if (code !== 0) process.exitCode = 1;
}

function run(file: string, more: string[]): Promise<number | null> {
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=2', fileURLToPath(new URL(file, import.meta.url)), ...more],
    { stdio: 'inherit', env: { ...process.env, MALLOC_ARENA_MAX: '2', ORT_DISABLE_TELEMETRY: '1' } },
  );
  return new Promise((resolve) => child.on('close', resolve));
}
