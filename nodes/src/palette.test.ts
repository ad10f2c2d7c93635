import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), 'utf8');
const palette = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  license: string;
  keywords: string[];
  engines: { node: string };
  dependencies: Record<string, string>;
  files: string[];
  'node-red': { version: string; nodes: Record<string, string> };
};
const nodes = Object.keys(palette['node-red'].nodes);

/** Every path of keys, so that two languages can be compared. */
function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`));
}

interface FlowNode {
  id: string;
  type: string;
  z?: string;
  wires?: string[][];
  [property: string]: unknown;
}

describe('the package', () => {
  test("passes the Node-RED scorecard's checks", () => {
    expect(palette.name).toMatch(/^@[a-z-]+\/node-red-contrib-/);
    expect(palette.license).toBeTruthy();
    expect(palette.keywords).toContain('node-red');
    expect(palette.engines.node).toMatch(/\d/);
    expect(palette['node-red'].version).toMatch(/\d/);
    expect(Object.keys(palette.dependencies).length).toBeLessThanOrEqual(6);
    expect(palette.files).toEqual(expect.arrayContaining(['dist', 'examples']));
    expect(palette).toHaveProperty('repository');
    expect(palette).toHaveProperty('bugs');
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    expect(readme.length).toBeGreaterThan(1000);
    for (const node of nodes) expect(readme, node).toContain(node);
  });

  test('names every node that is there', () => {
    const there = readdirSync(import.meta.dirname).filter((name) =>
      existsSync(join(import.meta.dirname, name, 'index.ts')),
    );
    expect(nodes.toSorted()).toEqual(there.toSorted());
  });
});

describe.each(nodes)('%s', (node) => {
  test('has its editor, and says the same in both languages', () => {
    const html = read(node, 'editor.html');
    const editor = read(node, 'editor.ts');
    const english = JSON.parse(read(node, 'locales', 'en-US', `${node}.json`)) as object;
    const korean = JSON.parse(read(node, 'locales', 'ko', `${node}.json`)) as object;
    expect(keys(korean).toSorted()).toEqual(keys(english).toSorted());
    for (const [, key = ''] of html.matchAll(/data-i18n="([^"]+)"/g)) {
      expect(keys(english), key).toContain(`.${key}`);
    }
    for (const language of ['en-US', 'ko']) {
      expect(read(node, 'locales', language, `${node}.html`)).toContain(`data-help-name="${node}"`);
    }
    expect(read(node, 'locales', 'ko', `${node}.html`)).toMatch(/[가-힣]{3}/);
    expect(editor).toContain(`registerType('${node}'`);
    if (!editor.includes("category: 'config'")) expect(editor).toMatch(/icon: '/);
  });

  test('carries the version of its configuration', () => {
    expect(read(node, 'editor.ts')).toMatch(/version: \{ value: \d+ \}/);
  });
});

const examples = nodes.filter((node) => existsSync(join(import.meta.dirname, node, 'example.json')));

describe.each(examples)('the example of %s', (node) => {
  const flow = JSON.parse(read(node, 'example.json')) as FlowNode[];
  const ids = new Set(flow.map(({ id }) => id));

  test('uses it, and stands on its own', () => {
    expect(flow.map(({ type }) => type)).toContain(node);
    const known = new Set([
      ...nodes,
      'tab',
      'inject',
      'debug',
      'comment',
      'function',
      'http in',
      'http response',
    ]);
    for (const { id, type, z, wires, ...rest } of flow) {
      expect(known, `${id} is a ${type}`).toContain(type);
      for (const target of (wires ?? []).flat()) expect(ids, `${id} → ${target}`).toContain(target);
      if (z !== undefined) expect(ids).toContain(z);
      // Nobody else has our broker.
      expect(JSON.stringify(rest)).not.toContain('smart-cradle-broker');
    }
  });
});

test('every node of the rules and the notifications has an example', () => {
  const without = nodes.filter(
    (node) => !examples.includes(node) && !/^cradle-(history|influxdb)/.test(node),
  );
  expect(without).toEqual([]);
});
