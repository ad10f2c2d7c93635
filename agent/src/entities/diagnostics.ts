import type { Diagnostics, Source } from '@smart-cradle/protocol/messages';
import type { Part } from '../part.ts';
import { cpuTemperature, diskFree, memoryUsed, wifiSignal } from './machine.ts';
import type { Outlets } from './outlets.ts';

/** What the parts have counted since the agent started, and how they are now. */
export interface Counters {
  analysed: number;
  dropped: number;
  rejected: number;
  restarts: number;
  /** dBFS; null without a microphone. */
  microphoneLevel: number | null;
  linkStep: number;
  /** ms; null while there is no broker. */
  linkLatency: number | null;
  address: string | null;
  /** Of the Arduino. */
  firmware: string | null;
}

export interface DiagnosticsOptions {
  outlets: Outlets;
  version: string;
  source: Source;
  /** Where the settings are kept. */
  folder: string;
  counters(): Counters;
  /** ISO 8601; null while that is not known. */
  registeredAt(now: Date): Promise<string | null>;
}

const PUBLISH_EVERY = 30_000;
/** ms after the start: then there is a frame rate to tell. */
const FIRST_AFTER = 5_000;

/** How the agent itself fares. */
export class DiagnosticsEntity implements Part {
  readonly #options: DiagnosticsOptions;
  #timer: NodeJS.Timeout | undefined;
  #last = { at: performance.now(), analysed: 0 };
  #frameRate = 0;
  #published = false;

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

  /** Once more, for one who has just come. */
  async repeat(): Promise<void> {
    if (this.#published) await this.#publish();
  }

  /** As they are now. */
  async measure(): Promise<Diagnostics> {
    const { version, source, folder, counters, registeredAt, outlets } = this.#options;
    const { analysed: _, microphoneLevel, linkStep, linkLatency, ...others } = counters();
    return {
      version,
      source,
      frame_rate: rounded(this.#frameRate),
      microphone_level: microphoneLevel === null ? null : rounded(microphoneLevel),
      cpu_temperature: await cpuTemperature(),
      wifi_signal: await wifiSignal(),
      registered_at: await registeredAt(outlets.stamp().date),
      uptime: Math.round(process.uptime()),
      memory: memoryUsed(),
      disk_free: await diskFree(folder),
      link_step: linkStep,
      link_latency: linkLatency,
      ...others,
    };
  }

  async #next(): Promise<void> {
    this.#timer = setTimeout(() => this.#next(), PUBLISH_EVERY);
    const { analysed } = this.#options.counters();
    const now = performance.now();
    this.#frameRate = ((analysed - this.#last.analysed) * 1_000) / (now - this.#last.at);
    this.#last = { at: now, analysed };
    await this.#publish();
  }

  async #publish(): Promise<void> {
    const { topics, outbox } = this.#options.outlets;
    const diagnostics = await this.measure();
    this.#published = true;
    outbox.live(topics.diagnostics, JSON.stringify(diagnostics));
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
