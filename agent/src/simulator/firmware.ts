import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What the simulated chip tells; `at` is ms of its own time, which stands still while the computer is too busy. */
export type FirmwareEvent =
  /** µs; 0: the servo gets none any more. */
  { at: number; pulse: number } | { at: number; received: string };

const event = z.union([
  z.object({ at: z.number(), pulse: z.number() }),
  z.object({ at: z.number(), received: z.string() }),
]);

const BUILD = fileURLToPath(new URL('../../firmware/build.sh', import.meta.url));

/** Builds the Arduino's firmware and the program that simulates its chip. @throws Error with the compiler's words. */
export async function buildFirmware(folder: string): Promise<void> {
  const child = spawn(BUILD, ['--simulator', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-2_000);
  });
  const [code] = await once(child, 'close');
  if (code === 0) return;
  throw new Error(
    `The firmware is not built, which needs gcc-avr, avr-libc, arduino-core-avr, gcc, libsimavr-dev and libelf-dev (npm run setup -- --tests installs them): ${words.trim()}`,
  );
}

/** The Arduino's firmware on a simulated chip (simavr), its serial line on a pty. */
export class SimulatedFirmware {
  readonly events: FirmwareEvent[] = [];
  readonly #happened = new EventEmitter();
  readonly #child: ChildProcess;

  /**
   * @param folder where the firmware was built
   * @param link path of a symbolic link to the serial port; it stands when the chip runs
   */
  constructor(folder: string, link: string) {
    const child = spawn(join(folder, 'simulate'), [join(folder, 'smart-cradle.elf'), link], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      this.events.push(event.parse(JSON.parse(line)));
      this.#happened.emit('event');
    });
  }

  get pulses(): { at: number; pulse: number }[] {
    return this.events.filter((each) => 'pulse' in each);
  }

  get received(): { at: number; received: string }[] {
    return this.events.filter((each) => 'received' in each);
  }

  /** @param celsius null: the thermometer does not answer. */
  setTemperature(celsius: number | null): void {
    this.#child.stdin?.write(`temperature ${celsius === null ? 'none' : Math.round(celsius * 100)}\n`);
  }

  /** Resolves when what has happened satisfies. */
  async until(satisfied: (firmware: this) => boolean): Promise<void> {
    while (!satisfied(this)) await once(this.#happened, 'event');
  }

  /** As a cable that is pulled. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'close');
  }
}
