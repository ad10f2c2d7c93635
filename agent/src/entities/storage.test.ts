import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Storage } from './storage.ts';

vi.mock('node:fs/promises', { spy: true });

const log = { debug() {}, info() {}, warn() {}, error() {} };
const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' });
/** A memory card of its own takes a root; what a limit on files does is tried with the whole agent. */
const mayMount = process.getuid?.() === 0 && canMount();

function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'smart-cradle-mount-'));
  try {
    mount('-t', 'tmpfs', 'tmpfs', place);
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true });
  }
}

let folder = '';
let storage: Storage;
let told: (string | null)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-storage-'));
  // Of this test alone: the last look of the one before may still be on its way.
  const own: (string | null)[] = [];
  told = own;
  storage = new Storage({ folder, log, onState: (why) => own.push(why) });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  storage.stop();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** Looks again until that was told last. */
async function last(expected: unknown): Promise<void> {
  await vi.waitFor(
    () => {
      vi.advanceTimersByTime(2_000);
      expect(told.at(-1)).toEqual(expected);
    },
    { timeout: 10_000 },
  );
}

it('tells why something was not stored, and takes it back when it can be', async () => {
  storage.start();
  expect(told).toEqual([]);
  storage.failed(Object.assign(new Error('EDQUOT: quota exceeded'), { code: 'EDQUOT' }));
  expect(told).toEqual(['disk_full']);
  await last(null);
});

it('tells a folder that cannot be made', async () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file is in its place');
  storage.start();
  await last(expect.stringMatching(/^not_writable: EEXIST/));
  rmSync(folder);
  await last(null);
});

it.runIf(mayMount)(
  'tells a full memory card and one that may only be read, before anything is stored',
  async () => {
    mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder);
    try {
      storage.start();
      expect(told).toEqual([]);
      writeFileSync(join(folder, 'clip'), Buffer.alloc(256 * 1_024));
      await last('disk_full');
      rmSync(join(folder, 'clip'));
      await last(null);
      // As the kernel does with a card that fails.
      mount('-o', 'remount,ro', folder);
      await last('not_writable: EROFS: read-only file system');
      mount('-o', 'remount,rw', folder);
      await last(null);
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  },
);

it('tells of a disk that does not answer, but not when the program itself stood still', async () => {
  vi.mocked(statfs)
    .mockClear()
    .mockReturnValueOnce(new Promise(() => {}));
  storage.start();
  await vi.waitFor(() => expect(statfs).toHaveBeenCalled());
  const standstill = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  vi.advanceTimersByTime(2_000);
  standstill.mockRestore();
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual(['not_writable: the disk does not answer']);
});
