import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes after which a log goes on in a new file; the one before it is kept, so a part has at most twice that. */
const LIMIT = 5_000_000;

/** How many of the last lines are at hand for an error message. */
const TAIL = 20;

export interface LogFile {
  path: string;
  write(line: string): void;
  /** The last lines, oldest first. */
  tail(): string[];
  close(): void;
}

/** A log of lines that stays small and never holds one of the secrets. */
export function openLogFile(path: string, secrets: () => readonly string[], limit = LIMIT): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  const open = () => openSync(path, 'a', 0o600);
  let file = open();
  let size = fstatSync(file).size;
  let lost = 0;
  let closed = false;
  const last: string[] = [];
  const append = (text: string) => {
    if (size + text.length > limit && size > 0) {
      // The old file is let go last: when there is no room for a new one, this is tried again at the next line.
      if (existsSync(path)) renameSync(path, `${path}.1`);
      const next = open();
      closeSync(file);
      file = next;
      size = 0;
    }
    size += writeSync(file, text);
  };
  return {
    path,
    write(line) {
      const clean = secrets().reduce((text, secret) => text.replaceAll(secret, '…'), line);
      last.push(clean);
      if (last.length > TAIL) last.shift();
      if (closed) return;
      try {
        append(`${lost > 0 ? `(${lost} lines could not be written)\n` : ''}${clean}\n`);
        lost = 0;
      } catch {
        // The disk is full: the stack goes on, and the log says later what it lacks.
        lost += 1;
      }
    },
    tail: () => [...last],
    close() {
      if (closed) return;
      closed = true;
      closeSync(file);
    },
  };
}
