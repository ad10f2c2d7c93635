import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SUITE, type SuiteName } from './suites.ts';

const ALL = fileURLToPath(new URL('../output', import.meta.url));

/** Where a suite leaves its logs and pictures. */
export function outputOf(suite: SuiteName): string {
  return join(ALL, suite);
}

export const OUTPUT = outputOf(SUITE);
/** What both stacks install once: Home Assistant, mostly. */
export const PARTS = join(ALL, 'parts');
/** Is there as soon as the suite's stack is. */
export function readyFile(suite: SuiteName): string {
  return join(outputOf(suite), 'ready');
}
