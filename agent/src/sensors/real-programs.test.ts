import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, type WriteStream, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { OfflineReason } from '@smart-cradle/protocol/availability';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PASSWORD, RtspCamera } from '../../test/rtsp-camera.ts';
import { parseConfig } from '../config/load.ts';
import { Camera } from './camera.ts';
import { Microphone } from './microphone.ts';
import { cameraProgram, microphoneProgram } from './programs.ts';

/**
 * The sources through the programs that serve them on a Raspberry Pi, as near to its devices as a machine without any
 * allows: a network camera, an ESP32-CAM, a virtual ALSA device, and V4L2 devices that cannot be used.
 */
const run = promisify(execFile);
/** ms: a busy machine makes all of it slow. */
const PATIENCE = 40_000;
vi.setConfig({ testTimeout: 2 * PATIENCE, hookTimeout: 2 * PATIENCE });

/** What a camera or a microphone tells, kept in order. */
class Told extends EventEmitter {
  readonly states: { reason: OfflineReason | null; detail: string }[] = [];
  readonly logged: object[] = [];
  /** Pictures, or samples. */
  got = 0;
  /** The newest. */
  picture: Buffer | undefined;
  /** Of its program. */
  pid = () => 0;
  readonly log = {
    debug: (fields: object) => void this.logged.push(fields),
    info: (fields: object) => void this.logged.push(fields),
    warn: (fields: object) => void this.logged.push(fields),
    error: (fields: object) => void this.logged.push(fields),
  };

  readonly onState = (reason: OfflineReason | null, detail: string) => {
    this.states.push({ reason, detail });
    this.emit('told');
  };

  /** @returns what was said of it, when that is the state. */
  async is(reason: OfflineReason | null): Promise<string> {
    const limit = AbortSignal.timeout(PATIENCE);
    while (this.states.at(-1)?.reason !== reason)
      await once(this, 'told', { signal: limit }).catch(() => {
        throw new Error(`${reason} was not told, but ${JSON.stringify(this.states)}`);
      });
    return this.states.at(-1)?.detail ?? '';
  }
}

const parts: { stop(): Promise<void> }[] = [];
const folder = mkdtempSync(join(tmpdir(), 'smart-cradle-sources-'));
const config = (text: string) => parseConfig(`uuid: a\n${text}`, 'agent.yaml', {});

function camera(text: string): Told {
  const told = new Told();
  const program = cameraProgram(config(`camera: {${text}}`).camera);
  if (!program) throw new Error(text);
  const part = new Camera({
    ...{ program, log: told.log, rate: 10, onState: told.onState },
    onFrame: (jpeg) => {
      told.got += 1;
      told.picture = jpeg;
    },
  });
  told.pid = () => part.pid ?? 0;
  parts.push(part);
  part.start();
  return told;
}

function microphone(text: string): Told {
  const told = new Told();
  const program = microphoneProgram(config(`microphone: {${text}}`).microphone);
  if (!program) throw new Error(text);
  const part = new Microphone({
    ...{ program, log: told.log, onState: told.onState },
    onSamples: (samples) => {
      told.got += samples.length;
    },
  });
  told.pid = () => part.pid ?? 0;
  parts.push(part);
  part.start();
  return told;
}

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(parts.map((part) => part.stop()));
  rmSync(folder, { recursive: true });
});

describe.concurrent('of a film', () => {
  it.each([
    ['1280x720', { width: 640, height: 360 }],
    ['480x640', { width: 360, height: 480 }],
    ['320x240', { width: 640, height: 480 }],
  ])('of %s keeps its shape', async (size, expected) => {
    const film = join(folder, `${size}.mkv`);
    await run('ffmpeg', [
      '-loglevel',
      'error',
      '-f',
      'lavfi',
      '-i',
      `testsrc2=size=${size}:rate=10`,
      '-t',
      '1',
      film,
    ]);
    const told = camera(`type: file, device: ${film}`);
    await told.is(null);
    expect(await sharp(told.picture).metadata()).toMatchObject(expected);
  });
});

