import { execFile } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { partAvailabilityMessage, problemsMessage } from '@smart-cradle/protocol/messages';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AgentProcess, Ear, type Heard } from '../test/agent-process.ts';
import { freePort, Mosquitto } from '../test/mosquitto.ts';
import { parseMetrics } from '../test/prometheus-text.ts';
import { PASSWORD, RtspCamera } from '../test/rtsp-camera.ts';

/**
 * The whole agent with a Raspberry Pi camera (a program of its name and its options) and the sound of a network camera
 * that wants a password.
 */
const topics = cradleTopics('a');
const RPICAM = fileURLToPath(new URL('../test/rpicam-vid.ts', import.meta.url));
const BROKER_PASSWORD = 'broker-secret';
/** ms: a busy machine makes all of it slow. */
const PATIENCE = 60_000;
vi.setConfig({ testTimeout: 2 * PATIENCE, hookTimeout: 2 * PATIENCE });

let broker: Mosquitto;
let rtsp: RtspCamera;
let ear: Ear;
let agent: AgentProcess;
let metricsPort = 0;

const behave = (behaviour: 'moving' | 'none') => writeFileSync(join(broker.folder, 'behaviour'), behaviour);

beforeAll(async () => {
  [broker, rtsp, metricsPort] = await Promise.all([Mosquitto.start(), RtspCamera.start(), freePort()]);
  ear = await Ear.listen(broker.url);
  const program = join(broker.folder, 'rpicam-vid');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${RPICAM}' "$@"\n`);
  chmodSync(program, 0o755);
  behave('moving');
  agent = new AgentProcess(
    {
      uuid: 'a',
      mqtt: { url: broker.url, username: 'agent', password: BROKER_PASSWORD },
      camera: { type: 'rpicam', rotation: 180 },
      microphone: { type: 'rtsp', device: rtsp.url() },
      metrics: { port: metricsPort },
    },
    {
      PATH: `${broker.folder}:${process.env.PATH}`,
      RPICAM_BEHAVIOUR: join(broker.folder, 'behaviour'),
    },
  );
  agent.start();
  await Promise.all([
    state('camera', null, 0),
    state('microphone', null, 0),
    ...[topics.direction, topics.crying].map((topic) =>
      ear.hear(topic, (message) => message.topic === topic, 0, PATIENCE),
    ),
  ]);
});

afterAll(async () => {
  await agent?.remove();
  await ear?.close();
  await rtsp?.stop();
  await broker?.remove();
});

/** Waits until the part is told as offline for this reason, with these words, or as online (null). */
function state(part: 'camera' | 'microphone', reason: string | null, since: number, words = /^/) {
  const says = ({ topic, payload }: Heard) => {
    if (topic !== topics.availabilityOf(part)) return false;
    const told = partAvailabilityMessage.parse(JSON.parse(String(payload)));
    return told.reason === reason && words.test(told.detail ?? '');
  };
  return ear.hear(`${part}: ${reason ?? 'online'}`, says, since, PATIENCE);
}

function problems(problemsAre: object, since: number) {
  const says = ({ topic, payload }: Heard) => {
    if (topic !== topics.problems) return false;
    const told = problemsMessage.parse(JSON.parse(String(payload)));
    return expect.objectContaining(problemsAre).asymmetricMatch(told);
  };
  return ear.hear('the problems', says, since, PATIENCE);
}

it('tells that the Raspberry Pi camera is gone and the network microphone has no power, in one list of problems', async () => {
  const since = performance.now();
  behave('none');
  process.kill(await childNamed('rpicam-vid'), 'SIGKILL');
  await rtsp.pull();
  await Promise.all([
    state('camera', 'disconnected', since, /^ERROR: \*\*\* no cameras available \*\*\*$/),
    state('microphone', 'disconnected', since, /^rtsp:\/\/127\.0\.0\.1:\d+: Connection refused$/),
    problems(
      {
        state: 'ON',
        problems: expect.objectContaining({
          camera: 'disconnected: ERROR: *** no cameras available ***',
          microphone: expect.stringMatching(/^disconnected: rtsp:.*Connection refused$/),
        }),
      },
      since,
    ),
  ]);
  const mended = performance.now();
  behave('moving');
  await rtsp.plugIn();
  await Promise.all([
    state('camera', null, mended),
    state('microphone', null, mended),
    problems({ state: 'OFF', problems: {} }, mended),
  ]);
});

it('serves metrics that Prometheus reads, on this machine only', async () => {
  const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const samples = parseMetrics(await response.text());
  expect(samples.get('smart_cradle_part_online{part="camera",cradle="a"}')).toBe(1);
  expect(samples.get('smart_cradle_part_online{part="thermometer",cradle="a"}')).toBe(0);
  expect(samples.get('smart_cradle_broker_connected{cradle="a"}')).toBe(1);
  expect(samples.get('smart_cradle_part_restarts_total{cradle="a"}')).toBeGreaterThanOrEqual(2);
  expect(samples.get('process_resident_memory_bytes{cradle="a"}')).toBeGreaterThan(50_000_000);
  // A thermometer of the processor that is not there is left out.
  expect([...samples.values()].every(Number.isFinite)).toBe(true);
  expect((await fetch(`http://127.0.0.1:${metricsPort}/other`)).status).toBe(404);
});

it('tells no password: in no log, no message and no metric', async () => {
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const told = [
    JSON.stringify(agent.logged),
    ...ear.messages.map(({ payload }) => payload.toString('latin1')),
    metrics,
  ].join('\n');
  expect(told).toContain('Connection refused');
  expect(told).not.toContain(PASSWORD);
  expect(told).not.toContain(BROKER_PASSWORD);
});

/** Process id of the agent's child that runs this program. */
async function childNamed(name: string): Promise<number> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(agent.pid), '-f', name]);
  return Number(stdout.trim());
}
