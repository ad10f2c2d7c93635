import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

export interface Certificate {
  cert: string;
  key: string;
}

/** An authority of one's own, in a folder of its own, and what it signs. Paths of PEM files. */
export async function createAuthority(name: string) {
  const folder = await mkdtemp(join(tmpdir(), 'smart-cradle-ca-'));
  const ca = join(folder, 'ca.crt');
  const caKey = join(folder, 'ca.key');
  await run('openssl', ['req', '-x509', ...KEY, '-keyout', caKey, '-out', ca, '-subj', `/CN=${name}`]);
  return {
    ca,
    folder,
    async sign(subject: string): Promise<Certificate> {
      const cert = join(folder, `${subject}.crt`);
      const key = join(folder, `${subject}.key`);
      const names = ['-addext', 'subjectAltName=IP:127.0.0.1'];
      await run('openssl', [
        ...['req', '-x509', ...KEY, '-keyout', key, '-out', cert, '-subj', `/CN=${subject}`],
        ...['-CA', ca, '-CAkey', caKey, ...names],
      ]);
      return { cert, key };
    },
  };
}
