import type { Credentials } from './credentials.ts';
import type { Options } from './options.ts';
import type { DebianPackages } from './parts/debian-packages.ts';
import type { Ports } from './ports.ts';
import type { Supervisor } from './supervisor.ts';

/** What every part is given. */
export interface Context {
  options: Options;
  ports: Ports;
  credentials: Credentials;
  supervisor: Supervisor;
  debian: DebianPackages;
  /** A path in the data folder. */
  path(...names: string[]): string;
  /** Tells the user of what matters. */
  say(title: string, text: string): void;
  /** Ends when the user stops the start. */
  stopped: AbortSignal;
}

export const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

/** Where the parts listen that other machines may reach with `--lan`. */
export function listenHost({ lan }: Options): string {
  return lan ? EVERYWHERE : LOOPBACK;
}
