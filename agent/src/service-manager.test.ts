import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { PipelineHeartbeat } from './pipeline-heartbeat.ts';
import { ServiceManager } from './service-manager.ts';

/** What systemd does at the other end of its socket. */
const RECEIVER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True:
    print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
`;
const log = { debug() {}, info() {}, warn() {}, error() {} };

afterEach(() => void vi.useRealTimers());

it('tells systemd that it is ready and works, and leaves the beat out while a pipeline is stuck', async () => {
  const socket = join(mkdtempSync(join(tmpdir(), 'smart-cradle-')), 'notify');
  const systemd = spawn('python3', ['-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = '';
  systemd.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  await once(systemd.stdout, 'data');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  let judged = 0;
  const manager = new ServiceManager({
    heartbeat: new PipelineHeartbeat([{ name: 'crying', judged: () => judged, reason: () => null }]),
    status: () => 'offline: camera (frozen)',
    environment: { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '30000000' },
    log,
  });
  vi.stubEnv('NOTIFY_SOCKET', socket);
  try {
    manager.start();
    // Two programs tell it, and either may be the first: systemd takes them in any order.
    await vi.waitFor(() => {
      expect(heard).toContain('READY=1');
      expect(heard).toContain('WATCHDOG=1');
    }, 10_000);
    expect(heard).toContain('STATUS=offline: camera (frozen)');
    const beats = () => heard.split('WATCHDOG=1').length - 1;
    judged += 1;
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.waitFor(() => expect(beats()).toBe(2), 10_000);
    // A third and a fourth beat; then it is half a minute without a judgement.
    await vi.advanceTimersByTimeAsync(20_000);
    await vi.waitFor(() => expect(beats()).toBe(4), 10_000);
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(heard).toContain('STATUS=stuck: crying'), 10_000);
    expect(beats()).toBe(4);
    manager.stop();
    await vi.waitFor(() => expect(heard).toContain('STOPPING=1'), 10_000);
  } finally {
    vi.unstubAllEnvs();
    systemd.kill('SIGKILL');
  }
});
