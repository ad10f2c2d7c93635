/**
 * What takes minutes of the agent's faults: each sensor fault alone, a broker that is away for a minute, a clock that
 * jumps an hour, a slow link, and a hundred power cuts. Prints how long each took to be
 * told and to heal, and what the memory did. Needs ffmpeg, mosquitto and libfaketime.
 * Run: node bench/agent/faults.ts
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AvailabilityPart } from '@smart-cradle/protocol/availability';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { AgentProcess, Ear } from '../../agent/test/agent-process.ts';
import { Mosquitto } from '../../agent/test/mosquitto.ts';
import { NetworkDevices } from '../../agent/test/network-devices.ts';
import { valuesAfterPowerCuts } from '../../agent/test/power-cut.ts';
import { SlowLink } from '../../agent/test/slow-link.ts';

const topics = cradleTopics('a');
const broker = await Mosquitto.start();
const link = await SlowLink.open(broker.port);
const devices = await NetworkDevices.start();
const ear = await Ear.listen(broker.url);
const clock = join(broker.folder, 'clock');
writeFileSync(clock, '+0');
const [faketime = ''] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
if (!faketime) throw new Error('libfaketime is missing: apt-get install libfaketime');
const agent = new AgentProcess(
  {
    uuid: 'a',
    mqtt: { url: link.url },
    camera: { type: 'mjpeg', url: devices.camera, publish_frame: true },
    microphone: { type: 'file', device: devices.microphone },
  },
  { LD_PRELOAD: faketime, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', DONT_FAKE_MONOTONIC: '1' },
);

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

function memory(): number {
  return Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${agent.pid}/status`, 'utf8'))?.[1]) / 1_024,
  );
}

/** ms until it is told so; null: online. */
async function told(part: AvailabilityPart, reason: string | null, since: number): Promise<number> {
  const topic = topics.availabilityOf(part);
  const { at } = await ear.hear(
    `${part} ${reason}`,
    (message) => message.topic === topic && JSON.parse(String(message.payload)).reason === reason,
    since,
    60_000,
  );
  return at - since;
}

async function fault(
  name: string,
  part: AvailabilityPart,
  reason: string,
  begin: () => void,
  end: () => void,
) {
  let since = performance.now();
  begin();
  const shown = await told(part, reason, since);
  since = performance.now();
  end();
  const healed = await told(part, null, since);
  console.log(`${name}: ${reason} after ${seconds(shown)}, healed in ${seconds(healed)}, ${memory()} MiB`);
}

/** Longest pause between readings of a topic, ms. */
function longestPause(topic: string, from: number, to: number): number {
  const times = ear.messages.filter((each) => each.topic === topic && each.at >= from && each.at <= to);
  const all = [from, ...times.map(({ at }) => at), to];
  return Math.max(...all.slice(1).map((at, index) => at - (all[index] ?? at)));
}

/** What the diagnostics told of the pictures' reduction: only changes. */
function steps(since: number): string[] {
  let last: number | undefined;
  return ear.messages.flatMap(({ topic, at, payload }) => {
    if (topic !== topics.diagnostics || at < since) return [];
    const { link_step, link_latency } = JSON.parse(String(payload));
    if (link_step === last) return [];
    last = link_step;
    return [`step ${link_step} after ${seconds(at - since)} (latency ${link_latency} ms)`];
  });
}

/** How many pictures the broker got a second, and how large they were on average. */
function pictures(since: number): string {
  const heard = ear.messages.filter(({ topic, at }) => topic === topics.frame && at >= since);
  const bytes = heard.reduce((sum, { payload }) => sum + payload.length, 0);
  const rate = (heard.length * 1_000) / (performance.now() - since);
  return `${rate.toFixed(1)} frames a second of ${(bytes / 1_000 / (heard.length || 1)).toFixed(1)} kB`;
}

try {
  agent.start();
  await Promise.all((['camera', 'microphone', 'direction'] as const).map((part) => told(part, null, 0)));
  await delay(10_000);
  console.log(`at the beginning: ${memory()} MiB`);
  const camera = (show: typeof devices.show) => () => {
    devices.show = show;
  };
  const microphone = (sound: typeof devices.sound) => () => {
    devices.sound = sound;
  };
  await fault('camera frozen', 'camera', 'frozen', camera('frozen'), camera('moving'));
  await fault('camera black', 'camera', 'black', camera('black'), camera('moving'));
  await fault('camera sends nothing', 'camera', 'no_data', camera('nothing'), camera('moving'));
  await fault('microphone silent', 'microphone', 'muted', microphone('silence'), microphone('noise'));
  await fault(
    'microphone sends nothing',
    'microphone',
    'no_data',
    microphone('nothing'),
    microphone('noise'),
  );
  const killAll = () => execFileSync('pkill', ['-KILL', '-P', String(agent.pid), 'ffmpeg']);
  await fault('programs killed', 'camera', 'disconnected', killAll, () => {});

  await broker.stop('SIGKILL');
  await delay(60_000);
  let since = performance.now();
  await broker.resume();
  const live = await ear.hear(
    'a reading',
    ({ topic, retained }) => topic === topics.direction && !retained,
    since,
    60_000,
  );
  console.log(
    `broker gone for a minute: readings again ${seconds(live.at - since)} after its return, ${memory()} MiB`,
  );

  for (const [what, jump] of [
    ['on', '+3600'],
    ['back', '-3600'],
  ] as const) {
    since = performance.now();
    writeFileSync(clock, jump);
    await delay(15_000);
    const pause = longestPause(topics.crying, since, performance.now());
    const offline = ear.messages.filter(
      ({ topic, at, payload }) =>
        at > since && topic.includes('/availability/') && String(payload).includes('offline'),
    );
    console.log(
      `clock ${what} an hour: longest pause of readings ${seconds(pause)}, told offline: ${offline.map(({ topic, payload }) => `${topic.split('/').at(-1)} ${JSON.parse(String(payload)).reason}`).join(', ') || 'nothing'}`,
    );
  }

  for (const [what, bytesPerSecond, wait] of [
    ['a link of 20 kB a second', 20_000, 60],
    ['a link of 3 kB a second', 3_000, 60],
    ['a good link again', Number.POSITIVE_INFINITY, 150],
  ] as const) {
    since = performance.now();
    link.bytesPerSecond = bytesPerSecond;
    await delay(wait * 1_000);
    console.log(`${what}: ${steps(since).join('; ')}`);
    console.log(`  in its last 10 s: ${pictures(performance.now() - 10_000)}, ${memory()} MiB`);
  }
} finally {
  await agent.remove();
  await ear.close();
  await devices.stop();
  await link.close();
  await broker.remove();
}
const values = await valuesAfterPowerCuts(100);
console.log(
  `100 power cuts during changes of a setting: ${values.filter((value) => Number.isInteger(value)).length} whole values`,
);
