import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AvailabilityPart, OfflineReason } from '@smart-cradle/protocol/availability';
import { partAvailabilityMessage, problemsMessage } from '@smart-cradle/protocol/messages';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AgentProcess, Ear, type Heard } from '../test/agent-process.ts';
import { Mosquitto } from '../test/mosquitto.ts';
import { NetworkDevices } from '../test/network-devices.ts';
import { Arduino } from './simulator/arduino.ts';

/**
 * The whole agent as a process, with a real broker, a network camera and microphone through ffmpeg, and an Arduino on a
 * pty. One fault after another: each is told with its reason and heals without a person. How soon is held in simulated
 * time beside each part, and measured with what takes minutes in bench/agent.
 */
const run = promisify(execFile);
const topics = cradleTopics('a');
/** ms: a busy machine makes all of it slow. */
const PATIENCE = 60_000;
vi.setConfig({ testTimeout: 2 * PATIENCE, hookTimeout: 2 * PATIENCE });

let broker: Mosquitto;
let devices: NetworkDevices;
let agent: AgentProcess;
let ear: Ear;
let arduino: Arduino;
let plugged = true;
let motorOffAt = 0;

beforeAll(async () => {
  [broker, devices] = await Promise.all([Mosquitto.start(), NetworkDevices.start()]);
  ear = await Ear.listen(broker.url);
  const port = join(broker.folder, 'ttyACM0');
  arduino = new Arduino({
    link: port,
    temperature: () => 36.5,
    isConnected: () => plugged,
    tell: (event) => {
      if ('motor' in event && event.motor === 'off') motorOffAt = performance.now();
    },
  });
  agent = new AgentProcess({
    uuid: 'a',
    mqtt: { url: broker.url },
    camera: { type: 'mjpeg', url: devices.camera },
    microphone: { type: 'file', device: devices.microphone },
    serial: { path: port },
  });
  agent.start();
  // After the agent, which would inherit the pty and so hold a pulled cable open.
  arduino.start();
  await Promise.all([
    ...(['camera', 'microphone', 'thermometer', 'servo', 'direction'] as const).map((part) =>
      state(part, null, 0),
    ),
    ...[topics.temperature, topics.direction, topics.crying].map((topic) =>
      ear.hear(topic, (message) => message.topic === topic, 0, PATIENCE),
    ),
  ]);
});

afterAll(async () => {
  await agent?.remove();
  arduino?.stop();
  await ear?.close();
  await devices?.stop();
  await broker?.remove();
});

/** Waits until the part is told as offline for this reason, or as online (null). */
function state(part: AvailabilityPart, reason: OfflineReason | null, since: number, within = PATIENCE) {
  const topic = topics.availabilityOf(part);
  const says = (message: Heard) =>
    message.topic === topic &&
    partAvailabilityMessage.parse(JSON.parse(String(message.payload))).reason === reason;
  return ear.hear(`${part}: ${reason ?? 'online'}`, says, since, within);
}

/** Resolves when all of that was told. */
async function told(fault: () => void, parts: [AvailabilityPart, OfflineReason][]): Promise<void> {
  const since = performance.now();
  fault();
  await Promise.all(parts.map(([part, reason]) => state(part, reason, since)));
}

async function heal(mend: () => void, parts: AvailabilityPart[]): Promise<void> {
  const since = performance.now();
  mend();
  await Promise.all(parts.map((part) => state(part, null, since)));
}

const publish = (topic: string, payload: string | Buffer) =>
  ear.client.publishAsync(topic, payload, { qos: 1 });

it('tells a frozen picture, a silent microphone and a pulled serial cable, all at once', async () => {
  await told(() => {
    devices.show = 'frozen';
    devices.sound = 'silence';
    plugged = false;
  }, [
    ['camera', 'frozen'],
    ['direction', 'frozen'],
    ['microphone', 'muted'],
    ['thermometer', 'disconnected'],
    ['servo', 'disconnected'],
  ]);
  await heal(() => {
    devices.show = 'moving';
    devices.sound = 'noise';
    plugged = true;
  }, ['camera', 'direction', 'microphone', 'thermometer', 'servo']);
});

it('starts the programs of camera and microphone again when they are killed', async () => {
  const { stdout } = await run('pgrep', ['-P', String(agent.pid), 'ffmpeg']);
  const pids = stdout.trim().split('\n').map(Number);
  expect(pids).toHaveLength(2);
  const since = performance.now();
  await told(() => {
    for (const pid of pids) process.kill(pid, 'SIGKILL');
  }, [
    ['camera', 'disconnected'],
    ['microphone', 'disconnected'],
  ]);
  await Promise.all(
    ['camera', 'microphone', 'direction'].map((part) => state(part as AvailabilityPart, null, since)),
  );
});

