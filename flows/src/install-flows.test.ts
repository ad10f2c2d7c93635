import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Environment, readEnvironment } from './config.ts';
import { decryptCredentials, encryptCredentials } from './credentials-file.ts';
import { installFlows } from './install-flows.ts';
import { type FlowNode, mergeFlows } from './merge-flows.ts';

const SECRET = 'sixteen characters';
let folder: string;
let env: Environment;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-flows-'));
  env = environment({ INFLUX_HOST: 'db', HA_URL: 'http://h', HA_TOKEN: 'token' });
});
afterEach(() => rmSync(folder, { recursive: true }));

function environment(more: Record<string, string>): Environment {
  return readEnvironment({
    NODE_RED_PASSWORD: 'long enough',
    NODE_RED_CREDENTIAL_SECRET: SECRET,
    NODE_RED_USER_DIR: folder,
    ...more,
  });
}

const path = (name: string) => join(folder, name);
const flows = () => JSON.parse(readFileSync(path('flows.json'), 'utf8')) as FlowNode[];
const credentials = () =>
  decryptCredentials(JSON.parse(readFileSync(path('flows_cred.json'), 'utf8')) as unknown, SECRET);
const write = (nodes: unknown) => writeFileSync(path('flows.json'), JSON.stringify(nodes));
const MINE: FlowNode[] = [
  { id: 'my-tab', type: 'tab', label: 'Mine' },
  { id: 'my-node', type: 'inject', z: 'my-tab' },
  { id: 'my-broker', type: 'mqtt-broker' },
];

describe('mergeFlows', () => {
  const own: FlowNode[] = [
    { id: 'tab', type: 'tab' },
    { id: 'node', type: 'inject', z: 'tab' },
  ];

  it('replaces what is ours, also what was added to a tab of ours, and keeps the rest as it is', () => {
    const edited = [
      { id: 'tab', type: 'tab', disabled: true },
      { id: 'added', type: 'debug', z: 'tab' },
    ];
    expect(mergeFlows([...edited, ...MINE], [own], [own])).toEqual([...own, ...MINE]);
  });

  it('takes away a flow of ours that is left out', () => {
    expect(mergeFlows([...own, ...MINE], [own], [])).toEqual(MINE);
  });
});

it('installs our flows into an empty folder, with names of variables in place of secrets', async () => {
  expect(await installFlows(env)).toEqual(['Our flows were installed.']);
  const tabs = flows().filter(({ type }) => type === 'tab');
  expect(tabs.length).toBeGreaterThanOrEqual(3);
  for (const values of Object.values(credentials() ?? {})) {
    for (const value of Object.values(values)) expect(value).toMatch(/^\$\{[A-Z_]+\}$/);
  }
});

it('says what is left out when there is no database or no Home Assistant', async () => {
  const said = await installFlows(environment({}));
  expect(said[0]).toContain('INFLUX_HOST');
  expect(said[1]).toContain('HA_URL');
});

it('leaves edits alone until an update, then keeps the file as a backup and the tabs of the user', async () => {
  await installFlows(env);
  const edited = [...flows().slice(1), ...MINE];
  write(edited);
  expect(await installFlows(env)).toEqual([]);
  expect(flows()).toEqual(edited);

  const said = await installFlows(environment({ INFLUX_HOST: 'db' }));
  expect(said).toContain('Our flows were updated; your own tabs stay.');
  expect(flows()).toEqual(expect.arrayContaining(MINE));
  expect(JSON.parse(readFileSync(path('flows.json.before-update'), 'utf8'))).toEqual(edited);
});

it("keeps the credentials of the user's own nodes", async () => {
  const mine = { 'my-broker': { user: 'me', password: 'mine' } };
  writeFileSync(path('flows_cred.json'), JSON.stringify(encryptCredentials(mine, SECRET)));
  await installFlows(env);
  expect(credentials()).toMatchObject(mine);
});

it('keeps a copy of credentials that it cannot read, and says where', async () => {
  const theirs = JSON.stringify(encryptCredentials({ 'my-broker': { user: 'me' } }, 'another secret'));
  writeFileSync(path('flows_cred.json'), theirs);
  const [sentence] = await installFlows(env);
  const kept = readdirSync(folder).find((name) => name.includes('unreadable')) ?? '';
  expect(sentence).toContain(kept);
  expect(readFileSync(path(kept), 'utf8')).toBe(theirs);
  expect(credentials()).toBeDefined();
});

it.each(['{"no":"list"}', '[{"type":"tab"}]', '[{"id":'])(
  'refuses a flow file that is broken, and does not overwrite it: %s',
  async (content) => {
    writeFileSync(path('flows.json'), content);
    await expect(installFlows(env)).rejects.toThrow(path('flows.json'));
    expect(readFileSync(path('flows.json'), 'utf8')).toBe(content);
  },
);
