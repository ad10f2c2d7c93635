import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';

/** A value that survives a kill -9 at any moment: the file holds the old one or the new one, never half of one. */
export interface StateFile<Value> {
  /** The value that was saved last; undefined when there is none. */
  load(): Value | undefined;
  /**
   * @param durable Waits until the disk has it, so that it survives a power cut, too. Without it the operating system has
   * it: that survives the end of the process at any moment, and costs no wait.
   */
  save(value: Value, durable?: boolean): void;
}

/** Has the disk know the new name of a file, too: until then a power cut may bring the old file back. */
function syncDirectory(directory: string): void {
  // Windows opens no directory, and writes its names through.
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * @param userDirectory Node-RED's user directory.
 * @param check Makes sure of what was read; throws when it is not a value.
 * @param report Told when the file cannot be read: the node then begins anew, which must not pass unseen.
 */
export function stateFile<Value>(
  userDirectory: string,
  id: string,
  check: (value: unknown) => Value,
  report: (reason: string) => void,
): StateFile<Value> {
  const file = join(userDirectory, 'smart-cradle', `${id}.json`);
  return {
    load() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        report(`${file}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
      try {
        return check(JSON.parse(text));
      } catch (error) {
        report(`${file}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    },
    save(value, durable = true) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileAtomic(file, JSON.stringify(value), { fsync: durable });
      if (durable) syncDirectory(dirname(file));
    },
  };
}
