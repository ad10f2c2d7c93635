import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readyFile } from './output.ts';
import { SUITE_NAMES, SUITES, type SuiteName } from './suites.ts';

/** What `npm test` runs. The last line that it prints is `N passed, N failed`. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, 'test', 'output');

interface Count {
  passed: number;
  failed: number;
}

interface CommandOptions {
  environment?: Record<string, string>;
  /** Shows what it prints when it has ended, so that it does not mix with another. */
  afterwards?: boolean;
}

function command(
  name: string,
  args: string[],
  { environment = {}, afterwards = false }: CommandOptions = {},
): Promise<boolean> {
  const title = `\n== ${name}\n`;
  if (!afterwards) process.stderr.write(title);
  const [program = '', ...rest] = args;
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', program), rest, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', afterwards ? 'pipe' : 'inherit', afterwards ? 'pipe' : 'inherit'],
    });
    let printed = title;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    child.once('error', (error) => {
      process.stderr.write(`${name} could not be run: ${error.message}\n`);
      resolve(false);
    });
    child.once('close', (code) => {
      if (afterwards) process.stderr.write(printed);
      resolve(code === 0);
    });
  });
}

/** A check that is one test by itself. */
async function check(name: string, args: string[]): Promise<Count> {
  return (await command(name, args)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A suite of vitest's; whatever is neither passed nor failed (skipped, or a file that did not load) counts as failed. */
async function suite(
  name: string,
  config: string,
  filters: string[],
  options: CommandOptions = {},
): Promise<Count> {
  const report = join(output, `${name.replace(/[^a-z]+/g, '-')}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const succeeded = await command(
    name,
    ['vitest', 'run', '--config', config, ...reporters, ...filters],
    options,
  );
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

function endToEnd(name: SuiteName, filters: string[], afterwards: boolean): Promise<Count> {
  rmSync(readyFile(name), { force: true });
  return suite(`end to end: ${name}`, 'test/vitest.config.ts', filters, {
    environment: { SMART_CRADLE_SUITE: name },
    afterwards,
  });
}

/** Both stacks: the second one starts when the first one stands, which has installed what both need. */
async function bothStacks(): Promise<Count[]> {
  const house = endToEnd('house', [], false);
  let ended = false;
  void house.finally(() => {
    ended = true;
  });
  while (!ended && !existsSync(readyFile('house'))) await delay(500);
  return Promise.all([house, endToEnd('people', [], true)]);
}

async function selected(filters: string[]): Promise<Count[]> {
  const counts: Count[] = [];
  for (const name of SUITE_NAMES) {
    const own = filters.filter((filter) => SUITES[name].some((file) => file.includes(filter)));
    if (own.length > 0) counts.push(await endToEnd(name, own, false));
  }
  return counts;
}

async function everything(): Promise<Count[]> {
  return [
    await check('formatting and lint', ['biome', 'check', '--error-on-warnings', '.']),
    await check('types', ['tsc', '--noEmit']),
    await suite('unit tests', 'vitest.config.ts', []),
    await suite('cards in a browser', 'lovelace-cards/vitest.config.ts', []),
    ...(await bothStacks()),
  ];
}

mkdirSync(output, { recursive: true });
const filters = process.argv.slice(2);
const counts = filters.length > 0 ? await selected(filters) : await everything();
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
