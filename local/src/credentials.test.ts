import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCredentials, makeCredentials, saveCredentials, secretsOf } from './credentials.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-cradle-credentials-'));
  file = join(folder, 'credentials.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes them at the first start, for the owner alone, and finds them as they were', async () => {
  const made = await loadCredentials(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  made.homeAssistant.token = 'a long-lived token';
  await saveCredentials(file, made);
  expect(await loadCredentials(file)).toEqual(made);
});

it('are never the same twice, nor for two parts', () => {
  const secrets = [...secretsOf(makeCredentials()), ...secretsOf(makeCredentials())];
  expect(new Set(secrets).size).toBe(secrets.length);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{24}$/);
});

it.each([
  ['{"uuid":', 'is not JSON'],
  ['{}', 'uuid'],
  [JSON.stringify({ ...makeCredentials(), uuid: 'a/b' }), 'uuid'],
  [JSON.stringify({ ...makeCredentials(), influx: { admin: 'hunter2-short', person: 'x' } }), 'influx.admin'],
])('a broken file is refused, named, and not overwritten: %.20s', async (content, word) => {
  writeFileSync(file, content);
  const message = await loadCredentials(file).catch((error: Error) => error.message);
  expect(message).toContain(file);
  expect(message).toContain(word);
  expect(message).toContain('--data');
  expect(message).not.toContain('hunter2');
  expect(readFileSync(file, 'utf8')).toBe(content);
});

it('lists every secret, tokens included, once they are there', () => {
  const credentials = makeCredentials();
  credentials.homeAssistant.nodeRedToken = 'token of Node-RED';
  const secrets = secretsOf(credentials);
  expect(secrets).toContain('token of Node-RED');
  expect(secrets).toContain(credentials.mqtt.person);
  expect(secrets).not.toContain(credentials.uuid);
});
