import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let root: string;
const path = (...names: string[]) => join(root, ...names);

/** Stands in for npm: notes what it was asked for, and makes what npm would have made. */
const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const args = process.argv.slice(2);
const asked = { ci: () => 'ci', install: () => args.at(-1), run: () => args[1] + ' ' + args.at(-1) };
appendFileSync('asked', asked[args[0]]() + '\\n');
if (args[0] === 'install') {
  const node = args[2] + '/node_modules/' + args.at(-1).split('@')[0] + '/bin/node';
  mkdirSync(dirname(node), { recursive: true });
  writeFileSync(node, '#!/bin/sh\\necho "newer" >> asked\\nexec "' + process.execPath + '" "$@"\\n', { mode: 0o755 });
  process.exit(0);
}
if (process.env.NPM_SAYS) { console.error(process.env.NPM_SAYS); process.exit(7); }
const made = {
  ci: ['node_modules/.bin/vite', 'node_modules/node-red/package.json'],
  nodes: ['nodes/dist/cradle-reading/cradle-reading.js'],
  'lovelace-cards': ['lovelace-cards/dist/smart-cradle-cards.js'],
};
for (const file of made[args[0] === 'ci' ? 'ci' : args.at(-1)]) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
}
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'smart-cradle-setup 요람-'));
  for (const folder of ['scripts', 'nodes/src', 'lovelace-cards/src'])
    mkdirSync(path(folder), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'setup.mjs'), path('scripts', 'setup.mjs'));
  writeFileSync(path('npm.cjs'), NPM);
  copyFileSync(join(import.meta.dirname, '..', 'package.json'), path('package.json'));
  writeFileSync(path('package-lock.json'), '{}');
  writeFileSync(path('nodes/src/node.ts'), '1');
});
afterEach(() => rmSync(root, { recursive: true }));

async function setUp(environment: Record<string, string> = {}, nodeOptions: string[] = []) {
  const child = spawn(process.execPath, [...nodeOptions, path('scripts', 'setup.mjs')], {
    env: {
      ...process.env,
      npm_execpath: path('npm.cjs'),
      npm_node_execpath: process.execPath,
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  const asked = existsSync(path('asked')) ? readFileSync(path('asked'), 'utf8').trim().split('\n') : [];
  rmSync(path('asked'), { force: true });
  return { code, asked, said };
}

it('does what is missing, and nothing the second time', async () => {
  expect(await setUp()).toMatchObject({
    code: 0,
    asked: ['ci', 'build nodes', 'build lovelace-cards'],
  });
  expect(await setUp()).toMatchObject({ code: 0, asked: [], said: '' });
});

it('makes again what changed, or what is gone', async () => {
  await setUp();
  writeFileSync(path('nodes/src/node.ts'), '2');
  expect((await setUp()).asked).toEqual(['build nodes']);
  rmSync(path('lovelace-cards/dist'), { recursive: true });
  expect((await setUp()).asked).toEqual(['build lovelace-cards']);
  writeFileSync(path('package-lock.json'), '{"changed":true}');
  expect((await setUp()).asked).toEqual(['ci', 'build nodes', 'build lovelace-cards']);
});

it.each([
  ['npm error code ECONNREFUSED connect 127.0.0.1:9', ['npm registry cannot be reached', 'proxy']],
  ['npm error code ENOSPC write', ['disk is full']],
  ['npm error code EACCES mkdir', ['may not write']],
  ['npm error cb() never called', ['code 7', 'cb() never called']],
])('says why it failed, and goes no further: %s', async (text, words) => {
  const { code, asked, said } = await setUp({ NPM_SAYS: text });
  expect(code).toBe(1);
  expect(asked).toEqual(['ci']);
  for (const word of ['packages', ...words]) expect(said).toContain(word);
  expect(said).not.toContain('at file:');
});

/** Options that make a Node.js believe that it is another version. */
const onNode = (version: string) => [
  '--import',
  `data:text/javascript,${encodeURIComponent(
    `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`,
  )}`,
];

it.each(['18.20.4', '20.18.1', '22.12.0'])(
  'fetches Node.js 24 first where npm would leave packages out on the system’s, %s',
  async (version) => {
    const { code, asked } = await setUp({}, onNode(version));
    expect(code).toBe(0);
    expect(asked).toEqual([
      expect.stringMatching(/^node-\w+-\w+@24\.\d+\.\d+$/),
      'newer',
      'ci',
      'build nodes',
      'build lovelace-cards',
    ]);
    expect(existsSync(path('.node'))).toBe(false);
  },
);

it('refuses a Node.js that is too old in one sentence, before anything is done', async () => {
  const { code, asked, said } = await setUp({}, onNode('16.20.2'));
  expect(said).toBe('Node.js 16.20.2 is too old: install Node.js 18 or later.\n');
  expect(code).toBe(1);
  expect(asked).toEqual([]);
});
