import { stat } from 'node:fs/promises';
import { SerialPort } from 'serialport';
import type { Config } from '../config/schema.ts';
import { type Log, messageOf } from '../log.ts';
import type { Part } from '../part.ts';

export interface SerialLineOptions {
  serial: Config['serial'];
  log: Log;
  /** A line without its end. */
  onLine(line: string): void;
  onOpen(): void;
  /** Told with the reason once for each time that it was open, and when an opening fails for another reason. */
  onClose(reason: string): void;
}

const BAUD_RATE = 9_600;
/** ms between tries to open the port: a cable that is plugged in again is found quickly. */
const RETRY = 1_000;
/** ms between looks whether the open port is still there. */
const LOOK_EVERY = 1_000;
/** Bytes of a line; of one that is longer the rest is thrown away. */
const LONGEST_LINE = 256;
/** Bytes that may wait to be written; more means that the device takes nothing. */
const LONGEST_QUEUE = 256;

/** The Arduino's serial port: lines in, commands out, opened again by itself whenever it is lost. */
export class SerialLine implements Part {
  readonly #options: SerialLineOptions;
  #port: SerialPort | undefined;
  #retry: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #stopped = true;
  #rest = Buffer.alloc(0);
  #lastFailure = '';

  constructor(options: SerialLineOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#port?.isOpen === true;
  }

  start(): void {
    this.#stopped = false;
    this.#open();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearInterval(this.#look);
    const port = this.#port;
    this.#port = undefined;
    if (port?.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
  }

  /** Writes a line; false when the port is not open or the device takes nothing. */
  write(line: string): boolean {
    const port = this.#port;
    if (!port?.isOpen || port.writableLength > LONGEST_QUEUE) return false;
    port.write(`${line}\n`);
    return true;
  }

  /** Waits until what was written has left. */
  async drain(): Promise<void> {
    const port = this.#port;
    if (port?.isOpen) await new Promise<void>((resolve) => port.drain(() => resolve()));
  }

  async #open(): Promise<void> {
    let path: string;
    try {
      path = await this.#find();
    } catch (error) {
      this.#failed(messageOf(error));
      return;
    }
    if (this.#stopped) return;
    const port = new SerialPort({ path, baudRate: BAUD_RATE, autoOpen: false });
    this.#port = port;
    this.#rest = Buffer.alloc(0);
    port.on('data', (chunk: Buffer) => this.#take(chunk));
    port.on('error', (error) => this.#options.log.warn({ path, reason: error.message }, 'serial: error'));
    port.open((error) => {
      if (this.#port !== port) return;
      if (error) {
        this.#failed(error.message);
        return;
      }
      port.on('close', () => {
        if (this.#port === port) this.#failed('closed');
      });
      this.#lastFailure = '';
      this.#watch(path, port);
      this.#options.log.info({ path }, 'serial: open');
      this.#options.onOpen();
    });
  }

  async #find(): Promise<string> {
    const { path, vendor_id, product_id } = this.#options.serial;
    if (path) return path;
    const same = (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase();
    const ports = await SerialPort.list();
    const found = ports.find((port) => same(port.vendorId, vendor_id) && same(port.productId, product_id));
    if (!found) throw new Error(`no port with USB id ${vendor_id}:${product_id}`);
    return found.path;
  }

  /**
   * Whether the device is still the one that was opened. The end of an unplugged one may come as reads of nothing, which
   * serialport repeats for ever without a word.
   */
  async #watch(path: string, port: SerialPort): Promise<void> {
    const identity = () =>
      stat(path).then(
        ({ ino, rdev }) => `${ino} ${rdev}`,
        () => undefined,
      );
    const opened = await identity();
    if (this.#port !== port) return;
    this.#look = setInterval(async () => {
      if ((await identity()) === opened || this.#port !== port) return;
      this.#failed(`${path} is gone`);
      port.close();
    }, LOOK_EVERY);
  }

  #failed(reason: string): void {
    clearInterval(this.#look);
    this.#port = undefined;
    if (this.#stopped) return;
    if (reason !== this.#lastFailure) {
      this.#lastFailure = reason;
      this.#options.log.warn({ reason }, 'serial: not open, trying again');
      this.#options.onClose(reason);
    }
    this.#retry = setTimeout(() => this.#open(), RETRY);
  }

  #take(chunk: Buffer): void {
    let rest = Buffer.concat([this.#rest, chunk]);
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
      const line = rest.subarray(0, Math.min(end, LONGEST_LINE));
      this.#options.onLine(line.toString('utf8').replace(/\r$/, ''));
      rest = rest.subarray(end + 1);
    }
    this.#rest = rest.length > LONGEST_LINE ? Buffer.alloc(0) : rest;
  }
}