describe.concurrent('of a network camera (RTSP)', () => {
  let rtsp: RtspCamera;
  beforeAll(async () => {
    rtsp = await RtspCamera.start();
  });
  afterAll(() => rtsp.stop());

  it('come picture and sound; a hung and a pulled camera are told, and all comes back', async ({
    expect,
  }) => {
    const both = [
      camera(`type: rtsp, url: "${rtsp.url()}"`),
      microphone(`type: rtsp, device: "${rtsp.url()}"`),
    ];
    const all = (reason: OfflineReason | null) => Promise.all(both.map((told) => told.is(reason)));
    await all(null);
    rtsp.sending = false;
    await all('no_data');
    // And not first as frozen.
    for (const { states } of both)
      expect(states.map(({ reason }) => reason)).toEqual(['starting', null, 'no_data']);
    rtsp.sending = true;
    await all(null);
    await rtsp.pull();
    await all('disconnected');
    await expect
      .poll(() => both.map(({ states }) => states.at(-1)?.detail), { timeout: PATIENCE })
      .toEqual([
        expect.stringMatching(/^rtsp:\/\/127\.0\.0\.1:\d+: Connection refused$/),
        expect.stringMatching(/^rtsp:\/\/127\.0\.0\.1:\d+: Connection refused$/),
      ]);
    await rtsp.plugIn();
    await all(null);
    expect(both.every(({ got }) => got > 0)).toBe(true);
    expect(JSON.stringify(both.map(({ states, logged }) => [states, logged]))).not.toContain(PASSWORD);
  });

  it('with a wrong password, that is what is told, and no password', async ({ expect }) => {
    const told = camera(`type: rtsp, url: "${rtsp.url('wrong-secret')}"`);
    expect(await told.is('disconnected')).toMatch(/^rtsp:.*401 Unauthorized/);
    expect(JSON.stringify([told.states, told.logged])).not.toContain('secret');
  });

  it('only the picture is fetched for the picture', async ({ expect }) => {
    const own = await RtspCamera.start();
    try {
      await camera(`type: rtsp, url: "${own.url()}"`).is(null);
      expect([...own.asked]).toEqual(['video']);
    } finally {
      await own.stop();
    }
  });
});

