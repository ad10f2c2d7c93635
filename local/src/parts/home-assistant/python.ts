import { existsSync } from 'node:fs';
import { SetupError } from '../../setup-error.ts';
import { findProgram, outputOf } from '../programs.ts';

/** A Python that is installed on this machine. */
export interface Python {
  command: string;
  version: readonly [number, number, number];
  /** Whether it can make virtual environments with pip in them: Debian has that in a package of its own. */
  venv: boolean;
  /** Of the SQLite library that it runs with. */
  sqlite: readonly [number, number, number];
}

/** Names of the certificates that a system trusts, by distribution. */
const CERTIFICATES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The environment for Python programs: without what another Python was told, with the certificates that the system
 * trusts, since a network's own certificate authority stands there and not in Python's.
 */
export function pythonEnvironment(
  environment: NodeJS.ProcessEnv,
  exists: (path: string) => boolean = existsSync,
): Record<string, string | undefined> {
  const bundle = environment.SSL_CERT_FILE || CERTIFICATES.find(exists);
  return {
    // Without compiled modules every start would take 15 s of CPU longer.
    PYTHONDONTWRITEBYTECODE: undefined,
    PYTHONHOME: undefined,
    PYTHONPATH: undefined,
    VIRTUAL_ENV: undefined,
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: environment.REQUESTS_CA_BUNDLE || bundle,
    PIP_CERT: environment.PIP_CERT || bundle,
  };
}

function numbers(text: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return [major, minor, patch];
}

/** Whether a version is at least another. */
export function isAtLeast(found: readonly number[], wanted: readonly number[]): boolean {
  for (const [place, least] of wanted.entries()) {
    const difference = (found[place] ?? 0) - least;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

const PROBE = `
import sys
def has(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False
sqlite = "0.0.0"
if has("sqlite3"):
    import sqlite3
    sqlite = sqlite3.sqlite_version
venv = has("venv") and has("ensurepip") and has("ssl")
print("smart-cradle", sys.version.split()[0].rstrip("+abcr"), "yes" if venv else "no", sqlite)
`;

/** Reads the answer of a Python to the probe; undefined when it is none, as from a wrapper without a Python. */
export function readProbe(command: string, answer: string): Python | undefined {
  const match = /smart-cradle (\d+\.\d+\.\d+) (yes|no) (\d+\.\d+\.\d+)/.exec(answer);
  if (!match) return undefined;
  const [, version = '', venv, sqlite = ''] = match;
  return { command, version: numbers(version), venv: venv === 'yes', sqlite: numbers(sqlite) };
}

async function probe(name: string): Promise<Python | undefined> {
  const command = findProgram(name);
  if (!command) return undefined;
  const environment = pythonEnvironment(process.env);
  return readProbe(command, await outputOf(command, ['-c', PROBE], environment).catch(() => ''));
}

/** What Home Assistant 2026.11 runs on; its packages come compiled for 3.14 only. */
const HOME_ASSISTANT_LEAST = [3, 14, 2];
const HOME_ASSISTANT_BELOW = [3, 15];
/** What the recorder demands. */
const SQLITE_LEAST = [3, 40, 1];
/** What fetches the rest. */
const BOOT_LEAST = [3, 9];

export function runsHomeAssistant({ version, venv, sqlite }: Python): boolean {
  return (
    isAtLeast(version, HOME_ASSISTANT_LEAST) &&
    !isAtLeast(version, HOME_ASSISTANT_BELOW) &&
    isAtLeast(sqlite, SQLITE_LEAST) &&
    venv
  );
}

export interface Pythons {
  /** For the program that fetches packages. */
  boot: Python;
  /** For Home Assistant; undefined when one must be fetched. */
  homeAssistant: Python | undefined;
}

const LEAVE_OUT = 'or leave Home Assistant out with --no-home-assistant.';

/**
 * Chooses among the Pythons of the machine.
 * @throws SetupError when none can do even the fetching.
 */
export function choosePythons(found: readonly Python[]): Pythons {
  const homeAssistant = found.find(runsHomeAssistant);
  if (homeAssistant) return { boot: homeAssistant, homeAssistant };
  const recent = found.filter(({ version }) => isAtLeast(version, BOOT_LEAST));
  const boot = recent.find(({ venv }) => venv);
  if (boot) return { boot, homeAssistant: undefined };
  const [lacking] = recent;
  if (lacking) {
    const version = lacking.version.join('.');
    throw new SetupError(
      `${lacking.command} (Python ${version}) cannot make virtual environments, which the installation of Home Assistant needs: install that (on Debian and Ubuntu: sudo apt install python3-venv), ${LEAVE_OUT}`,
    );
  }
  const old = found[0] ? ` (${found[0].command} is ${found[0].version.join('.')})` : '';
  throw new SetupError(
    `The installation of Home Assistant needs Python 3.9 or later as python3${old}: install it (on Debian and Ubuntu: sudo apt install python3 python3-venv), ${LEAVE_OUT}`,
  );
}

const NAMES = ['python3.14', 'python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.9'];

/** Looks for Pythons on this machine. @throws SetupError when there is none to start with. */
export async function findPythons(): Promise<Pythons> {
  const found = await Promise.all(NAMES.map(probe));
  return choosePythons(found.filter((python) => python !== undefined));
}
