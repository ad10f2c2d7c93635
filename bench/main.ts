/** Runs benchmarks by name, one after another, with the memory settings that the agent is started with. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Each with its file, and whether it belongs to a run without names. */
const BENCHMARKS: Record<string, { file: string; usual: boolean }> = {
  'face-accuracy': { file: 'face/accuracy.ts', usual: true },
  'face-speed': { file: 'face/speed.ts', usual: true },
  'all-detectors': { file: 'all-detectors.ts', usual: true },
  simulation: { file: 'simulation.ts', usual: true },
  alerts: { file: 'alerts/throughput.ts', usual: true },
  'alerts-kill': { file: 'alerts/kill.ts', usual: false },
  palette: { file: 'palette/plain-node-red.ts', usual: false },
  soak: { file: 'soak.ts', usual: false },
};

const [name, ...options] = process.argv.slice(2);
const names = Object.keys(BENCHMARKS);
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
