import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProcessFolder } from '../../processes.ts';
import { SetupError } from '../../setup-error.ts';
import { explainInstallFailure } from './install-failure.ts';
import { fingerprintOf, makeOnce } from './installed.ts';
import { glibcVersion, PYTHON_BUILD, pythonBuildFor } from './platform.ts';
import { findPythons, type Python, pythonEnvironment } from './python.ts';
import { ProgramError, runProgram } from './run-program.ts';

export interface InstalledHomeAssistant {
  /** The program. */
  hass: string;
  /** Such as `2026.11.0`. */
  version: string;
}

export interface InstallOptions {
  /** A folder of its own, which is made when it is not there; about 1.3 GB. */
  directory: string;
  signal?: AbortSignal;
  /** Is told what is being done, at least every ten seconds. */
  onProgress(text: string): void;
}

/** The installer of Python packages, and a client for Maven repositories written in Python. */
const UV = 'uv==0.13.6';
const JGO = 'jgo==3.2.0';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const UNPACK_PYTHON = join(import.meta.dirname, 'unpack-python.py');

/**
 * Two packages for the voice assistant come only as source for Python 3.14, and would need a compiler. Home Assistant
 * imports them with the mobile app; nothing of ours listens for a wake word, so an empty room is what they hear.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  pymicro_vad: 'class MicroVad:\n    def Process10ms(self, chunk):\n        return 0.0\n',
  pyspeex_noise: 'class AudioProcessor:\n    def __init__(self, *levels):\n        pass\n',
};

/** Milliseconds after which a step that says nothing is mentioned again. */
const REMINDER = 8000;

/** Says what is being done, and says it again with the time while it lasts. */
async function told<Value>(
  text: string,
  onProgress: (text: string) => void,
  work: () => Promise<Value>,
): Promise<Value> {
  const begin = Date.now();
  onProgress(text);
  const timer = setInterval(
    () => onProgress(`${text} (for ${Math.round((Date.now() - begin) / 1000)} s)`),
    REMINDER,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** What a virtual environment's program is called. */
const inside = (folder: string, program: string) => join(folder, 'bin', program);

/**
 * Installs Home Assistant, with a Python of its own where the system's is too old. What an earlier call finished is
 * used again; what it left unfinished is made anew, out of what it had fetched.
 * @throws SetupError with a sentence for the user; the signal's reason when that ended it.
 */
export async function installHomeAssistant({
  directory,
  signal,
  onProgress,
}: InstallOptions): Promise<InstalledHomeAssistant> {
  mkdirSync(directory, { recursive: true });
  const root = realpathSync(directory);
  const boot = join(root, 'boot');
  const python = join(root, 'python');
  const venv = join(root, 'venv');
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const machine = [process.platform, process.arch, root];
  const whole = fingerprintOf([requirements, UV, JGO, PYTHON_BUILD, JSON.stringify(STAND_INS), ...machine]);
  const hass = inside(venv, 'hass');

  const install = async () => {
    const processes = createProcessFolder(join(root, 'processes'));
    await processes.endLeftBehind(0);
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      ...pythonEnvironment(process.env),
      UV_CACHE_DIR: join(root, 'cache'),
      UV_NO_PROGRESS: '1',
      NO_COLOR: '1',
    };
    const step = <Value>(
      text: string,
      work: (
        run: (command: string, args: readonly string[], onLine?: (line: string) => void) => Promise<string>,
      ) => Promise<Value>,
    ): Promise<Value> =>
      told(text, onProgress, async () => {
        try {
          return await work((command, args, onLine) =>
            runProgram(command, args, { environment, signal, processes, ...(onLine ? { onLine } : {}) }),
          );
        } catch (error) {
          signal?.throwIfAborted();
          if (error instanceof SetupError) throw error;
          const words = error instanceof ProgramError ? error.output : String(error);
          throw explainInstallFailure(text, words, root);
        }
      });

    const pythons = await findPythons();
    const uv = inside(boot, 'uv');
    const fetchTools = async (from: Python) =>
      step(`getting the Python package installer ${UV.replace('==', ' ')}`, async (run) => {
        await run(from.command, ['-m', 'venv', boot]);
        const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check'];
        await run(inside(boot, 'python'), [...pip, UV]);
        return uv;
      });
    const { command, version } = pythons.boot;
    await makeOnce(boot, fingerprintOf([UV, command, version.join('.'), ...machine]), uv, () =>
      fetchTools(pythons.boot),
    );

    const fetchPython = async () => {
      const build = pythonBuildFor(process.platform, process.arch, glibcVersion());
      const result = join(python, 'bin', 'python3.14');
      const fingerprint = fingerprintOf([PYTHON_BUILD, build.sha256, ...machine]);
      return makeOnce(python, fingerprint, result, () =>
        step(`getting Python ${PYTHON_BUILD.split('-')[0]} (the system has no 3.14)`, async (run) => {
          const tool = inside(boot, 'python');
          await run(uv, ['pip', 'install', '-q', '--python', tool, JGO]);
          await run(tool, [UNPACK_PYTHON, root, PYTHON_BUILD, build.classifier, build.sha256]);
          return result;
        }),
      );
    };
    const interpreter = pythons.homeAssistant?.command ?? (await fetchPython());

    const name = /homeassistant==(\S+)/.exec(requirements)?.[1] ?? '';
    return step(`installing Home Assistant ${name} (450 MB to fetch the first time)`, async (run) => {
      await run(interpreter, ['-m', 'venv', '--without-pip', venv]);
      const own = inside(venv, 'python');
      await run(uv, ['pip', 'install', '--python', own, '-r', REQUIREMENTS], (line) => {
        if (/^(Resolved|Prepared|Installed) /.test(line)) onProgress(line.toLowerCase());
      });
      const packages = await run(own, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']);
      for (const [folder, source] of Object.entries(STAND_INS)) {
        mkdirSync(join(packages, folder));
        writeFileSync(join(packages, folder, '__init__.py'), source);
      }
      return (await run(hass, ['--version'])).trim();
    });
  };

  signal?.throwIfAborted();
  return { hass, version: await makeOnce(venv, whole, inside(venv, 'python'), install) };
}
