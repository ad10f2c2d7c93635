import { SetupError } from '../../setup-error.ts';

const DISK_FULL = /No space left on device|ENOSPC|os error 28|Disk quota exceeded|os error 122/i;
const NO_NETWORK =
  /Temporary failure in name resolution|Name or service not known|nodename nor servname|dns error|NewConnectionError|ConnectionError|ConnectTimeout|Max retries exceeded|Network is unreachable|Connection refused|error sending request|client error \(Connect\)|timed out|No matching distribution found|ProxyError/i;
const CERTIFICATE =
  /CERTIFICATE_VERIFY_FAILED|certificate verify failed|invalid peer certificate|UnknownIssuer/i;

/** Puts what a failed program said into one sentence with the way out. */
export function explainInstallFailure(step: string, output: string, directory: string): SetupError {
  if (DISK_FULL.test(output)) {
    return new SetupError(
      `The disk is full (${step} in ${directory}): make room for 1.5 GB, or choose another disk with --data.`,
    );
  }
  if (CERTIFICATE.test(output)) {
    return new SetupError(
      `${step} failed, because the certificate of the server is not trusted: if your network has a certificate authority of its own, name its file in SSL_CERT_FILE.`,
    );
  }
  if (NO_NETWORK.test(output)) {
    return new SetupError(
      `${step} failed, because pypi.org or repo.maven.apache.org cannot be reached: connect this machine to the internet (HTTPS_PROXY names a proxy), or leave Home Assistant out with --no-home-assistant.`,
    );
  }
  const last = output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-3)
    .join(' | ');
  return new SetupError(
    `${step} failed: ${last}; leave Home Assistant out with --no-home-assistant to go on.`,
  );
}
