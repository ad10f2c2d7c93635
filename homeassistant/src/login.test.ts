import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, updatePhone } from './companion-app.ts';
import { isAccepted, logIn, waitsForOwner } from './login.ts';
import { mqttEntry } from './mqtt-entry.ts';
import { request } from './rest.ts';

let server: Server;
let url: string;
let asked: { path: string; body: string; authorization: string | undefined }[];
/** What Home Assistant answers, by path: status and body. */
let answers: Record<string, readonly [number, unknown]>;

beforeEach(async () => {
  asked = [];
  answers = {};
  server = createServer(async (incoming, response) => {
    let body = '';
    for await (const part of incoming) body += String(part);
    const path = incoming.url ?? '';
    asked.push({ path, body, authorization: incoming.headers.authorization });
    const [status, content] = answers[path] ?? [404, 'Not Found'];
    response.writeHead(status).end(typeof content === 'string' ? content : JSON.stringify(content));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  url = `http://127.0.0.1:${address.port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

it('names the path and the answer of a refusal, never what was sent', async () => {
  answers['/api/x'] = [400, 'bad'.repeat(500)];
  const error = await request(url, '/api/x', { token: 'my-token', json: { password: 'my-password' } }).catch(
    (reason: Error) => reason.message,
  );
  expect(error).toContain('400 to /api/x: bad');
  expect(error).not.toMatch(/my-token|my-password/);
  expect(String(error).length).toBeLessThan(400);
  expect(asked[0]?.authorization).toBe('Bearer my-token');
});

it('knows whether the first user is still awaited, also when onboarding is over and gone', async () => {
  expect(await waitsForOwner(url)).toBe(false);
  answers['/api/onboarding'] = [200, [{ step: 'user', done: false }]];
  expect(await waitsForOwner(url)).toBe(true);
  answers['/api/onboarding'] = [
    200,
    [
      { step: 'user', done: true },
      { step: 'analytics', done: false },
    ],
  ];
  expect(await waitsForOwner(url)).toBe(false);
  answers['/api/onboarding'] = [500, ''];
  await expect(waitsForOwner(url)).rejects.toThrow('500');
});

it('tells a token that is refused from a Home Assistant in trouble', async () => {
  answers['/api/'] = [200, {}];
  expect(await isAccepted(url, 'token')).toBe(true);
  answers['/api/'] = [401, ''];
  expect(await isAccepted(url, 'token')).toBe(false);
  answers['/api/'] = [503, ''];
  await expect(isAccepted(url, 'token')).rejects.toThrow('503');
});

it('says whose password is wrong, and not the password', async () => {
  answers['/auth/login_flow'] = [200, { flow_id: 'f' }];
  answers['/auth/login_flow/f'] = [200, { type: 'form', errors: { base: 'invalid_auth' } }];
  const error = await logIn(url, { username: 'parent', password: 'p@ss&word=비밀' }).catch(
    (reason: Error) => reason.message,
  );
  expect(error).toContain('user parent');
  expect(error).not.toContain('비밀');
  expect(JSON.parse(asked[1]?.body ?? '')).toMatchObject({ password: 'p@ss&word=비밀' });
});

describe('the MQTT integration', () => {
  const login = { host: '127.0.0.1', port: 1883, username: 'u', password: 'p', protocolVersion: 5 } as const;
  const entry = '/api/config/config_entries/entry?domain=mqtt';
  const flow = '/api/config/config_entries/flow';

  it('is needed while there is none, or while it is not known to be with this login', async () => {
    answers[entry] = [200, []];
    expect(await mqttEntry(url, 't', login, true).isNeeded()).toBe(true);
    answers[entry] = [200, [{ entry_id: 'e', domain: 'mqtt' }]];
    expect(await mqttEntry(url, 't', login, true).isNeeded()).toBe(false);
    expect(await mqttEntry(url, 't', login, false).isNeeded()).toBe(true);
  });

  it('changes the entry that is there in place of a second one', async () => {
    answers[entry] = [200, [{ entry_id: 'e', domain: 'mqtt' }]];
    answers[flow] = [200, { flow_id: 'f', type: 'form' }];
    answers[`${flow}/f`] = [200, { flow_id: 'f', type: 'abort', reason: 'reconfigure_successful' }];
    await mqttEntry(url, 't', login, false).make();
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ handler: 'mqtt', entry_id: 'e' });
    expect(JSON.parse(asked[2]?.body ?? '')).toMatchObject({
      broker: '127.0.0.1',
      port: 1883,
      protocol: '5',
    });
  });

  it('says which broker is not taken, and why', async () => {
    answers[entry] = [200, []];
    answers[flow] = [200, { flow_id: 'f', type: 'form' }];
    answers[`${flow}/f`] = [200, { flow_id: 'f', type: 'form', errors: { base: 'cannot_connect' } }];
    const made = mqttEntry(url, 't', login, false).make();
    await expect(made).rejects.toThrow('does not take the MQTT broker 127.0.0.1:1883: cannot_connect');
  });
});

it('tells a phone that Home Assistant does not know any more from one that it knows', async () => {
  const phone: Phone = { name: 'Demo phone', deviceId: 'd', pushUrl: 'http://h/push' };
  answers['/api/webhook/w'] = [200, {}];
  expect(await updatePhone(url, 'w', phone)).toBe(true);
  answers['/api/webhook/w'] = [200, ''];
  expect(await updatePhone(url, 'w', phone)).toBe(false);
  answers['/api/webhook/w'] = [410, ''];
  expect(await updatePhone(url, 'w', phone)).toBe(false);
  answers['/api/webhook/w'] = [500, ''];
  await expect(updatePhone(url, 'w', phone)).rejects.toThrow('500');
});
