import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `npm test` runs, in order. The last line that it prints is `N passed, N failed`. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, 'test', 'output');

interface Count {
  passed: number;
  failed: number;
}

function command(name: string, args: string[]): boolean {
  console.error(`\n== ${name}`);
  const [program = '', ...rest] = args;
  const { status, error } = spawnSync(join(root, 'node_modules', '.bin', program), rest, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) console.error(`${name} could not be run: ${error.message}`);
  return status === 0;
}

/** A check that is one test by itself. */
function check(name: string, args: string[]): Count {
  return command(name, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A suite of vitest's; whatever is neither passed nor failed (skipped, or a file that did not load) counts as failed. */
function suite(name: string, config: string, filters: string[]): Count {
  const report = join(output, `${name.replaceAll(' ', '-')}.json`);
  rmSync(report, { force: true });
  const succeeded = command(name, [
    'vitest',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
    ...filters,
  ]);
  try {
    const { numTotalTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
      numTotalTests: number;
      numPassedTests: number;
    };
    const failed = numTotalTests - numPassedTests;
    return { passed: numPassedTests, failed: succeeded ? failed : Math.max(failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

mkdirSync(output, { recursive: true });
const filters = process.argv.slice(2);
const counts =
  filters.length > 0
    ? [suite('end to end', 'test/vitest.config.ts', filters)]
    : [
        check('formatting and lint', ['biome', 'check', '--error-on-warnings', '.']),
        check('types', ['tsc', '--noEmit']),
        suite('unit tests', 'vitest.config.ts', []),
        suite('cards in a browser', 'lovelace-cards/vitest.config.ts', []),
        suite('end to end', 'test/vitest.config.ts', []),
      ];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
