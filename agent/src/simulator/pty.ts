import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ReadStream } from 'node:tty';
import { z } from 'zod';

/** A pseudo terminal whose other end is opened as if it were a serial port. */
export interface Pty {
  /** Of the other end, such as /dev/pts/3. */
  path: string;
  /** Writes what fits; like a serial port that nobody reads, it loses the rest. */
  write(data: string | Uint8Array): void;
  /** Closes it: whoever has the other end open sees the cable pulled. */
  close(): void;
}

type NativeOpen = (columns: number, rows: number) => unknown;

const native = z.object({ open: z.custom<NativeOpen>((value) => typeof value === 'function') });
const opened = z.object({ master: z.int(), slave: z.int(), pty: z.string() });

/**
 * Opens a pty of which no program is the other end. node-pty's own `open` reads both ends at once and so steals what is
 * meant for the one who opens the port: its native part is used without it.
 */
export function openPty(onData: (chunk: Buffer) => void): Pty {
  const require = createRequire(import.meta.url);
  const { requireBinary } = require('@lydell/node-pty/requireBinary.js');
  const { master, slave, pty } = opened.parse(native.parse(requireBinary('pty.node')).open(80, 24));
  // Stays open here, unread, so that the line lives while nobody else has it open; raw, so that it sends nothing back.
  const keeper = new ReadStream(slave);
  keeper.setRawMode(true);
  const device = new ReadStream(master);
  device.on('data', onData);
  // Each end reports when the other one is gone, which is only while closing.
  for (const end of [keeper, device]) end.on('error', () => {});
  return {
    path: pty,
    write(data) {
      try {
        writeSync(master, typeof data === 'string' ? Buffer.from(data) : data);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      }
    },
    close() {
      keeper.destroy();
      device.destroy();
    },
  };
}
