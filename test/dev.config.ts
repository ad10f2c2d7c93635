import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const start = JSON.parse(
  readFileSync('/tmp/alerts-start.json', 'utf8')
    .split('\n')
    .find((l) => l.startsWith('{')) ?? '',
);
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['end-to-end/notifications.test.ts'],
    provide: { start, messages: '', launcher: 0 },
    testTimeout: 120_000,
    hookTimeout: 600_000,
    bail: 1,
  },
});
