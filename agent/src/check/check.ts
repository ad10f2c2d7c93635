import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfflineReason } from '@smart-cradle/protocol/availability';
import type { Language } from '@smart-cradle/protocol/language';
import sharp from 'sharp';
import type { Config } from '../config/schema.ts';
import { levelOf } from '../detection/cry/level.ts';
import { parseFirmwareLine } from '../entities/firmware-line.ts';
import { Connection } from '../mqtt/connection.ts';
import { Camera } from '../sensors/camera.ts';
import { Microphone } from '../sensors/microphone.ts';
import { SAMPLE_RATE } from '../sensors/programs.ts';
import { SerialLine } from '../sensors/serial-line.ts';
import { parseTemperatureLine } from '../sensors/thermometer.ts';
import type { Sources } from '../sources.ts';
import { foundCameras, foundMicrophones, foundSerialPorts } from './found-devices.ts';
import { CHECK_TEXTS, type CheckTexts } from './texts.ts';

export type CheckedPart = 'camera' | 'microphone' | 'serial' | 'motor' | 'broker';

/** What was found, in one line for people. `skipped`: it is not configured. */
export interface Finding {
  part: CheckedPart;
  result: 'ok' | 'failed' | 'skipped';
  text: string;
}

export interface CheckOptions {
  config: Config;
  sources: Sources;
  language: Language;
  /** Where the snapshot is written. */
  folder: string;
  /** Whether the motor may be moved for a second. */
  motor: boolean;
  onFinding(finding: Finding): void;
}

/** ms that a device may take to give something; cameras over the network are slow to begin. */
const WITHIN = 12_000;
/** ms of pictures and of sound that are looked at. */
const LOOK_FOR = 2_000;

/** Tries each device in turn, through the same code that serves it. @returns whether all that is configured works. */
export async function checkDevices(options: CheckOptions): Promise<boolean> {
  const texts = CHECK_TEXTS[options.language];
  let good = true;
  const tell = (part: CheckedPart, result: Finding['result'], text: string) => {
    good &&= result !== 'failed';
    options.onFinding({ part, result, text });
  };
  for (const check of [checkCamera, checkMicrophone, checkSerial, checkBroker]) {
    await check(options, texts, tell);
  }
  return good;
}

type Tell = (part: CheckedPart, result: Finding['result'], text: string) => void;

/** Failures after which a device is given up: a program may fail once, while the last one still holds the device. */
const ENOUGH_FAILURES = 2;

/**
 * A logger that keeps the last reason: that is what a device's program had to say.
 *
 * @param onFailure told at the last failure that is waited for
 */
function lastReason(onFailure: () => void = () => {}, enough = ENOUGH_FAILURES) {
  let reason = '';
  let failures = 0;
  const note = (fields: object) => {
    if (!('reason' in fields)) return;
    if (fields.reason) reason = String(fields.reason);
    failures += 1;
    if (failures >= enough) onFailure();
  };
  return { log: { debug() {}, info() {}, warn: note, error: note }, reason: () => reason };
}

/** Resolves when `done` is called, or after the time: false. */
async function wait(milliseconds: number, begin: (done: () => void) => void): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const done = new Promise<boolean>((resolve) => begin(() => resolve(true)));
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** What to do about a device that is taken, forbidden or not there; empty for any other reason. */
async function hintFor(reason: string, texts: CheckTexts, found: () => Promise<string[]>): Promise<string> {
  if (/lock port|busy/i.test(reason)) return texts.taken;
  if (/cannot set (channel count|sample rate|sample format)/i.test(reason)) return texts.asItIs;
  if (/permission denied|access denied/i.test(reason)) return texts.forbidden;
  return /no such|no port|inappropriate ioctl|not a video capture/i.test(reason)
    ? texts.found(await found())
    : '';
}

async function checkCamera(options: CheckOptions, texts: CheckTexts, tell: Tell): Promise<void> {
  const { sources, folder } = options;
  if (!sources.camera) return tell('camera', 'skipped', texts.notConfigured);
  let latest: Buffer | undefined;
  let state: OfflineReason | null = 'starting';
  let wake = () => {};
  const { log, reason } = lastReason(() => wake());
  const camera = new Camera({
    program: sources.camera,
    rate: options.config.camera.rate,
    log,
    onFrame: (jpeg) => {
      latest = jpeg;
      wake();
    },
    onState: (next) => {
      state = next;
    },
  });
  camera.start();
  try {
    await wait(WITHIN, (done) => {
      wake = done;
    });
    if (!latest) {
      const hint = options.config.camera.type === 'v4l2' ? await hintFor(reason(), texts, foundCameras) : '';
      tell('camera', 'failed', texts.noPicture(sources.camera.file, reason()) + hint);
      return;
    }
    const frames = camera.frames;
    await wait(LOOK_FOR, () => {});
    const rate = ((camera.frames - frames) * 1_000) / LOOK_FOR;
    const { width, height } = await sharp(latest).metadata();
    const { channels } = await sharp(latest).greyscale().stats();
    const brightness = Math.round(((channels[0]?.mean ?? 0) / 255) * 100);
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'camera.jpg');
    await writeFile(file, latest, { mode: 0o600 });
    const bad = state !== null || camera.frames === frames;
    tell(
      'camera',
      bad ? 'failed' : 'ok',
      texts.picture(`${width}×${height}`, rate.toFixed(1), brightness, file, state ?? ''),
    );
  } finally {
    await camera.stop();
  }
}

