import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { Motor } from './motor.ts';
import { openPty, type Pty } from './pty.ts';

/** What the simulated Arduino tells of itself, a JSON line each. */
export type ArduinoEvent =
  | { received: string; at: string }
  | { motor: 'on' | 'off' }
  | { serial: 'open' | 'closed' };

export interface ArduinoOptions {
  /** Path of a symbolic link to the serial port; it stands only while the cable is plugged in. */
  link: string;
  /** °C; undefined: it has nothing to say. */
  temperature(): number | undefined;
  isConnected(): boolean;
  tell(event: ArduinoEvent): void;
}

/** ms between temperature lines. */
const SPEAK_EVERY = 1_000;
/** ms between looks at the cable. */
const LOOK_EVERY = 100;
const LONGEST_LINE = 256;

/** The cradle's Arduino: speaks of the temperature each second, and moves the motor when it is told. */
export class Arduino {
  readonly #options: ArduinoOptions;
  readonly #motor: Motor;
  #pty: Pty | undefined;
  #rest = '';
  #timers: NodeJS.Timeout[] = [];

  constructor(options: ArduinoOptions) {
    this.#options = options;
    this.#motor = new Motor((motor) => options.tell({ motor }));
  }

  start(): void {
    this.#look();
    this.#timers = [
      setInterval(() => this.#look(), LOOK_EVERY),
      setInterval(() => this.#speak(), SPEAK_EVERY),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#unplug();
  }

  #look(): void {
    const connected = this.#options.isConnected();
    if (connected && !this.#pty) this.#plug();
    if (!connected) this.#unplug();
  }

  #plug(): void {
    const { link, tell } = this.#options;
    this.#rest = '';
    const pty = openPty((chunk) => this.#hear(chunk));
    this.#pty = pty;
    const made = `${link}.new`;
    rmSync(made, { force: true });
    symlinkSync(pty.path, made);
    renameSync(made, link);
    tell({ serial: 'open' });
  }

  #unplug(): void {
    if (!this.#pty) return;
    this.#motor.powerOff();
    rmSync(this.#options.link, { force: true });
    this.#pty.close();
    this.#pty = undefined;
    this.#options.tell({ serial: 'closed' });
  }

  #speak(): void {
    const celsius = this.#options.temperature();
    if (celsius !== undefined) this.#pty?.write(`아기 체온: ${celsius.toFixed(1)}°C\r\n`);
  }

  #hear(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop()?.slice(-LONGEST_LINE) ?? '';
    for (const line of lines) {
      this.#options.tell({ received: line, at: new Date().toISOString() });
      this.#motor.take(line);
    }
  }
}
