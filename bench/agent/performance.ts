/**
 * How soon the agent gives its first readings, and what the whole of it costs at 10 pictures a second: a simulated baby,
 * a real broker, detection included. The simulator's own programs are not counted: they stand for the devices.
 * Run: node bench/agent/performance.ts [--seconds 30]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { AgentProcess, Ear } from '../../agent/test/agent-process.ts';
import { Mosquitto } from '../../agent/test/mosquitto.ts';

/** Clock ticks a second of /proc, the same on all Linux systems that Node.js runs on. */
const TICKS = 100;
const ARDUINO = fileURLToPath(new URL('../../agent/src/simulator/arduino-main.ts', import.meta.url));

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' } } });
const seconds = Number(values.seconds);
const topics = cradleTopics('a');
const broker = await Mosquitto.start();
const ear = await Ear.listen(broker.url);
const link = join(broker.folder, 'ttyACM0');
const arduino: ChildProcess = spawn(process.execPath, [ARDUINO, '--link', link], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => arduino.stdout?.once('data', resolve));
const agent = new AgentProcess({
  uuid: 'a',
  source: 'simulated',
  mqtt: { url: broker.url },
  serial: { path: link },
  camera: { rate: 10 },
});

/** Seconds on the processor. */
function used(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** MiB. */
function memory(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(text)?.[1]) / 1_024);
}

try {
  const begun = performance.now();
  agent.start();
  const first = await Promise.all(
    [topics.temperature, topics.direction, topics.crying].map(async (topic) => {
      const { at } = await ear.hear(topic, (message) => message.topic === topic, begun, 60_000);
      return `${topic.split('/').at(-1)} ${((at - begun) / 1_000).toFixed(1)} s`;
    }),
  );
  console.log(`start to first reading: ${first.join(', ')}`);
  await delay(10_000);
  const before = used(agent.pid);
  const since = performance.now();
  await delay(seconds * 1_000);
  const share = (used(agent.pid) - before) / ((performance.now() - since) / 1_000);
  const { payload } = await ear.hear(
    'diagnostics',
    ({ topic }) => topic === topics.diagnostics,
    since,
    40_000,
  );
  const { frame_rate } = JSON.parse(String(payload));
  console.log(`analysed pictures a second: ${frame_rate}`);
  console.log(`processor, of one core: ${(share * 100).toFixed(0)} % over ${seconds} s`);
  console.log(`memory: ${memory(agent.pid, 'VmRSS')} MiB, at most ${memory(agent.pid, 'VmHWM')} MiB`);
  console.log(`load of this machine meanwhile: ${loadavg()[0]?.toFixed(1)}`);
} finally {
  await agent.remove();
  arduino.kill();
  await ear.close();
  await broker.remove();
}
