import { readFile } from 'node:fs/promises';
import type { Diagnostics, Source } from '@smart-cradle/protocol/messages';
import type { Part } from '../part.ts';
import type { Outlets } from './outlets.ts';

/** What the parts have counted since the agent started. */
export interface Counters {
  analysed: number;
  dropped: number;
  rejected: number;
  restarts: number;
  /** dBFS; null without a microphone. */
  microphoneLevel: number | null;
}

export interface DiagnosticsOptions {
  outlets: Outlets;
  version: string;
  source: Source;
  counters(): Counters;
}

const PUBLISH_EVERY = 30_000;
/** ms after the start: then there is a frame rate to tell. */
const FIRST_AFTER = 5_000;
/** m°C on Linux. */
const CPU_TEMPERATURE = '/sys/class/thermal/thermal_zone0/temp';

/** How the agent itself fares. */
export class DiagnosticsEntity implements Part {
  readonly #options: DiagnosticsOptions;
  #timer: NodeJS.Timeout | undefined;
  #last = { at: performance.now(), analysed: 0 };
  #latest: Diagnostics | undefined;

  constructor(options: DiagnosticsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#last = { at: performance.now(), analysed: this.#options.counters().analysed };
    this.#timer = setTimeout(() => this.#next(), FIRST_AFTER);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** The last ones once more. */
  repeat(): void {
    if (this.#latest) this.#publish(this.#latest);
  }

  async #next(): Promise<void> {
    this.#timer = setTimeout(() => this.#next(), PUBLISH_EVERY);
    this.#latest = await this.#measure();
    this.#publish(this.#latest);
  }

  async #measure(): Promise<Diagnostics> {
    const { version, source, counters } = this.#options;
    const { analysed, dropped, rejected, restarts, microphoneLevel } = counters();
    const now = performance.now();
    const rate = ((analysed - this.#last.analysed) * 1_000) / (now - this.#last.at);
    this.#last = { at: now, analysed };
    return {
      version,
      source,
      frame_rate: rounded(rate),
      microphone_level: microphoneLevel === null ? null : rounded(microphoneLevel),
      cpu_temperature: await cpuTemperature(),
      uptime: Math.round(process.uptime()),
      rejected,
      dropped,
      restarts,
      memory: Math.round(process.memoryUsage.rss() / 1_048_576),
    };
  }

  #publish(diagnostics: Diagnostics): void {
    const { topics, outbox } = this.#options.outlets;
    outbox.live(topics.diagnostics, JSON.stringify(diagnostics));
  }
}

/** °C; null where the system does not tell. */
async function cpuTemperature(): Promise<number | null> {
  try {
    return rounded(Number(await readFile(CPU_TEMPERATURE, 'utf8')) / 1_000);
  } catch {
    return null;
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
