// Brings the checkout into a state that runs: packages (with Node.js 24 among them), the two parts that are built, and
// with --tests the programs that the tests need. Does only what is missing. Runs on the system's Node.js, before any
// package is there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = (...names) => join(root, ...names);
const marks = path('node_modules', '.smart-cradle');
const REMINDER = 8000;

/** A failure whose message is all that the user needs. */
class SetupError extends Error {}

const say = (text) => process.stderr.write(`Setting up: ${text}\n`);

/** Runs a program to its end; its output is shown only when it fails. Says what is being done while it lasts. */
function run(text, command, args, environment = {}) {
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  say(text);
  const reminder = setInterval(() => say(`${text} (for ${seconds()} s)`), REMINDER);
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part) => {
        output = (output + part).slice(-20_000);
      });
    }
    child.once('error', (error) => reject(new SetupError(`${command} cannot be run: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new SetupError(explain(text, output, code)));
    });
  }).finally(() => clearInterval(reminder));
}

/** One sentence with the way out for what often goes wrong, else the last words. */
function explain(text, output, code) {
  if (/ENOSPC|No space left/i.test(output)) return `${text} failed: the disk is full; 2.5 GB are needed.`;
  if (/EACCES|EPERM/.test(output)) return `${text} failed: this user may not write to ${root}.`;
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(output)) {
    return `${text} failed, because the npm registry cannot be reached: connect this machine to the internet (npm config set https-proxy names a proxy), and run the same command again.`;
  }
  const words = output.trim().split('\n').slice(-12).join('\n    ');
  return `${text} failed with code ${code}:\n    ${words}`;
}

/**
 * Runs npm as the npm that runs this script.
 * @param newer the program of another Node.js to run it on
 */
function npm(text, args, environment = {}, newer = undefined) {
  const { npm_execpath: script, npm_node_execpath: node, PATH = '' } = process.env;
  const path = newer ? { PATH: `${dirname(newer)}${delimiter}${PATH}` } : {};
  return script && /\.[cm]?js$/.test(script)
    ? run(text, newer ?? node ?? process.execPath, [script, ...args], { ...environment, ...path })
    : run(text, 'npm', args, { ...environment, ...path });
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** One short text for the content of files and folders. */
function fingerprintOf(names) {
  const hash = createHash('sha256');
  const files = names.flatMap((name) => {
    if (!existsSync(path(name))) return [];
    return /\.\w+$/.test(name) ? [path(name)] : filesOf(path(name)).sort();
  });
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** Does the work unless what it is made from is what it was at the last time, and what it makes is there. */
async function once(name, sources, made, work) {
  const mark = join(marks, name);
  const fingerprint = `${fingerprintOf(sources)} ${process.platform}-${process.arch}`;
  const done = existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint;
  if (done && made.every((file) => existsSync(path(file)))) return;
  await work();
  mkdirSync(marks, { recursive: true });
  writeFileSync(mark, fingerprint);
}

/** Whether npm on this Node.js installs all: it leaves out, without a word, optional packages that want a newer one. */
function installsAll() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major >= 23 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19);
}

/** Runs the work on the Node.js that the packages bring, which is fetched first where the system's is too old for npm. */
async function withNode(work) {
  if (installsAll()) return work(undefined);
  const { optionalDependencies } = JSON.parse(readFileSync(path('package.json'), 'utf8'));
  const machine = `${process.platform}-${process.arch}`;
  const name = [`node-${machine}`, `node-bin-${machine}`].find((each) => each in optionalDependencies);
  if (!name) {
    throw new SetupError(
      `Node.js ${process.versions.node} is too old, and there is no newer one for ${machine}: install Node.js 24.`,
    );
  }
  const folder = path('.node');
  try {
    const wanted = `${name}@${optionalDependencies[name]}`;
    const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
    await npm('Node.js 24', ['install', '--prefix', folder, ...quiet, wanted]);
    return await work(join(folder, 'node_modules', name, 'bin', 'node'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function installPackages() {
  await once(
    'packages',
    ['package.json', 'package-lock.json', '.npmrc'],
    ['node_modules/.bin/vite', 'node_modules/node-red/package.json'],
    () =>
      withNode((newer) =>
        npm(
          'packages (550 MB)',
          ['ci', '--no-audit', '--no-fund'],
          // Its install script would fetch files for NVIDIA's GPUs; what runs on the processor is in the package.
          { ONNXRUNTIME_NODE_INSTALL: 'skip' },
          newer,
        ),
      ),
  );
}

async function build() {
  await once(
    'nodes',
    [
      'protocol/src',
      'nodes/src',
      'nodes/icons',
      'nodes/build.mjs',
      'nodes/package.json',
      'package-lock.json',
    ],
    ['nodes/dist/cradle-reading/cradle-reading.js'],
    () => npm('building the nodes', ['run', 'build', '--workspace', 'nodes']),
  );
  await once(
    'cards',
    ['protocol/src', 'lovelace-cards/src', 'lovelace-cards/vite.config.ts', 'package-lock.json'],
    ['lovelace-cards/dist/smart-cradle-cards.js'],
    () => npm('building the cards', ['run', 'build', '--workspace', 'lovelace-cards']),
  );
}

const BROWSERS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const AVR = '/usr/share/arduino/hardware/arduino/avr';

/** What the tests need of the system: a dashboard is looked at in a real browser, the firmware runs on a simulated chip. */
const TEST_PROGRAMS = [
  { what: 'the browser Chromium', anyOf: BROWSERS, packages: ['chromium'] },
  { what: 'the MQTT broker Mosquitto', anyOf: ['/usr/sbin/mosquitto'], packages: ['mosquitto'] },
  { what: 'ffmpeg', anyOf: ['/usr/bin/ffmpeg'], packages: ['ffmpeg'] },
  { what: 'OpenSSL', anyOf: ['/usr/bin/openssl'], packages: ['openssl'] },
  { what: 'systemd-notify', anyOf: ['/usr/bin/systemd-notify'], packages: ['systemd'] },
  { what: 'a compiler for the Arduino', anyOf: ['/usr/bin/avr-g++'], packages: ['gcc-avr', 'binutils-avr'] },
  {
    what: "the Arduino's libraries",
    anyOf: [`${AVR}/cores/arduino/Arduino.h`],
    packages: ['avr-libc', 'arduino-core-avr'],
  },
  {
    what: 'a simulated Arduino',
    anyOf: ['/usr/include/simavr/sim_avr.h'],
    packages: ['libsimavr-dev', 'libelf-dev'],
  },
  { what: 'a compiler for it', anyOf: ['/usr/bin/gcc'], packages: ['gcc', 'libc6-dev'] },
];

async function installTestPrograms() {
  const missing = TEST_PROGRAMS.filter(({ anyOf }) => !anyOf.some((file) => file && existsSync(file)));
  if (missing.length === 0) return;
  const what = missing.map((each) => each.what).join(', ');
  const packages = missing.flatMap((each) => each.packages);
  if (!existsSync('/usr/bin/apt-get')) {
    throw new SetupError(
      `The tests need Debian or Ubuntu, where they find what is missing here: ${what} (for Chromium alone, CHROMIUM names its program).`,
    );
  }
  const command = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid() !== 0) {
    throw new SetupError(
      `The tests need ${what}, which cannot be installed without root: run \`sudo ${command}\` once, and this again.`,
    );
  }
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('the list of Debian packages', 'apt-get', ['update', '-q'], quiet);
  await run(what, 'apt-get', ['install', '-qy', '--no-install-recommends', ...packages], quiet);
}

try {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    throw new SetupError(`Node.js ${process.versions.node} is too old: install Node.js 18 or later.`);
  }
  await installPackages();
  await build();
  if (process.argv.includes('--tests')) await installTestPrograms();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
