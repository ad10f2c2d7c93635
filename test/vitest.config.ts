import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** One stack serves all files, so they run one after the other: those that break it come last. */
const order = [
  'original-protocol',
  'broken-messages',
  'dashboard',
  'detect',
  'round',
  'notifications',
  'history',
  'recovery',
  'stop',
];

class Ordered extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      order.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['end-to-end/*.test.ts'],
    globalSetup: ['src/stack.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 600_000,
    sequence: { sequencer: Ordered },
  },
});
