import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SerialPort } from 'serialport';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Mosquitto } from '../../test/mosquitto.ts';
import { parseConfig } from '../config/load.ts';
import { Arduino } from '../simulator/arduino.ts';
import { type Sources, sourcesOf } from '../sources.ts';
import { checkDevices, type Finding } from './check.ts';
import { reportLine } from './texts.ts';

/** Through real ffmpeg, a pty and a real broker. */
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-check-'));
const told: object[] = [];
let broker: Mosquitto;
let arduino: Arduino;

const ffmpeg = (...args: string[]) =>
  run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', ...args]);

beforeAll(async () => {
  [broker] = await Promise.all([
    Mosquitto.start(),
    ffmpeg('-i', 'testsrc=size=320x240:rate=10', '-t', '3', join(folder, 'film.mjpeg')),
    ffmpeg('-i', 'sine=frequency=440', '-t', '3', join(folder, 'tone.wav')),
    ffmpeg('-i', 'anullsrc', '-t', '3', join(folder, 'silence.wav')),
  ]);
  arduino = new Arduino({
    link: join(folder, 'ttyACM0'),
    temperature: () => 36.5,
    isConnected: () => true,
    tell: (event) => told.push(event),
  });
  arduino.start();
});
afterAll(async () => {
  arduino.stop();
  await broker.remove();
  rmSync(folder, { recursive: true });
});

async function check(text: string, motor = false, programs: Partial<Sources> = {}) {
  const config = parseConfig(`uuid: a\n${text}`, 'agent.yaml', {});
  const findings: Finding[] = [];
  const good = await checkDevices({
    config,
    sources: { ...sourcesOf(config, new Date()), ...programs },
    language: 'en',
    folder: join(folder, 'out'),
    motor,
    onFinding: (finding) => findings.push(finding),
  });
  return { good, findings, lines: findings.map((finding) => reportLine(finding, 'en')) };
}

it('says what each device gives, leaves a picture, and moves the motor when that is asked', async () => {
  const { good, lines } = await check(
    `mqtt: {url: "${broker.url}"}
camera: {type: file, device: ${folder}/film.mjpeg}
microphone: {type: file, device: ${folder}/tone.wav}
serial: {path: ${folder}/ttyACM0}`,
    true,
  );
  expect(lines).toEqual([
    expect.stringMatching(
      /^Camera – ok: 640×480, \d+\.\d pictures a second, brightness [1-9]\d? %; look at /,
    ),
    expect.stringMatching(/^Microphone – ok: -\d+ dBFS, peak -\d+ dBFS/),
    'Thermometer – ok: "아기 체온: 36.5°C", other firmware: it knows only on and off',
    expect.stringMatching(/^Motor – ok: told to move/),
    expect.stringMatching(/^Broker – ok: 127.0.0.1:\d+ lets the agent in, MQTT 5/),
  ]);
  expect(good).toBe(true);
  expect(told).toContainEqual({ motor: 'on' });
  expect(await sharp(readFileSync(join(folder, 'out', 'camera.jpg'))).metadata()).toMatchObject({
    width: 640,
  });
});

it('says what is wrong with each, in the words of its program', async () => {
  const { good, findings } = await check(
    `mqtt: {url: "mqtt://127.0.0.1:1"}
camera: {type: file, device: ${folder}/no-such-film.mp4}
microphone: {type: file, device: ${folder}/silence.wav}
serial: {path: ${folder}/no-such-port}`,
  );
  expect(good).toBe(false);
  const text = (part: string) => findings.find((finding) => finding.part === part)?.text;
  expect(text('camera')).toMatch(/no picture from ffmpeg: .*No such file/);
  expect(text('microphone')).toMatch(/digital silence/);
  expect(text('serial')).toMatch(/does not open: .*No such file.*; (none is found here|here is )/);
  expect(text('broker')).toMatch(/127.0.0.1:1 is not reached: .*ECONNREFUSED/);
});

it('says that another program has the port', async () => {
  const other = new SerialPort({ path: join(folder, 'ttyACM0'), baudRate: 9_600 });
  await once(other, 'open');
  const { findings } = await check(`mqtt: {url: "${broker.url}"}\nserial: {path: ${folder}/ttyACM0}`);
  expect(findings.find(({ part }) => part === 'serial')).toMatchObject({
    result: 'failed',
    text: expect.stringMatching(/Cannot lock port; another program has it/),
  });
  await new Promise((resolve) => other.close(resolve));
});

it('says what to do about a camera that another program has, and a microphone of one channel', async () => {
  /** Ends as ffmpeg 7 does when a device does not open. */
  const ffmpeg = (why: string, closing: string) => ({
    file: process.execPath,
    args: [
      '-e',
      `console.error(${JSON.stringify(`${why}\n[in#0 @ 0x1f] Error opening input: ${closing}\nError opening input file x.`)}); process.exit(1)`,
    ],
  });
  const { findings } = await check(
    `mqtt: {url: "${broker.url}"}\ncamera: {type: v4l2, device: /dev/video0}\nmicrophone: {type: alsa, device: "hw:1"}`,
    false,
    {
      camera: ffmpeg('', 'Device or resource busy'),
      microphone: ffmpeg(
        '[alsa @ 0x1f] cannot set channel count to 2 (Invalid argument)',
        'Input/output error',
      ),
    },
  );
  const text = (part: string) => findings.find((finding) => finding.part === part)?.text;
  expect(text('camera')).toMatch(/: Device or resource busy; another program has it/);
  expect(text('microphone')).toMatch(/: cannot set channel count to 2 .*with plughw: in its place/);
});

it('is content when nothing is configured but the broker', async () => {
  const { good, findings } = await check(`mqtt: {url: "${broker.url}"}`);
  expect(good).toBe(true);
  expect(findings.map(({ result }) => result)).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'ok']);
});
