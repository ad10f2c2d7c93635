import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import palette from '../../nodes/package.json' with { type: 'json' };
import { BROKER_ID, readOwnFlows } from './install-flows.ts';

const MODULES = join(import.meta.dirname, '..', '..', 'node_modules');

const flows = await readOwnFlows();
const nodes = Object.values(flows).flat();
const ids = new Set(nodes.map(({ id }) => id));

/** The types of Node-RED itself and of the Home Assistant palette, as their editor parts register them. */
function registeredTypes(): Set<string> {
  const files = [
    ...globSync('@node-red/nodes/core/**/*.html', { cwd: MODULES, exclude: ['**/locales/**'] }),
    'node-red-contrib-home-assistant-websocket/dist/index.html',
    'node-red-contrib-home-assistant-websocket/dist/index.js',
  ];
  const types = files.flatMap((file) => {
    const text = readFileSync(join(MODULES, file), 'utf8');
    return [...text.matchAll(/registerType\(\s*["'`]([\w -]+)["'`]/g)].map(([, type = '']) => type);
  });
  return new Set(types);
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(strings) : typeof value === 'string' ? [value] : [];

it('gives no two nodes the same id', () => {
  expect(nodes).toHaveLength(ids.size);
  expect(ids).toContain(BROKER_ID);
});

it('wires and links only nodes that are there, on the tab where they are', () => {
  const lost = nodes.flatMap(({ id, type, wires, links, scope }) =>
    [
      ...strings(wires),
      ...strings(links),
      ...(type === 'catch' || type === 'status' || type === 'complete' ? strings(scope) : []),
    ]
      .filter((to) => !ids.has(to))
      .map((to) => `${id} → ${to}`),
  );
  expect(lost).toEqual([]);
  const tabOf = new Map(nodes.map(({ id, z }) => [id, z]));
  const across = nodes.flatMap(({ id, z, wires }) =>
    strings(wires)
      .filter((to) => tabOf.get(to) !== z)
      .map((to) => `${id} → ${to}`),
  );
  expect(across).toEqual([]);
});

it('puts every node on a tab that is there, and uses only configuration nodes that are there', () => {
  expect(nodes.filter(({ z }) => z !== undefined && !ids.has(z)).map(({ id }) => id)).toEqual([]);
  const uses = nodes.flatMap((node) =>
    ['broker', 'server', 'influxdb', 'database'].flatMap((name) =>
      node.z !== undefined && typeof node[name] === 'string' && node[name] !== ''
        ? [[node.id, node[name]] as const]
        : [],
    ),
  );
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter(([, config]) => !ids.has(config))).toEqual([]);
});

it('is made of nodes of ours, of Node-RED, and of the Home Assistant palette', () => {
  const known = new Set([
    ...Object.keys(palette['node-red'].nodes),
    ...registeredTypes(),
    'tab',
    'group',
    'subflow',
  ]);
  const unknown = nodes.filter(({ type }) => !known.has(type)).map(({ id, type }) => `${id}: ${type}`);
  expect(unknown).toEqual([]);
});

describe('what a person reads in the editor', () => {
  it.each(
    nodes.filter(({ type }) => type === 'tab' || type === 'comment').map((node) => [node.id, node] as const),
  )('of %s is in both languages', (_, { label, name, info }) => {
    const title = String(label ?? name ?? '');
    expect(title).toMatch(/[a-z]/i);
    expect(title).toMatch(/[가-힣]/);
    // An address alone needs no translation.
    if (/\s/.test(String(info ?? ''))) {
      expect(String(info)).toMatch(/[a-z]/i);
      expect(String(info)).toMatch(/[가-힣]/);
    }
  });

  it('has both languages in the name of every node', () => {
    const one = nodes
      .filter(({ z, name }) => z !== undefined && typeof name === 'string' && name !== '')
      .filter(({ name }) => !/[가-힣]/.test(String(name)))
      .map(({ id, name }) => `${id}: ${name}`);
    expect(one).toEqual([]);
  });
});
