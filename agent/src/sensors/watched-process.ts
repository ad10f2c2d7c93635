import { type ChildProcess, spawn } from 'node:child_process';
import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';
import { type Backoff, createBackoff } from './backoff.ts';
import { withoutCredentials } from './credentials.ts';

/** A program, its arguments, and what its environment has besides the agent's own. */
export interface Program {
  file: string;
  args: readonly string[];
  environment?: Readonly<Record<string, string>>;
}

export interface WatchedProcessOptions {
  /** For the log: `camera`. */
  name: string;
  program: Program;
  log: Log;
  onData(chunk: Buffer): void;
  /**
   * Told at once when it ends or says nothing for {@link silence}; it is started again by itself.
   *
   * @param detail what it said last, in its own words and without credentials; empty when it said nothing
   */
  onDown(reason: OfflineReason, detail: string): void;
  /**
   * ms without output until it is killed; 4000 unless given: all is told within 5 s, and ffmpeg goes on for 0.6 s after
   * the last sound.
   */
  silence?: number;
  /** ms that it may take until its first output; 15000 unless given. */
  startup?: number;
  backoff?: Backoff;
}

const SILENCE = 4_000;
const STARTUP = 15_000;
/** It counts as well when it has given data for this long, ms: then the next restart is quick again. */
const HEALTHY_AFTER = 10_000;
/** ms between SIGTERM and SIGKILL. */
const KILL_AFTER = 1_000;
/** Characters of a line of standard error. */
const LONGEST_LINE = 4_096;
/** `[alsa @ 0x55e445dfa900] `. */
const FFMPEG_PLACE = /^\[[^\]]* @ 0x[\da-f]+\] /;
/**
 * What ffmpeg adds, in up to three lines, to each input that does not open: `Error opening input: Device or resource
 * busy`, `Error opening input file /dev/video0.`, `Error opening input files: …`.
 */
const FFMPEG_CLOSING = /^Error opening input(?: file .*\.$|(?: files?)?: (?<why>.*)$)/;

/**
 * A child process whose standard output is a stream: started again with growing waits when it ends, and killed when it
 * falls silent. The last line of its standard error is the reason in the log.
 */
export class WatchedProcess implements Part {
  restarts = 0;
  readonly #options: WatchedProcessOptions;
  readonly #backoff: Backoff;
  #child: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  #stopped = true;
  /** It was killed for what has been told. */
  #silenced = false;

  constructor(options: WatchedProcessOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? createBackoff(500, 4_000);
  }

  /** Of the running child; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    this.#stopped = false;
    this.#spawn();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    clearTimeout(this.#silence);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    end(child);
    await ended;
  }

  /** Ends the child, which is then started again: for a stream that goes on but carries nothing, as was told. */
  renew(): void {
    if (!this.#child) return;
    this.#silenced = true;
    end(this.#child);
  }

  #spawn(): void {
    const { name, program, log } = this.#options;
    const startedAt = performance.now();
    let said = '';
    let failure = '';
    const child = spawn(program.file, program.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...childEnvironment(), ...program.environment },
    });
    this.#child = child;
    this.#silenced = false;
    this.#expectData(child, this.#options.startup ?? STARTUP);
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child !== child || this.#stopped) return;
      this.#expectData(child, this.#options.silence ?? SILENCE);
      if (performance.now() - startedAt > HEALTHY_AFTER) this.#backoff.reset();
      this.#options.onData(chunk);
    });
    child.stderr.setEncoding('utf8');
    // Whole lines: half of an address would not be known as one.
    let rest = '';
    child.stderr.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()?.slice(-LONGEST_LINE) ?? '';
      for (const line of lines) said = reasonAfter(said, line, program);
    });
    child.on('error', (error) => {
      failure = withoutCredentials(messageOf(error), program.args);
    });
    child.on('close', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      clearTimeout(this.#silence);
      if (this.#stopped) return;
      const wait = this.#backoff.next();
      this.restarts += 1;
      const reason = failure || reasonAfter(said, rest, program);
      log.warn({ part: name, code, signal, reason, wait }, `${name}: its program ended`);
      if (!this.#silenced) this.#options.onDown(failure ? 'device_error' : 'disconnected', reason);
      this.#restart = setTimeout(() => this.#spawn(), wait);
    });
  }

  #expectData(child: ChildProcess, within: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#options.log.warn({ part: this.#options.name, within }, `${this.#options.name}: no data, killed`);
      this.#silenced = true;
      this.#options.onDown('no_data', '');
      child.kill('SIGKILL');
    }, within);
  }
}

/** The reason after one more line of standard error, without credentials and without what differs each time. */
function reasonAfter(said: string, line: string, { args }: Program): string {
  const text = withoutCredentials(line.trim(), args).replace(FFMPEG_PLACE, '').slice(-300);
  // Ffmpeg says that of every device that it could not open, after it has said why.
  if (text === '' || text.endsWith(': Input/output error')) return said;
  const closing = FFMPEG_CLOSING.exec(text);
  return closing ? said || closing.groups?.why || '' : text;
}

function end(child: ChildProcess): void {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER);
  child.once('close', () => clearTimeout(timer));
}

/** The agent's own configuration, which may hold a password, is no business of its children. */
function childEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('SMART_CRADLE_')),
  );
}