describe.concurrent('of an ESP32-CAM (multipart JPEGs over HTTP)', () => {
  let server: Server;
  let address = '';
  let pictures: Buffer[] = [];
  const watching = new Set<ServerResponse>();
  let sending = true;

  beforeAll(async () => {
    const film = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=10', '-t', '2', '-f', 'image2pipe'];
    const { stdout } = await run('ffmpeg', ['-loglevel', 'error', ...film, '-c:v', 'mjpeg', '-'], {
      encoding: 'buffer',
      maxBuffer: 2 ** 25,
    });
    const { MjpegReader } = await import('./mjpeg-reader.ts');
    pictures = new MjpegReader().push(stdout);
    server = createServer((request, response) => {
      if (!['/bare', '/sized', '/still'].includes(request.url ?? '')) {
        response.writeHead(404).end('Not Found');
        return;
      }
      response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace;boundary=frame' });
      if (request.url !== '/still') watching.add(response);
      response.on('close', () => watching.delete(response));
      let count = 0;
      const timer = setInterval(() => {
        const at = request.url === '/still' ? 0 : count++;
        const jpeg = pictures[at % pictures.length] ?? Buffer.alloc(0);
        const size = request.url !== '/bare' ? `Content-Length: ${jpeg.length}\r\n` : '';
        if (!sending && request.url !== '/still') return;
        response.write(`\r\n--frame\r\nContent-Type: image/jpeg\r\n${size}\r\n`);
        response.write(jpeg);
      }, 100);
      response.on('close', () => clearInterval(timer));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    if (typeof bound === 'object' && bound !== null) address = `http://127.0.0.1:${bound.port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('come the pictures, with and without their lengths; it may hang or be cut off, and comes back', async ({
    expect,
  }) => {
    const both = [
      camera(`type: mjpeg, url: "${address}/sized"`),
      camera(`type: mjpeg, url: "${address}/bare"`),
    ];
    const all = (reason: OfflineReason | null) => Promise.all(both.map((told) => told.is(reason)));
    await all(null);
    sending = false;
    await all('no_data');
    sending = true;
    await all(null);
    // Again and again: on a busy machine a program may be on its way to its next connection.
    const cutting = setInterval(() => {
      for (const response of watching) response.destroy();
    }, 500);
    await all('disconnected').finally(() => clearInterval(cutting));
    await all(null);
    for (const told of both) await expect.poll(() => told.got, { timeout: PATIENCE }).toBeGreaterThan(10);
  });

  it('one whose picture stands still is told once, though its program is started again for it', async ({
    expect,
  }) => {
    const told = camera(`type: mjpeg, url: "${address}/still"`);
    await told.is('frozen');
    const before = told.pid();
    await expect.poll(() => told.pid(), { timeout: PATIENCE }).not.toBe(before);
    const got = told.got;
    await expect.poll(() => told.got, { timeout: PATIENCE }).toBeGreaterThan(got + 5);
    expect(told.states.map(({ reason }) => reason)).toEqual(['starting', null, 'frozen']);
  });

  it('a wrong path is told', async ({ expect }) => {
    const told = camera(`type: mjpeg, url: "${address}/nothing"`);
    expect(await told.is('disconnected')).toMatch(/^http:.*404 Not Found/);
  });
});

describe.concurrent('of ALSA (a virtual device)', () => {
  const fifo = join(folder, 'sound');
  const file = join(folder, 'asound.conf');
  let pipe: WriteStream;
  let sound: 'noise' | 'silence' | 'nothing' = 'noise';
  let timer: NodeJS.Timeout;

  const plugIn = (name: string) =>
    writeFileSync(
      file,
      `</usr/share/alsa/alsa.conf>
pcm.${name} { type file slave.pcm null file /dev/null infile "${fifo}" format raw }`,
    );

  beforeAll(async () => {
    plugIn('nursery');
    vi.stubEnv('ALSA_CONFIG_PATH', file);
    await run('mkfifo', [fifo]);
    // For reading too, so that the pipe outlives each reader.
    pipe = createWriteStream(fifo, { flags: 'r+' });
    pipe.on('error', () => {});
    timer = setInterval(() => {
      if (sound === 'nothing' || pipe.writableLength > 0) return;
      const samples = Buffer.alloc(19_200);
      for (let at = 0; at < samples.length && sound === 'noise'; at += 2)
        samples.writeInt16LE(Math.round(Math.random() * 2_000 - 1_000), at);
      pipe.write(samples);
    }, 100);
  });
  afterAll(() => {
    clearInterval(timer);
    pipe.destroy();
  });

  it('comes the sound; silence, a hung and an unplugged device are told, and it comes back', async ({
    expect,
  }) => {
    const told = microphone('type: alsa, device: nursery');
    await told.is(null);
    sound = 'silence';
    await told.is('muted');
    sound = 'nothing';
    await told.is('no_data');
    sound = 'noise';
    await told.is(null);
    plugIn('another');
    process.kill(told.pid(), 'SIGKILL');
    await told.is('disconnected');
    await expect
      .poll(() => told.states.at(-1)?.detail, { timeout: PATIENCE })
      .toBe('cannot open audio device nursery (No such file or directory)');
    plugIn('nursery');
    await told.is(null);
  });
});

describe.concurrent('of a Raspberry Pi camera (a program of its name and options)', () => {
  it('come the pictures; a hung and a missing camera are told, and it comes back', async ({ expect }) => {
    const behave = (behaviour: string) => writeFileSync(join(folder, 'behaviour'), behaviour);
    behave('moving');
    const program = fileURLToPath(new URL('../../test/rpicam-vid.ts', import.meta.url));
    writeFileSync(join(folder, 'rpicam-vid'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {
      mode: 0o755,
    });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    vi.stubEnv('RPICAM_BEHAVIOUR', join(folder, 'behaviour'));
    const told = camera('type: rpicam, rotation: 180, width: 320, height: 240');
    await told.is(null);
    behave('hang');
    await told.is('no_data');
    behave('none');
    expect(await told.is('disconnected')).toBe('ERROR: *** no cameras available ***');
    behave('moving');
    await told.is(null);
  });
});

describe.concurrent('of V4L2 devices that cannot be used', () => {
  it.for([
    ['/dev/no-such-video', /No such file or directory/],
    ['/dev/null', /Inappropriate ioctl for device|Not a video capture device/],
  ] as const)('%s: the words of the system are told', async ([device, words], { expect }) => {
    expect(await camera(`type: v4l2, device: ${device}`).is('disconnected')).toMatch(words);
  });
});
