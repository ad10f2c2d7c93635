import type { OfflineReason } from '@smart-cradle/protocol/availability';
import type { Log } from '../log.ts';
import type { Part } from '../part.ts';
import { SAMPLE_RATE } from './programs.ts';
import { type Program, WatchedProcess } from './watched-process.ts';

export interface MicrophoneOptions {
  program: Program;
  log: Log;
  /** Samples from −1 to 1 at 16 kHz, as they come. */
  onSamples(samples: Float32Array): void;
  /** Null: the microphone is online. `detail`: what its program had to say of that, or empty. */
  onState(reason: OfflineReason | null, detail: string): void;
}

/** Samples of digital silence until that is told: 3.5 s, as sound comes up to a second late. */
const MUTED_AFTER = 3.5 * SAMPLE_RATE;
/** Steps of 16 bits that the samples of a muted microphone may differ by: a dither, at most. */
const SILENT_STEPS = 1;

/** Sound from a child process that writes s16le, mono, 16 kHz. */
export class Microphone implements Part {
  readonly #options: MicrophoneOptions;
  readonly #process: WatchedProcess;
  #odd: Buffer | undefined;
  #silent = 0;
  #silentAt = 0;
  #down: OfflineReason | null = 'starting';
  #detail = '';
  #told = '';

  constructor(options: MicrophoneOptions) {
    this.#options = options;
    this.#process = new WatchedProcess({
      name: 'microphone',
      program: options.program,
      log: options.log,
      onData: (chunk) => this.#take(chunk),
      onDown: (reason, detail) => {
        this.#detail = detail;
        this.#odd = undefined;
        this.#silent = 0;
        this.#down = reason;
        this.#tell();
      },
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get restarts(): number {
    return this.#process.restarts;
  }

  start(): void {
    this.#tell();
    this.#process.start();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }

  #take(chunk: Buffer): void {
    const bytes = this.#odd ? Buffer.concat([this.#odd, chunk]) : chunk;
    const count = bytes.length >> 1;
    this.#odd = bytes.length % 2 === 1 ? Buffer.from(bytes.subarray(-1)) : undefined;
    if (count === 0) return;
    const samples = new Float32Array(count);
    for (let index = 0; index < count; index += 1) {
      const value = bytes.readInt16LE(index * 2);
      samples[index] = value / 32_768;
      if (Math.abs(value - this.#silentAt) > SILENT_STEPS) {
        this.#silentAt = value;
        this.#silent = 0;
      } else {
        this.#silent += 1;
      }
    }
    this.#down = null;
    this.#tell();
    this.#options.onSamples(samples);
  }

  #tell(): void {
    const state = this.#down ?? (this.#silent >= MUTED_AFTER ? 'muted' : null);
    const detail = this.#down ? this.#detail : '';
    const told = `${state} ${detail}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onState(state, detail);
  }
}