async function checkMicrophone(
  { config, sources }: CheckOptions,
  texts: CheckTexts,
  tell: Tell,
): Promise<void> {
  if (!sources.microphone) return tell('microphone', 'skipped', texts.notConfigured);
  const heard: Float32Array[] = [];
  let count = 0;
  let wake = () => {};
  const { log, reason } = lastReason(() => wake());
  const wanted = (SAMPLE_RATE * LOOK_FOR) / 1_000;
  const microphone = new Microphone({
    program: sources.microphone,
    log,
    onSamples: (samples) => {
      heard.push(samples);
      count += samples.length;
      if (count >= wanted) wake();
    },
    onState: () => {},
  });
  microphone.start();
  await wait(WITHIN, (done) => {
    wake = done;
  });
  await microphone.stop();
  if (count < wanted) {
    const hint = config.microphone.type === 'alsa' ? await hintFor(reason(), texts, foundMicrophones) : '';
    return tell('microphone', 'failed', texts.noSound(sources.microphone.file, reason()) + hint);
  }
  const samples = Float32Array.from(heard.flatMap((piece) => [...piece]));
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak <= 2 / 32_768) return tell('microphone', 'failed', texts.silence);
  tell('microphone', 'ok', texts.level(levelOf(samples).toFixed(0), (20 * Math.log10(peak)).toFixed(0)));
}

async function checkSerial(options: CheckOptions, texts: CheckTexts, tell: Tell): Promise<void> {
  const { config, sources, motor } = options;
  if (!sources.serial) {
    tell('serial', 'skipped', texts.notConfigured);
    return tell('motor', 'skipped', texts.notConfigured);
  }
  const { log, reason } = lastReason();
  const lines: string[] = [];
  const heard = (satisfied: (line: string) => boolean) => lines.some(satisfied);
  let look = () => {};
  const serial = new SerialLine({
    serial: config.serial,
    log,
    onLine: (line) => {
      lines.push(line);
      look();
    },
    onOpen: () => look(),
    onClose: () => {},
  });
  const until = (milliseconds: number, satisfied: () => boolean) =>
    wait(milliseconds, (done) => {
      look = () => {
        if (satisfied()) done();
      };
      look();
    });
  serial.start();
  try {
    if (!(await until(WITHIN / 3, () => serial.isOpen))) {
      tell('serial', 'failed', texts.notOpen(reason()) + (await hintFor(reason(), texts, foundSerialPorts)));
      return;
    }
    const isTemperature = (line: string) => parseTemperatureLine(line).ok;
    // An Arduino starts anew when its port is opened, which takes two seconds.
    const warm = await until(WITHIN / 3, () => heard(isTemperature));
    const firmware = lines.map(parseFirmwareLine).find(Boolean)?.version;
    const line = lines.find(isTemperature) ?? lines.at(-1);
    if (warm) tell('serial', 'ok', texts.line(line ?? '', firmware));
    else tell('serial', 'failed', texts.noTemperature(line));
    if (!motor) return tell('motor', 'skipped', texts.motorNotAsked);
    lines.length = 0;
    const written = serial.write(firmware ? 'level 1' : 'servo');
    const answered = firmware
      ? await until(2_000, () => heard((text) => parseFirmwareLine(text)?.kind === 'status'))
      : written;
    await wait(1_000, () => {});
    if (firmware) serial.write('stop');
    await serial.drain();
    tell('motor', answered ? 'ok' : 'failed', answered ? texts.moved(firmware) : texts.notAnswered);
  } finally {
    await serial.stop();
  }
}

async function checkBroker({ config }: CheckOptions, texts: CheckTexts, tell: Tell): Promise<void> {
  let wake = () => {};
  let connected = false;
  const { log, reason } = lastReason(() => wake(), 1);
  const connection = new Connection({
    mqtt: config.mqtt,
    clientId: `smart-cradle-check-${process.pid}`,
    log,
    onConnect: () => {
      connected = true;
      wake();
    },
    onMessage: () => {},
  });
  await wait(WITHIN / 3, (done) => {
    wake = done;
    connection.start();
  });
  await connection.stop();
  const { host } = new URL(config.mqtt.url);
  if (connected) tell('broker', 'ok', texts.broker(host, config.mqtt.protocol_version === 5 ? '5' : '3.1.1'));
  else tell('broker', 'failed', texts.noBroker(host, reason()));
}
