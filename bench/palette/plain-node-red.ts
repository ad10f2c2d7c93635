/**
 * Does the palette install in a plain Node-RED, as a user installs it, and do its examples run?
 * `node bench/palette/plain-node-red.ts [version…]`; without a version: 4 and 5. Needs the npm registry.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const palette = join(root, 'nodes');
const NAME = '@smart-cradle/node-red-contrib-smart-cradle';
const PORT = 32_480;
/** Milliseconds for Node-RED to start its flows. */
const START_LIMIT = 60_000;

interface FlowNode {
  id: string;
  type: string;
  z?: string;
}

function npm(args: string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Packs the palette as it would be published. @returns the path of the archive. */
function pack(folder: string): string {
  npm(['run', 'build'], palette);
  const [{ filename }] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], palette)) as [
    { filename: string },
  ];
  return join(folder, filename.replaceAll('/', '-').replace('@', ''));
}

/** Starts Node-RED with every example in its flow file, and says what it logs. */
async function start(folder: string, flows: readonly FlowNode[]): Promise<string> {
  const child = spawn(
    process.execPath,
    [join(folder, 'node_modules', 'node-red', 'red.js'), '-u', folder, '-p', String(PORT)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  const started = new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`it did not start:\n${log}`)), START_LIMIT);
    const listen = (chunk: Buffer) => {
      log += chunk.toString();
      if (!/Started flows/.test(log)) return;
      clearTimeout(limit);
      resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`it ended with ${code}:\n${log}`));
    });
  });
  try {
    await started;
    // What the editor loads: every node of ours, and no error beside it.
    const answer = await fetch(`http://127.0.0.1:${PORT}/nodes`, { headers: { accept: 'application/json' } });
    const sets = (await answer.json()) as { module: string; types: string[]; err?: unknown }[];
    const ours = sets.filter(({ module }) => module === NAME);
    const broken = ours.filter(({ err }) => err !== undefined);
    if (broken.length > 0) throw new Error(`nodes do not load: ${JSON.stringify(broken)}`);
    for (const { id } of flows.filter(({ type }) => type === 'inject')) {
      const pressed = await fetch(`http://127.0.0.1:${PORT}/inject/${id}`, { method: 'POST' });
      if (!pressed.ok) throw new Error(`${id}: its button answers ${pressed.status}`);
    }
    await delay(2000);
    const errors = log.split('\n').filter((line) => line.includes('[error]'));
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return `${ours.length} nodes load; every button of the examples pressed, no error`;
  } finally {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

async function check(version: string, archive: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `smart-cradle-node-red-${version}-`));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'plain', private: true }));
    npm(['install', '--no-audit', '--no-fund', '--loglevel=error', `node-red@${version}`, archive], folder);
    const installed = join(folder, 'node_modules', NAME);
    const examples = readdirSync(join(installed, 'examples'));
    const flows = examples.flatMap(
      (file) => JSON.parse(readFileSync(join(installed, 'examples', file), 'utf8')) as FlowNode[],
    );
    const ids = flows.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) throw new Error('two examples share an id');
    writeFileSync(join(folder, 'flows.json'), JSON.stringify(flows));
    const settings =
      "module.exports = { flowFile: 'flows.json', telemetry: { enabled: false }, logging: { console: { level: 'info' } } };";
    writeFileSync(join(folder, 'settings.js'), settings);
    const { version: real } = JSON.parse(
      readFileSync(join(folder, 'node_modules', 'node-red', 'package.json'), 'utf8'),
    ) as { version: string };
    console.log(`Node-RED ${real}: ${examples.length} examples imported, ${await start(folder, flows)}`);
    if (!existsSync(join(installed, 'README.md'))) throw new Error('the README is not in the package');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const versions = process.argv.slice(2);
const packed = mkdtempSync(join(tmpdir(), 'smart-cradle-palette-'));
mkdirSync(packed, { recursive: true });
try {
  const archive = pack(packed);
  for (const version of versions.length > 0 ? versions : ['4', '5']) await check(version, archive);
} finally {
  rmSync(packed, { recursive: true, force: true });
}
