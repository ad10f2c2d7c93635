import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Guard } from './guard.ts';
import { watchForHung } from './hung-watch.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { type ProcessFolder, signal } from './processes.ts';
import { restartDelay } from './restart-delay.ts';

/** A program that runs as long as the stack does. */
export interface Program {
  /** Its name in the log folder and the process folder. */
  part: string;
  /** What people call it. */
  title: string;
  command: string;
  args: readonly string[];
  /** Added to the environment of the launcher; undefined takes a variable away. */
  environment?: Readonly<Record<string, string | undefined>>;
  directory?: string;
  /** Resolves when it serves. It is called again after each restart; the signal ends when nobody waits any more. */
  ready(ended: AbortSignal): Promise<void>;
  /** Whether it still does its work; a program that has not for minutes is killed and started again. */
  alive?(ended: AbortSignal): Promise<boolean>;
  /** Milliseconds it may take until it is ready. */
  readyLimit: number;
  /** Milliseconds it may take to stop before it is killed. */
  stopLimit: number;
}

export interface SupervisorOptions {
  logs: string;
  processes: ProcessFolder;
  guard: Guard;
  secrets: () => readonly string[];
  /** Tells the user of what matters. */
  say(title: string, text: string): void;
  /** Milliseconds between two questions whether a program still does its work; for tests. */
  aliveEvery?: number;
}

interface Running {
  program: Program;
  log: LogFile;
  child: ChildProcess | undefined;
  /** Resolves when the child of the moment has ended. */
  ended: Promise<void>;
  deaths: number[];
  stopping: boolean;
  restart: NodeJS.Timeout | undefined;
}

/** Starts programs, starts them again when they die, and stops them. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #running = new Map<string, Running>();
  #closed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the program is ready for the first time; from then on it is started again whenever it dies.
   * @throws Error with its last words when it ends before that, or takes too long.
   */
  async start(program: Program): Promise<void> {
    if (this.#closed) throw new Error(`${program.title} is not started: everything is being stopped`);
    const log = openLogFile(join(this.#options.logs, `${program.part}.log`), this.#options.secrets);
    const running: Running = {
      program,
      log,
      child: undefined,
      ended: Promise.resolve(),
      deaths: [],
      stopping: false,
      restart: undefined,
    };
    this.#running.set(program.part, running);
    try {
      await this.#run(running);
    } catch (error) {
      await this.stop(program.part);
      const reason = error instanceof Error ? error.message : String(error);
      const words = log.tail().slice(-5).join('\n    ');
      throw new Error(`${program.title} ${reason}; see ${log.path}${words ? `\n    ${words}` : ''}`);
    }
    this.#watch(running);
    running.child?.once('exit', () => this.#died(running));
    if (running.child?.exitCode !== null || running.child.signalCode !== null) this.#died(running);
  }

  /** Spawns the program and waits until it is ready. */
  async #run(running: Running): Promise<void> {
    const { program, log } = running;
    const environment = { ...process.env, ...program.environment };
    // A group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops the parts in order.
    const child = spawn(program.command, program.args, {
      cwd: program.directory,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => log.write(line));
    }
    const gone = new AbortController();
    const over = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      child.once('exit', (code, name) => resolve(`ended ${name ? `by ${name}` : `with code ${code}`}`));
    });
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    running.ended = over.then(async () => {
      gone.abort();
      const { pid } = child;
      if (pid === undefined) return;
      // What it had started itself goes with it, and with that the last writer of its output.
      signal(-pid, 'SIGKILL');
      this.#options.guard.forget(pid);
      await closed;
    });
    if (child.pid !== undefined) {
      this.#options.guard.watch(child.pid);
      this.#options.processes.note(program.part, child.pid);
    }
    await this.#untilReady(program, gone, over);
  }

  async #untilReady(program: Program, gone: AbortController, over: Promise<string>): Promise<void> {
    const waiting = new AbortController();
    const ended = AbortSignal.any([gone.signal, waiting.signal]);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const seconds = program.readyLimit / 1000;
      timer = setTimeout(() => reject(new Error(`was not ready within ${seconds} s`)), program.readyLimit);
    });
    const died = over.then((how) => {
      throw new Error(how);
    });
    died.catch(() => undefined);
    try {
      await Promise.race([program.ready(ended), died, late]);
      // Who waits is let go when the program ends, which is not the same as being ready.
      if (gone.signal.aborted) await died;
    } finally {
      clearTimeout(timer);
      waiting.abort();
    }
  }

  /** Kills the child of the moment when it hangs; its death has it started again. */
  #watch({ program, child, ended }: Running): void {
    const pid = child?.pid;
    if (!program.alive || pid === undefined) return;
    const { aliveEvery } = this.#options;
    const stop = watchForHung({
      alive: (signal) => program.alive?.(signal) ?? Promise.resolve(true),
      onHung: (seconds) => {
        this.#options.say(program.title, `has not answered for ${seconds} s and is killed`);
        signal(-pid, 'SIGKILL');
      },
      ...(aliveEvery ? { every: aliveEvery, answerWithin: aliveEvery } : {}),
    });
    void ended.then(stop);
  }

  #died(running: Running): void {
    if (running.stopping) return;
    const { program } = running;
    const now = Date.now();
    running.deaths.push(now);
    const delay = restartDelay(running.deaths, now);
    running.deaths = running.deaths.slice(-10);
    const how = running.child?.signalCode ?? `code ${running.child?.exitCode}`;
    this.#options.say(
      program.title,
      `ended (${how}); it is started again${delay ? ` in ${delay / 1000} s` : ''}`,
    );
    running.restart = setTimeout(() => void this.#again(running, now), delay);
  }

  async #again(running: Running, since: number): Promise<void> {
    await running.ended;
    if (running.stopping) return;
    const { program, log } = running;
    const run = this.#run(running);
    const { child } = running;
    child?.once('exit', () => this.#died(running));
    child?.once('error', () => this.#died(running));
    this.#watch(running);
    try {
      await run;
      this.#options.say(program.title, `is back after ${((Date.now() - since) / 1000).toFixed(1)} s`);
    } catch (error) {
      if (running.stopping) return;
      this.#options.say(
        program.title,
        `${error instanceof Error ? error.message : error} after its restart; see ${log.path}`,
      );
    }
  }

  /** Asks it to end, waits, and kills what does not. */
  async stop(part: string): Promise<void> {
    const running = this.#running.get(part);
    if (!running) return;
    running.stopping = true;
    clearTimeout(running.restart);
    const { child, program } = running;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      signal(child.pid, 'SIGTERM');
      const group = -child.pid;
      const kill = setTimeout(() => {
        this.#options.say(program.title, `did not stop within ${program.stopLimit / 1000} s and was killed`);
        signal(group, 'SIGKILL');
      }, program.stopLimit);
      await running.ended;
      clearTimeout(kill);
    }
    await running.ended;
    this.#running.delete(part);
    this.#options.processes.forget(part);
    running.log.close();
  }

  /** Stops all, those named first in that order, one after the other; nothing is started any more. */
  async stopAll(order: readonly string[]): Promise<void> {
    this.#closed = true;
    const others = [...this.#running.keys()].filter((part) => !order.includes(part));
    for (const part of [...order, ...others]) await this.stop(part);
  }

  /** Ends all at once, without waiting: for a user in a hurry. */
  killAll(): void {
    this.#closed = true;
    for (const { child } of this.#running.values())
      if (child?.pid !== undefined) signal(-child.pid, 'SIGKILL');
  }
}
