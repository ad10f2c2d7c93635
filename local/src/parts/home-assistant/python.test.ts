import { describe, expect, it } from 'vitest';
import { SetupError } from '../../setup-error.ts';
import { choosePythons, isAtLeast, type Python, pythonEnvironment, readProbe } from './python.ts';

const python = (version: [number, number, number], more: Partial<Python> = {}): Python => ({
  command: `/usr/bin/python${version[0]}.${version[1]}`,
  version,
  venv: true,
  sqlite: [3, 45, 0],
  ...more,
});

describe('choosePythons', () => {
  it('takes one that runs Home Assistant for everything', () => {
    const right = python([3, 14, 2]);
    expect(choosePythons([python([3, 11, 2]), right])).toEqual({ boot: right, homeAssistant: right });
  });

  it.each([
    ['too old by a patch', python([3, 14, 1])],
    ['too new', python([3, 15, 0])],
    ['without venv', python([3, 14, 3], { venv: false })],
    ['with an old SQLite', python([3, 14, 3], { sqlite: [3, 40, 0] })],
  ])('fetches one when the only recent one is %s', (_, found) => {
    const old = python([3, 9, 0]);
    const chosen = choosePythons([old, found]);
    expect(chosen.homeAssistant).toBeUndefined();
    expect(chosen.boot).toBe(old);
  });

  it.each([
    [[], ['Python 3.9', 'sudo apt install python3']],
    [[python([3, 8, 10])], ['Python 3.9', '3.8.10', '/usr/bin/python3.8']],
    [[python([3, 11, 2], { venv: false })], ['/usr/bin/python3.11', 'virtual environments', 'python3-venv']],
  ])('says in one sentence what is missing, and the way out: %o', (found, words) => {
    let message = '';
    try {
      choosePythons(found);
    } catch (error) {
      if (error instanceof SetupError) message = error.message;
    }
    for (const word of [...words, '--no-home-assistant']) expect(message).toContain(word);
    expect(message).not.toContain('\n');
  });
});

it('reads the answer of a Python, and takes none from what is no Python', () => {
  expect(readProbe('python3', 'warning\nsmart-cradle 3.11.2 no 3.40.1\n')).toEqual({
    command: 'python3',
    version: [3, 11, 2],
    venv: false,
    sqlite: [3, 40, 1],
  });
  expect(readProbe('python3', 'pyenv: python3: command not found')).toBeUndefined();
});

it('compares versions by number', () => {
  expect(isAtLeast([3, 10, 0], [3, 9])).toBe(true);
  expect(isAtLeast([3, 9], [3, 9, 1])).toBe(false);
  expect(isAtLeast([4], [3, 9, 1])).toBe(true);
});

it('gives a Python the certificates of the system unless the user named some, and nothing of another Python', () => {
  const system = pythonEnvironment({ PYTHONPATH: '/x' }, (path) => path === '/etc/ssl/cert.pem');
  expect(system).toMatchObject({ SSL_CERT_FILE: '/etc/ssl/cert.pem', PIP_CERT: '/etc/ssl/cert.pem' });
  expect('PYTHONPATH' in system && system.PYTHONPATH).toBe(undefined);
  expect(pythonEnvironment({ SSL_CERT_FILE: '/own.pem' }).REQUESTS_CA_BUNDLE).toBe('/own.pem');
});
