import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartLine } from './start-line.ts';

/** Process id of a part of the stack, as the launcher keeps it; a part that was started again has another. */
export function processOf({ data }: StartLine, part: string): number {
  const { pid } = JSON.parse(readFileSync(join(data, 'processes', `${part}.json`), 'utf8')) as {
    pid: number;
  };
  return pid;
}
