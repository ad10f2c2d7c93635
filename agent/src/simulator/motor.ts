/** ms that one `servo` moves the motor: a little longer than its renewal, so that it runs smoothly. */
const RUN_FOR = 1_200;

/** The cradle's motor behind its firmware: each `servo` is one short run. */
export class Motor {
  readonly #onChange: (state: 'on' | 'off') => void;
  #off: NodeJS.Timeout | undefined;

  constructor(onChange: (state: 'on' | 'off') => void) {
    this.#onChange = onChange;
  }

  get isOn(): boolean {
    return this.#off !== undefined;
  }

  take(line: string): void {
    if (line !== 'servo') return;
    if (!this.isOn) this.#onChange('on');
    clearTimeout(this.#off);
    this.#off = setTimeout(() => {
      this.#off = undefined;
      this.#onChange('off');
    }, RUN_FOR);
  }

  /** Without power it stands still. */
  powerOff(): void {
    clearTimeout(this.#off);
    if (this.isOn) this.#onChange('off');
    this.#off = undefined;
  }
}
