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
