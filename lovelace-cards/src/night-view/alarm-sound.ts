/** Two rising tones, as Hz, and how long each lasts, s. High enough for a small speaker, low enough for a tired ear. */
const TONES = [740, 990, 740, 990] as const;
const TONE = 0.18;
/** From the start of one ring to the next, ms. */
const EVERY = 1_600;
/** The alarm begins softly and is at its loudest after this many rings. */
const LOUDEST_AFTER = 6;

/** The alarm of the bedside view, made by the browser itself: it needs neither a file nor a network. */
export class AlarmSound {
  #context: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #rings = 0;

  /** The browser lets this page make sound. */
  get allowed(): boolean {
    return this.#context?.state === 'running';
  }

  get ringing(): boolean {
    return this.#timer !== undefined;
  }

  /**
   * Only from a tap: browsers allow no sound before one.
   * @param tone a short one says that it works
   */
  async allow(tone = true): Promise<boolean> {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    if (this.allowed && tone) this.#tones([TONES[0]], 0.08);
    return this.allowed;
  }

  /** Rings until `stop`; asked again while it rings, it goes on. */
  ring(): void {
    if (this.#timer !== undefined || !this.allowed) return;
    this.#rings = 0;
    const once = () => {
      this.#rings += 1;
      this.#tones(TONES, Math.min(1, 0.25 + (0.75 * this.#rings) / LOUDEST_AFTER));
    };
    once();
    this.#timer = setInterval(once, EVERY);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async close(): Promise<void> {
    this.stop();
    const context = this.#context;
    this.#context = undefined;
    await context?.close();
  }

  #tones(tones: readonly number[], volume: number): void {
    const context = this.#context;
    if (!context) return;
    tones.forEach((frequency, index) => {
      const at = context.currentTime + index * (TONE + 0.04);
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.type = 'triangle';
      oscillator.frequency.value = frequency;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(volume, at + 0.02);
      gain.gain.setValueAtTime(volume, at + TONE - 0.04);
      gain.gain.linearRampToValueAtTime(0, at + TONE);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(at);
      oscillator.stop(at + TONE);
    });
  }
}
