import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Arduino } from '../simulator/arduino.ts';
import { openPty, type Pty } from '../simulator/pty.ts';
import { SerialLine } from './serial-line.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
let folder = '';
const open: { stop(): void | Promise<void> }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-cradle-'));
});
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
  await rm(folder, { recursive: true });
});

/** A serial line whose events can be awaited. */
function serialLine(path: string) {
  const events = new EventEmitter();
  const lines: string[] = [];
  const serial = new SerialLine({
    serial: { path },
    log,
    onLine: (line) => {
      lines.push(line);
      events.emit('line', line);
    },
    onOpen: () => events.emit('open'),
    onClose: (reason) => events.emit('close', reason),
  });
  open.push(serial);
  const opened = once(events, 'open');
  serial.start();
  return { serial, lines, events, opened };
}

function pty(onData: (chunk: Buffer) => void = () => {}): Pty {
  const made = openPty(onData);
  open.push({ stop: () => made.close() });
  return made;
}

describe('SerialLine', () => {
  it('reads lines that come a byte at a time, Korean and all', async () => {
    const device = pty();
    const { events, opened } = serialLine(device.path);
    await opened;
    const heard = once(events, 'line');
    for (const byte of Buffer.from('아기 체온: 36.5°C\r\n')) {
      device.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await heard).toEqual(['아기 체온: 36.5°C']);
  });

  it('notices that the device is gone though the port says nothing, and takes the next one', async () => {
    const [unplugged, pluggedIn] = [pty(), pty()];
    const path = join(folder, 'ttyACM0');
    await symlink(unplugged.path, path);
    const { events, opened } = serialLine(path);
    await opened;
    const [closed, heard] = [once(events, 'close'), once(events, 'line')];
    await rm(path);
    expect(await closed).toEqual([`${path} is gone`]);
    await symlink(pluggedIn.path, path);
    await once(events, 'open');
    pluggedIn.write('36.5\n');
    expect(await heard).toEqual(['36.5']);
  });

  it('throws away what has no end, and goes on with the next line', async () => {
    const device = pty();
    const { events, opened, lines } = serialLine(device.path);
    await opened;
    for (let part = 0; part < 8; part += 1) {
      device.write('x'.repeat(400));
      await new Promise((resolve) => setImmediate(resolve));
    }
    device.write('\nnext\n');
    while (!lines.includes('next')) await once(events, 'line');
    expect(lines).toHaveLength(2);
    expect(lines[0]?.length).toBeLessThanOrEqual(256);
  });

  it('writes commands whole while lines are read', async () => {
    let received = '';
    const device = pty((chunk) => {
      received += chunk.toString();
    });
    const { serial, events, opened, lines } = serialLine(device.path);
    await opened;
    for (let round = 0; round < 50; round += 1) {
      for (let line = 0; line < 10; line += 1) {
        device.write(`line ${round * 10 + line}\n`);
        expect(serial.write('servo')).toBe(true);
      }
      while (lines.length < (round + 1) * 10) await once(events, 'line');
      await serial.drain();
    }
    await expect.poll(() => received.length).toBe(3_000);
    expect(received).toBe('servo\n'.repeat(500));
    expect(lines).toEqual(Array.from({ length: 500 }, (_, index) => `line ${index}`));
  });

  it('goes on by itself when the Arduino is unplugged and plugged in again', async () => {
    const link = join(folder, 'ttyACM0');
    let connected = true;
    const told: object[] = [];
    const arduino = new Arduino({
      link,
      temperature: () => 36.5,
      isConnected: () => connected,
      tell: (event) => told.push(event),
    });
    open.push(arduino);
    arduino.start();
    const { serial, events, opened } = serialLine(link);
    await opened;
    expect((await once(events, 'line'))[0]).toBe('아기 체온: 36.5°C');
    serial.write('servo');
    await expect.poll(() => told).toContainEqual({ motor: 'on' });
    const closed = once(events, 'close');
    connected = false;
    await closed;
    expect(serial.write('servo')).toBe(false);
    expect(told).toContainEqual({ motor: 'off' });
    const again = once(events, 'open');
    connected = true;
    await again;
    expect((await once(events, 'line'))[0]).toBe('아기 체온: 36.5°C');
    serial.write('servo');
    await expect.poll(() => told.filter((event) => 'received' in event)).toHaveLength(2);
  });

  it('is for one program at a time: a second one does not move the motor', async () => {
    const device = pty();
    const { opened } = serialLine(device.path);
    await opened;
    const second = serialLine(device.path);
    await once(second.events, 'close');
    expect(second.serial.write('servo')).toBe(false);
  });

  it('says that the port is not there, and finds it when it comes', async () => {
    const link = join(folder, 'ttyACM0');
    const { events } = serialLine(link);
    await once(events, 'close');
    const opened = once(events, 'open');
    const arduino = new Arduino({ link, temperature: () => 36.5, isConnected: () => true, tell: () => {} });
    open.push(arduino);
    arduino.start();
    await opened;
  });
});
