/** `unsupported`: the browser has no wake lock, or gives one only over https. */
export type ScreenWakeState = 'on' | 'off' | 'unsupported';

/** Keeps the screen awake while the page is in front; asks again when it comes back. */
export class ScreenWake {
  readonly #changed: () => void;
  #lock: WakeLockSentinel | undefined;
  #wanted = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): ScreenWakeState {
    if (!('wakeLock' in navigator)) return 'unsupported';
    return this.#lock && !this.#lock.released ? 'on' : 'off';
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    document.addEventListener('visibilitychange', this.#visible);
    void this.#ask();
  }

  stop(): void {
    this.#wanted = false;
    document.removeEventListener('visibilitychange', this.#visible);
    void this.#lock?.release();
    this.#lock = undefined;
  }

  #visible = (): void => {
    if (!document.hidden) void this.#ask();
  };

  async #ask(): Promise<void> {
    if (!this.#wanted || this.state !== 'off' || document.hidden) return;
    try {
      this.#lock = await navigator.wakeLock.request('screen');
      this.#lock.addEventListener('release', () => this.#changed());
    } catch {
      // Refused, as with a nearly empty battery: the view says that the screen may go dark.
      this.#lock = undefined;
    }
    this.#changed();
  }
}
