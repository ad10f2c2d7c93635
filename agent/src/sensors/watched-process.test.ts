import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { afterEach, expect, it } from 'vitest';
import { WatchedProcess, type WatchedProcessOptions } from './watched-process.ts';

const running: WatchedProcess[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop()));
});

interface Told {
  data: string;
  downs: OfflineReason[];
  logged: object[];
}

/** Runs a line of JavaScript as the child, and gives what was told when `until` is true. */
async function watch(
  script: string,
  until: (told: Told) => boolean,
  options: Partial<WatchedProcessOptions> = {},
): Promise<Told & { process: WatchedProcess }> {
  const told: Told = { data: '', downs: [], logged: [] };
  const log = (fields: object) => void told.logged.push(fields);
  const process_ = await new Promise<WatchedProcess>((resolve) => {
    const child: WatchedProcess = new WatchedProcess({
      name: 'test',
      program: { file: process.execPath, args: ['-e', script] },
      log: { debug: log, info: log, warn: log, error: log },
      onData: (chunk) => {
        told.data += chunk.toString();
        if (until(told)) resolve(child);
      },
      onDown: (reason) => {
        told.downs.push(reason);
        if (until(told)) resolve(child);
      },
      backoff: { next: () => 10, reset: () => {} },
      ...options,
    });
    running.push(child);
    child.start();
  });
  return { ...told, process: process_ };
}

it('is started again when it ends, and the last line of its standard error is the reason', async () => {
  const { downs, logged } = await watch(
    'process.stdout.write("a"); console.error("first"); console.error("no such device"); process.exitCode = 3',
    ({ data, downs }) => data.length >= 3 && downs.length >= 2,
  );
  expect(downs.slice(0, 2)).toEqual(['disconnected', 'disconnected']);
  expect(logged[0]).toMatchObject({ part: 'test', code: 3, reason: 'no such device' });
});

it.each([
  {
    what: 'a device that says why',
    lines: [
      'ALSA lib confmisc.c:165:(snd_config_get_card) Cannot get card index for 7',
      '[alsa @ 0x55890fe1b380] cannot open audio device hw:7 (No such file or directory)',
      '[in#0 @ 0x55890fe1b0c0] Error opening input: Input/output error',
      'Error opening input file hw:7.',
      'Error opening input files: Input/output error',
    ],
    reason: 'cannot open audio device hw:7 (No such file or directory)',
  },
  {
    what: 'a device of which only the closing lines say why',
    lines: [
      '[in#0 @ 0x55dfbe81e040] Error opening input: Device or resource busy',
      'Error opening input file /dev/video0.',
      'Error opening input files: Device or resource busy',
    ],
    reason: 'Device or resource busy',
  },
  {
    what: 'ffmpeg 5',
    lines: ['[alsa @ 0x5629] cannot open audio device hw:7 (No such device)', 'hw:7: Input/output error'],
    reason: 'cannot open audio device hw:7 (No such device)',
  },
])('takes from ffmpeg why an input did not open, not that it did not: $what', async ({ lines, reason }) => {
  const script = `process.stderr.write(${JSON.stringify(`${lines.join('\n')}\n`)})`;
  const { logged } = await watch(script, ({ downs }) => downs.length >= 1);
  expect(logged[0]).toMatchObject({ reason });
});

it('says no half of an address with a password, though it comes in pieces and without an end', async () => {
  const address = 'rtsp://me:hunter2@cam/live';
  const pieces =
    'process.stderr.write("first\\nrtsp://me:hun"); setTimeout(() => process.stderr.write("ter2@cam/live: refused"), 50)';
  const { logged } = await watch('', ({ downs }) => downs.length >= 1, {
    program: { file: process.execPath, args: ['-e', pieces, address] },
  });
  expect(logged[0]).toMatchObject({ reason: 'rtsp://cam: refused' });
});

it('is killed when it falls silent, and started again', async () => {
  const { downs, data } = await watch(
    'process.stdout.write("a"); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)',
    ({ data }) => data.length >= 2,
    { silence: 200 },
  );
  expect(data).toBe('aa');
  expect(downs).toEqual(['no_data']);
});

it('says that a program which does not exist is the fault', async () => {
  const { downs, logged } = await watch('', ({ downs }) => downs.length >= 1, {
    program: { file: '/does/not/exist', args: [] },
  });
  expect(downs[0]).toBe('device_error');
  expect(logged[0]).toMatchObject({ reason: expect.stringContaining('ENOENT') });
});

it('leaves no child behind when it stops, not even a stubborn one', async () => {
  const { process: watched } = await watch(
    'process.on("SIGTERM", () => {}); process.stdout.write("a"); setInterval(() => {}, 1000)',
    ({ data }) => data.length >= 1,
  );
  const pid = watched.pid;
  if (!pid) throw new Error('it does not run');
  await watched.stop();
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

it("does not hand the agent's secrets to its child", async () => {
  process.env.SMART_CRADLE_MQTT_PASSWORD = 'hunter2';
  try {
    const { data } = await watch(
      'process.stdout.write(String(process.env.SMART_CRADLE_MQTT_PASSWORD) + ";")',
      ({ data }) => data.includes(';'),
    );
    expect(data).toContain('undefined;');
  } finally {
    delete process.env.SMART_CRADLE_MQTT_PASSWORD;
  }
});