it('goes on when the broker was away, and tells what has changed meanwhile', async () => {
  await broker.stop('SIGKILL');
  const before = agent.logged.length;
  plugged = false;
  await expect
    .poll(
      () =>
        agent.logged.slice(before).some(({ part, reason }) => part === 'servo' && reason === 'disconnected'),
      {
        timeout: PATIENCE,
      },
    )
    .toBe(true);
  const since = performance.now();
  await broker.resume();
  await state('servo', 'disconnected', since);
  const back = performance.now();
  plugged = true;
  await state('servo', null, back);
  await ear.hear('a temperature', ({ topic, retained }) => topic === topics.temperature && !retained, back);
});

it('refuses a thousand rubbish messages and dozens that are too large, and goes on', async () => {
  const before = await memory();
  const rubbish = [
    '{"action":"dance"}',
    'x'.repeat(2_000),
    Buffer.from([0xff, 0xfe]),
    '{"action":"start","level":"high"}',
    '[[[[',
  ];
  for (let count = 0; count < 1_000; count += 1) {
    const topic = [topics.servo, topics.settingSet('rocking_minutes')][count % 2] ?? '';
    await ear.client.publishAsync(topic, rubbish[count % rubbish.length] ?? '', { qos: 0 });
  }
  await publish(topics.servo, Buffer.alloc(10_485_760));
  // More than a broker lets be on their way to one client.
  for (let count = 0; count < 30; count += 1) await publish(topics.servo, Buffer.alloc(300_000));
  const since = performance.now();
  await publish(topics.settingSet('rocking_minutes'), '9');
  await ear.hear(
    'the setting',
    ({ topic, payload }) => topic === topics.setting('rocking_minutes') && String(payload) === '9',
    since,
  );
  const states = ear.messages.filter(({ topic, at }) => topic === topics.servoState && at > since);
  expect(states).toEqual([]);
  expect(agent.logged.filter(({ msg }) => String(msg).startsWith('refused')).length).toBeLessThan(20);
  expect((await memory()) - before).toBeLessThan(60);
});

it('keeps the old setting when the disk is full, says so, and takes the new one when it is not', async () => {
  const name = 'rocking_minutes';
  const limit = (bytes: string) => run('prlimit', ['--pid', String(agent.pid), `--fsize=${bytes}:unlimited`]);
  const stored = () => JSON.parse(readFileSync(join(agent.folder, 'data', 'settings.json'), 'utf8'))[name];
  await limit('0');
  let since = performance.now();
  await publish(topics.settingSet(name), '11');
  const { payload } = await ear.hear('the error', ({ topic }) => topic === topics.settingError, since);
  expect(String(payload)).toMatch(/rocking_minutes is not stored/);
  await storage(/^disk_full$/, since);
  await ear.hear(
    'the old value',
    (message) => message.topic === topics.setting(name) && String(message.payload) === '9',
    since,
  );
  expect(stored()).toBe(9);
  await limit('unlimited');
  since = performance.now();
  await publish(topics.settingSet(name), '11');
  await ear.hear(
    'the new value',
    (message) => message.topic === topics.setting(name) && String(message.payload) === '11',
    since,
  );
  expect(stored()).toBe(11);
  await storage(undefined, since);
});

it('answers with a snapshot', async () => {
  const since = performance.now();
  await publish(topics.snapshotSet, '{}');
  await ear.hear('a snapshot', ({ topic }) => topic === topics.snapshot, since);
});

it('leaves the motor still within 3 s when it is killed while it rocks', async () => {
  const since = performance.now();
  await publish(topics.servo, '{"action":"start"}');
  const isOn = ({ topic, payload }: Heard) =>
    topic === topics.servoState && JSON.parse(String(payload)).state === 'on';
  await ear.hear('rocking', isOn, since);
  motorOffAt = 0;
  const killed = performance.now();
  await agent.stop('SIGKILL');
  await expect.poll(() => motorOffAt, { timeout: PATIENCE }).toBeGreaterThan(0);
  expect(motorOffAt - killed).toBeLessThan(3_000);
  const will = await ear.hear('the last will', ({ topic }) => topic === topics.availability, killed);
  expect(String(will.payload)).toBe('offline');
});

/** Waits until the storage is among the problems, with these words, or is no problem (undefined). */
function storage(words: RegExp | undefined, since: number) {
  const says = ({ topic, payload }: Heard) => {
    if (topic !== topics.problems) return false;
    const why = problemsMessage.parse(JSON.parse(String(payload))).problems.storage;
    return words === undefined ? why === undefined : words.test(why ?? '');
  };
  return ear.hear('the storage', says, since, PATIENCE);
}

/** MiB of the agent's process. */
async function memory(): Promise<number> {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${agent.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}
