import { writeSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';
import { z } from 'zod';

/** A pseudo terminal whose other end is opened as if it were a serial port. */
export interface Pty {
  /** Of the other end, such as /dev/pts/3. */
  path: string;
  /** Writes what fits; like a serial port that nobody reads, it loses the rest. */
  write(text: string): void;
  /** Closes it: whoever has the other end open sees the cable pulled. */
  close(): void;
}

/** Of node-pty's terminals, as its `open` gives them. */
const opened = z.object({
  ptsName: z.string(),
  fd: z.number(),
  master: z.custom<ReadStream>(isStream),
  slave: z.custom<ReadStream>(isStream),
});

/** Opens a pty of which no program is the other end. */
export function openPty(onData: (chunk: Buffer) => void): Pty {
  const { ptsName: path, fd, master, slave } = opened.parse(openTerminal());
  // The other end stays open here, so that the line lives while nobody else has it open; it must not be read here,
  // and neither may it send back what it is told.
  slave.pause();
  slave.setRawMode(true);
  master.on('data', onData);
  // Reported when the other end is gone, which is only while closing.
  master.on('error', () => {});
  slave.on('error', () => {});
  return {
    path,
    write(text) {
      try {
        writeSync(fd, text);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      }
    },
    close() {
      slave.destroy();
      master.destroy();
    },
  };
}

function openTerminal(): unknown {
  const open: unknown =
    Reflect.get(nodePty, 'open') ?? Reflect.get(Reflect.get(nodePty, 'default') ?? {}, 'open');
  if (typeof open !== 'function') throw new Error('node-pty: it cannot open a terminal without a program');
  const terminal: object = open({ encoding: null });
  return {
    ptsName: Reflect.get(terminal, '_pty'),
    fd: Reflect.get(terminal, '_fd'),
    master: Reflect.get(terminal, '_master'),
    slave: Reflect.get(terminal, '_slave'),
  };
}

function isStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'setRawMode' in value;
}
