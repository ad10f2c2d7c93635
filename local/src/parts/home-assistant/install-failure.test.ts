import { expect, it } from 'vitest';
import { explainInstallFailure } from './install-failure.ts';
import { pythonBuildFor } from './platform.ts';

const PROXY =
  "WARNING: Retrying (Retry(total=0)) after connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('Connection refused'))'\nERROR: No matching distribution found for uv==0.13.6";

it.each([
  [PROXY, ['cannot be reached', 'HTTPS_PROXY', '--no-home-assistant']],
  ['error: Failed to fetch\n  Caused by: dns error: failed to lookup', ['cannot be reached', 'HTTPS_PROXY']],
  ['OSError: [Errno 28] No space left on device', ['disk is full', '/data/parts', '--data']],
  ['error: failed to write: Disk quota exceeded (os error 122)', ['disk is full', '--data']],
  ['SSLError: CERTIFICATE_VERIFY_FAILED, Max retries exceeded', ['certificate', 'SSL_CERT_FILE']],
  ['one\ntwo\n\nthree\nSegmentation fault', ['two | three | Segmentation fault', '--no-home-assistant']],
])('puts into one sentence with the way out: %.60s', (output, words) => {
  const { message } = explainInstallFailure('getting uv', output, '/data/parts');
  for (const word of ['getting uv', ...words]) expect(message).toContain(word);
  expect(message).not.toContain('\n');
});

it('names the machine for which no Python can be fetched, and the way out', () => {
  expect(pythonBuildFor('linux', 'x64', '2.36').classifier).toBe('linux-x86_64');
  expect(pythonBuildFor('darwin', 'arm64', undefined).classifier).toBe('macosx-arm64');
  expect(() => pythonBuildFor('linux', 'x64', '2.31')).toThrow(/glibc 2\.35 .*2\.31.*--no-home-assistant/);
  expect(() => pythonBuildFor('linux', 'x64', undefined)).toThrow(/none/);
  expect(() => pythonBuildFor('linux', 'riscv64', '2.40')).toThrow(/linux riscv64.*HASS_URL/);
});
