import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { AgentProcess, Ear, type Heard } from '../../test/agent-process.ts';
import { Mosquitto } from '../../test/mosquitto.ts';
import { parseFirmwareLine } from '../entities/firmware-line.ts';
import { SerialLine } from '../sensors/serial-line.ts';
import { parseTemperatureLine } from '../sensors/thermometer.ts';
import { buildFirmware, SimulatedFirmware } from './firmware.ts';

/** The real sketch on a simulated chip, at the other end of the agent's real serial line. */
const log = { debug() {}, info() {}, warn() {}, error() {} };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-cradle-firmware-'));
  await buildFirmware(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** A chip of its own for each test, since they run at the same time. */
async function plugIn({ onTestFinished }: TestContext, name: string) {
  const link = join(folder, name);
  const firmware = new SimulatedFirmware(folder, link);
  onTestFinished(() => firmware.stop());
  const lines: string[] = [];
  const events = new EventEmitter();
  const serial = new SerialLine({
    serial: { path: link },
    log,
    onLine: (line) => {
      lines.push(line);
      events.emit('line', line);
    },
    onOpen: () => events.emit('open'),
    onClose: () => {},
  });
  onTestFinished(() => serial.stop());
  const opened = once(events, 'open');
  serial.start();
  await opened;
  // What is sent before the chip has set up its serial line is lost, as on the real one.
  if (lines.length === 0) await once(events, 'line');
  /** The next line that satisfies. */
  const heard = async (satisfied: (line: string) => boolean): Promise<string> => {
    for (;;) {
      const [line] = await once(events, 'line');
      if (satisfied(line)) return line;
    }
  };
  /** Starts, waits for the motor to have swung to both sides, and gives how far it went, µs from the centre. */
  const swing = async (command: string): Promise<number> => {
    expect(serial.write(command)).toBe(true);
    await heard(status(command));
    const far = () => firmware.pulses.filter(({ pulse }) => pulse > 0).map(({ pulse }) => pulse - 1500);
    await firmware.until(() => Math.max(...far()) > 30 && Math.min(...far()) < -30);
    return Math.max(...far().map(Math.abs));
  };
  return { firmware, serial, lines, heard, swing };
}

const status = (text: string) => (line: string) => line === `smart-cradle 1.0.0 ${text}`;

describe.concurrent('the firmware', { timeout: 60_000 }, () => {
  it('announces itself, and tells the temperature each second as the original does', async (context) => {
    const { firmware, heard } = await plugIn(context, 'port-1');
    const line = await heard((text) => parseTemperatureLine(text).ok);
    expect(line).toBe('아기 체온: 36.5°C');
    const announced = await heard((text) => parseFirmwareLine(text) !== undefined);
    expect(parseFirmwareLine(announced)).toEqual({
      kind: 'status',
      version: '1.0.0',
      motion: { on: false, level: null },
    });
    firmware.setTemperature(37.04);
    expect(await heard((text) => text.includes('37'))).toBe('아기 체온: 37.0°C');
  });

  it('says nothing of a temperature that does not arrive whole', async (context) => {
    const { firmware, lines, heard } = await plugIn(context, 'port-2');
    firmware.setTemperature(null);
    await heard(status('off'));
    const before = lines.length;
    await heard(status('off'));
    expect(lines.slice(before)).toEqual(['smart-cradle 1.0.0 off']);
  });

  it('stands still at most 3 s after the last renewal, and lets go of the motor then', async (context) => {
    const { firmware, lines, swing } = await plugIn(context, 'port-3');
    await swing('level 4');
    await firmware.until(() => firmware.pulses.at(-1)?.pulse === 0);
    const renewed = firmware.received.at(-1)?.at ?? 0;
    const [last, off] = firmware.pulses.slice(-2);
    expect(last?.pulse).toBeGreaterThan(1495);
    expect(last?.pulse).toBeLessThan(1505);
    expect((last?.at ?? 0) - renewed).toBeGreaterThan(2_000);
    expect((last?.at ?? 0) - renewed).toBeLessThanOrEqual(3_000);
    expect((off?.at ?? 0) - renewed).toBeLessThan(4_500);
    expect(lines).toContain('smart-cradle 1.0.0 off');
  });

  it('never moves further than 15 degrees, nor faster than 60 degrees a second', async (context) => {
    const { firmware, serial, heard, swing } = await plugIn(context, 'port-4');
    expect(await swing('level 4')).toBeLessThanOrEqual(165);
    serial.write('level 1');
    serial.write('level 4');
    await heard(status('level 4'));
    serial.write('stop');
    await firmware.until(() => firmware.pulses.at(-1)?.pulse === 0);
    const moves = firmware.pulses.filter(({ pulse }) => pulse > 0);
    for (const [index, { at, pulse }] of moves.entries()) {
      const before = moves[index - 1] ?? { at: at - 20, pulse: 1500 };
      const frames = Math.max(1, Math.round((at - before.at) / 20));
      // 13 µs in 20 ms; the serial line's interrupt may hold up each of the four edges by 2 µs.
      expect(Math.abs(pulse - before.pulse) / frames).toBeLessThanOrEqual(21);
      expect(Math.abs(pulse - 1500)).toBeLessThanOrEqual(166);
    }
  });

  it('stops at once when it is told, and answers', async (context) => {
    const { firmware, serial, heard, swing } = await plugIn(context, 'port-5');
    await swing('level 2');
    serial.write('stop');
    await heard(status('off'));
    const stopped = firmware.received.at(-1)?.at ?? 0;
    await firmware.until(() => firmware.pulses.at(-1)?.pulse === 0);
    expect((firmware.pulses.at(-2)?.at ?? 0) - stopped).toBeLessThanOrEqual(600);
  });

  it('takes the old command as one short run', async (context) => {
    const { firmware, serial, heard } = await plugIn(context, 'port-6');
    serial.write('servo');
    await heard(status('run'));
    await firmware.until(() => firmware.pulses.at(-1)?.pulse === 0);
    const ran = (firmware.pulses.at(-2)?.at ?? 0) - (firmware.received.at(-1)?.at ?? 0);
    expect(ran).toBeGreaterThan(1_000);
    expect(ran).toBeLessThanOrEqual(1_800);
  });

  it('does not move for what it does not understand', async (context) => {
    const { firmware, serial, lines } = await plugIn(context, 'port-7');
    for (const rubbish of ['level 5', 'level 0', 'level 44', 'servo!', 'x'.repeat(200), '\u0000\u0001']) {
      serial.write(rubbish);
      await serial.drain();
    }
    serial.write('stop');
    await firmware.until(() => firmware.received.some(({ received }) => received === 'stop'));
    expect(firmware.pulses).toEqual([]);
    expect(lines.filter(status('unknown')).length).toBeGreaterThanOrEqual(4);
  });

  it('stands still within 3 s of a kill -9 of the agent, and does not move for its next life', async (context) => {
    const broker = await Mosquitto.start();
    const ear = await Ear.listen(broker.url);
    const link = join(folder, 'port-agent');
    const firmware = new SimulatedFirmware(folder, link);
    const agent = new AgentProcess({ uuid: 'a', mqtt: { url: broker.url }, serial: { path: link } });
    context.onTestFinished(async () => {
      await agent.remove();
      await firmware.stop();
      await ear.close();
      await broker.remove();
    });
    const topics = cradleTopics('a');
    const states = ({ topic, payload }: Heard, wanted: object) =>
      topic === topics.servoState &&
      Object.entries(wanted).every(([key, value]) => JSON.parse(String(payload))[key] === value);
    agent.start();
    await ear.hear('a temperature', ({ topic }) => topic === topics.temperature, 0);
    // The firmware has spoken before the temperature: it is known.
    await ear.hear('the servo', ({ topic }) => topic === topics.servoState, 0);
    const since = performance.now();
    await ear.client.publishAsync(topics.servo, '{"action":"start","level":3}', { qos: 1 });
    await ear.hear('rocking at level 3', (message) => states(message, { state: 'on', level: 3 }), since);
    await firmware.until(({ pulses }) => pulses.some(({ pulse }) => pulse > 1550));
    await agent.stop('SIGKILL');
    // What it wrote last is told by the simulator a little later, on a busy machine: half a second of pulses.
    const sent = firmware.pulses.length;
    await firmware.until(({ pulses }) => pulses.length >= sent + 25 || pulses.at(-1)?.pulse === 0);
    const renewed = firmware.received.at(-1)?.at ?? 0;
    agent.start();
    await firmware.until(({ pulses }) => pulses.at(-1)?.pulse === 0);
    expect((firmware.pulses.at(-2)?.at ?? 0) - renewed).toBeLessThanOrEqual(3_000);
    const after = firmware.received.filter(({ at }) => at > renewed).map(({ received }) => received);
    expect(after.filter((line) => line !== 'stop')).toEqual([]);
  });
});
