import { expect, it } from 'vitest';
import { decryptCredentials, encryptCredentials } from './credentials-file.ts';

const SECRET = 'the secret of the house';
const CREDENTIALS = { node: { user: 'parent', password: 'p"a$s 비밀' } };

it('reads what it wrote, and writes it differently each time', () => {
  const file = encryptCredentials(CREDENTIALS, SECRET);
  expect(decryptCredentials(file, SECRET)).toEqual(CREDENTIALS);
  expect(encryptCredentials(CREDENTIALS, SECRET)).not.toEqual(file);
  expect(JSON.stringify(file)).not.toContain('parent');
});

it('reads a file in the format of Node-RED (AES-256-CTR, key SHA-256 of the secret, IV in front)', () => {
  // Made with OpenSSL: printf '{"n":{"user":"a"}}' | openssl enc -aes-256-ctr -base64 -K SHA256(secret) -iv 00…0f
  const file = { $: '000102030405060708090a0b0c0d0e0fqA6zJSWdYZ7IF7gx4jiG41V8' };
  expect(decryptCredentials(file, SECRET)).toEqual({ n: { user: 'a' } });
});

it('takes a file that is not encrypted as it is', () => {
  expect(decryptCredentials(CREDENTIALS, SECRET)).toEqual(CREDENTIALS);
});

it.each([
  ['another secret', encryptCredentials(CREDENTIALS, 'another secret')],
  ['a file cut short', { $: '00010203' }],
  ['no object', []],
  ['an encrypted list', encryptCredentials([] as never, SECRET)],
])('does not take %s for credentials', (_, file) => {
  expect(decryptCredentials(file, SECRET)).toBeUndefined();
});
