import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './programs.ts';

/** A package with all that it needs and the system lacks, unpacked into a folder of its own. */
export interface UnpackedPackage {
  folder: string;
  /** For its programs to find their libraries. */
  environment: { LD_LIBRARY_PATH: string };
}

export interface DebianPackages {
  /** Whether this is a system whose packages can be fetched without root. */
  available: boolean;
  /** @throws Error with the last words of apt when it cannot be had. */
  unpack(name: string): Promise<UnpackedPackage>;
}

interface Output {
  code: number | null;
  text: string;
}

/** @returns the packages that `apt-get --simulate install` would install. */
export function packagesToInstall(simulation: string): string[] {
  return simulation.split('\n').flatMap((line) => /^Inst (\S+) (?:\[[^\]]*\] )?\(/.exec(line)?.[1] ?? []);
}

function libraryFolders(folder: string): string[] {
  return ['usr/lib', 'lib']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => [
      path,
      ...readdirSync(path)
        .filter((name) => /-linux-gnu/.test(name))
        .map((name) => join(path, name)),
    ]);
}

/**
 * Fetches Debian packages without root: apt only downloads, with lists and caches of its own, and nothing is
 * installed into the system.
 */
export function createDebianPackages(
  root: string,
  say: (text: string) => void,
  stopped: AbortSignal,
): DebianPackages {
  const apt = findProgram('apt-get');
  const dpkg = findProgram('dpkg-deb');
  const state = join(root, 'apt');
  const sandbox = ['-o', 'APT::Sandbox::User=', '-o', 'Debug::NoLocking=1', '-o', 'Acquire::Retries=2'];
  const ownCache = ['-o', `Dir::Cache=${join(state, 'cache')}`];
  const ownLists = ['-o', `Dir::State::Lists=${join(state, 'lists')}`];

  const run = (command: string, args: readonly string[], cwd: string): Promise<Output> =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd,
        env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'pipe', 'pipe'],
        signal: stopped,
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
      }
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, text }));
    });

  const lastWords = (text: string) =>
    text
      .split('\n')
      .filter((line) => /^[EW]: /.test(line))
      .slice(-2)
      .join(' ') || text.trim().split('\n').at(-1);

  let updated: Promise<void> | undefined;
  const updateLists = (command: string) => {
    updated ??= (async () => {
      say('fetching the lists of packages');
      mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
      await run(command, [...sandbox, ...ownCache, ...ownLists, 'update'], state);
    })();
    return updated;
  };

  /** Downloads it and what it needs into the folder. @returns why not, or undefined when it is done. */
  const download = async (command: string, name: string, lists: readonly string[], folder: string) => {
    const options = [...sandbox, ...ownCache, ...lists];
    const simulation = await run(
      command,
      [...options, '--simulate', '--no-install-recommends', 'install', name],
      folder,
    );
    const names = packagesToInstall(simulation.text);
    if (simulation.code !== 0) return lastWords(simulation.text);
    const { code, text } = await run(
      command,
      [...options, 'download', ...(names.length > 0 ? names : [name])],
      folder,
    );
    return code === 0 ? undefined : lastWords(text);
  };

  const unpack = async (name: string): Promise<UnpackedPackage> => {
    if (!apt || !dpkg) throw new Error('this system has no apt-get');
    const folder = join(root, name);
    if (!existsSync(folder)) {
      const debs = join(state, name);
      const partial = `${folder}.partial`;
      for (const path of [debs, partial]) {
        rmSync(path, { recursive: true, force: true });
        mkdirSync(path, { recursive: true });
      }
      mkdirSync(join(state, 'cache', 'archives', 'partial'), { recursive: true });
      // The system's own lists are quickest, but may be empty, or so old that the packages they name are gone.
      if (await download(apt, name, [], debs)) {
        await updateLists(apt);
        const reason = await download(apt, name, ownLists, debs);
        if (reason) throw new Error(`the Debian package ${name} cannot be fetched (${reason})`);
      }
      for (const file of readdirSync(debs).filter((each) => each.endsWith('.deb'))) {
        const { code, text } = await run(dpkg, ['-x', join(debs, file), partial], root);
        if (code !== 0) throw new Error(`${file} cannot be unpacked: ${lastWords(text)}`);
      }
      renameSync(partial, folder);
      rmSync(debs, { recursive: true, force: true });
    }
    return { folder, environment: { LD_LIBRARY_PATH: libraryFolders(folder).join(':') } };
  };

  return { available: apt !== undefined && dpkg !== undefined, unpack };
}
