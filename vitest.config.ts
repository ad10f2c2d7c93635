import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{protocol,agent,nodes,flows,lovelace-cards,homeassistant,local,bench,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
