import { fileURLToPath } from 'node:url';

/** Where a run of the tests leaves its logs and pictures. */
export const OUTPUT = fileURLToPath(new URL('../output', import.meta.url));
