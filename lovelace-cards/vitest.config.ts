import { defineConfig } from 'vitest/config';

/** The cards in a browser. What they compute is tested without one, in the unit tests. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    globalSetup: ['harness/serve.ts'],
    include: ['harness/*.browser.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
