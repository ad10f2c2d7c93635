/**
 * Whether anything of the agent grows under rubbish: rounds of ten thousand bad commands and ten of 10 MB, after a time
 * without any. After each round its garbage is collected through Node.js' own inspector, so that what remains is what is
 * held. Needs ffmpeg and mosquitto.
 * Run: node bench/agent/rubbish.ts [--rounds 8] [--quiet 120]
 */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { connectAsync } from 'mqtt';
import { AgentProcess, Ear } from '../../agent/test/agent-process.ts';
import { freePort, Mosquitto } from '../../agent/test/mosquitto.ts';
import { NetworkDevices } from '../../agent/test/network-devices.ts';
import { Inspector } from '../inspector.ts';

const MEBIBYTE = 1_048_576;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '8' }, quiet: { type: 'string', default: '120' } },
});
const topics = cradleTopics('a');
const broker = await Mosquitto.start();
const devices = await NetworkDevices.start();
const ear = await Ear.listen(broker.url);
// What is not looked at need not come back here.
await ear.client.unsubscribeAsync('#');
await ear.client.subscribeAsync([topics.direction, topics.crying, topics.setting('rocking_minutes')], {
  qos: 1,
});
const vandal = await connectAsync(broker.url, { protocolVersion: 5 });
const port = await freePort();
const agent = new AgentProcess(
  {
    uuid: 'a',
    mqtt: { url: broker.url },
    camera: { type: 'mjpeg', url: devices.camera },
    microphone: { type: 'file', device: devices.microphone },
  },
  { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` },
);

/** Mosquitto hands over what was sent before this, too. */
async function lastIsRefused(): Promise<void> {
  const name = 'rocking_minutes';
  const since = performance.now();
  await vandal.publishAsync(topics.settingSet(name), '9', { qos: 1 });
  await ear.hear('the setting', ({ topic }) => topic === topics.setting(name), since);
}

let inspector: Inspector | undefined;
try {
  agent.start();
  await ear.hear('a reading', ({ topic, retained }) => topic === topics.direction && !retained);
  await ear.hear('a reading', ({ topic, retained }) => topic === topics.crying && !retained);
  const opened = await Inspector.open(port);
  inspector = opened;
  const begun = performance.now();
  const say = async (what: string) => {
    const { heapUsed, arrayBuffers, external } = await opened.held();
    const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${agent.pid}/status`, 'utf8'))?.[1]);
    const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
    const mebibytes = [heapUsed, external, arrayBuffers, resident * 1_024].map((bytes) =>
      (bytes / MEBIBYTE).toFixed(1),
    );
    console.log([seconds.padStart(5), ...mebibytes.map((text) => text.padStart(9)), ` ${what}`].join(' '));
  };
  console.log('    s      heap  external   buffers  resident  MiB, garbage collected');
  for (let part = 0; part <= 4; part += 1) {
    await say('no rubbish');
    await delay((Number(values.quiet) * 1_000) / 4);
  }
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (let count = 0; count < 10_000; count += 1)
      await vandal.publishAsync(topics.servo, `{"action":"dance","n":${count}}`, { qos: 0 });
    for (let count = 0; count < 10; count += 1)
      await vandal.publishAsync(topics.servo, Buffer.alloc(10_485_760), { qos: 1 });
    await lastIsRefused();
    await say(`round ${round}: ${round * 10_000} bad commands, ${round * 10} of 10 MB`);
    ear.messages.length = 0;
  }
  await delay((Number(values.quiet) * 1_000) / 2);
  await say('no rubbish');
  console.log(`load of this machine meanwhile: ${loadavg()[0]?.toFixed(1)}`);
} finally {
  // Node.js would wait for it.
  inspector?.close();
  await agent.remove();
  await vandal.endAsync(true);
  await ear.close();
  await devices.stop();
  await broker.remove();
}
