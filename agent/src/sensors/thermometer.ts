import type { OfflineReason } from '@smart-cradle/protocol/availability';
import { TEMPERATURE_RANGE } from '@smart-cradle/protocol/readings';
import type { Part } from '../part.ts';

export type TemperatureLine = { ok: true; celsius: number } | { ok: false; reason: string };

const LINE = /^아기 체온:\s*(-?\d{1,3}(?:\.\d{1,2})?)\s*(?:°C|℃)$/;

/** `아기 체온: 36.5°C` → 36.5, or why the line is refused. */
export function parseTemperatureLine(line: string): TemperatureLine {
  const [, digits] = LINE.exec(line.trim().normalize('NFC')) ?? [];
  if (digits === undefined) return { ok: false, reason: 'not a temperature line' };
  const celsius = Number(digits);
  const { min, max } = TEMPERATURE_RANGE;
  return celsius < min || celsius > max
    ? { ok: false, reason: `${digits} °C is impossible, must be ${min} to ${max}` }
    : { ok: true, celsius };
}

export interface ThermometerOptions {
  onReading(celsius: number): void;
  /** Why a line was no temperature. */
  onRubbish(reason: string): void;
  /** Null: readings come. */
  onState(reason: OfflineReason | null): void;
}

/** ms without a reading until it counts as lost. */
const NO_READING = 4_500;

/** What the serial line says of the temperature. */
export class Thermometer implements Part {
  readonly #options: ThermometerOptions;
  #timer: NodeJS.Timeout | undefined;
  #told: OfflineReason | null | undefined;

  constructor(options: ThermometerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#tell('starting');
    this.#expect();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  take(line: string): void {
    const parsed = parseTemperatureLine(line);
    if (!parsed.ok) {
      this.#options.onRubbish(parsed.reason);
      return;
    }
    this.#expect();
    this.#tell(null);
    this.#options.onReading(parsed.celsius);
  }

  /** The serial line is gone. */
  disconnected(): void {
    clearTimeout(this.#timer);
    this.#tell('disconnected');
  }

  /** The serial line is there. */
  connected(): void {
    this.#expect();
  }

  #expect(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell('no_data'), NO_READING);
  }

  #tell(state: OfflineReason | null): void {
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onState(state);
  }
}
