/** From the start of one request to the start of the next, ms: Home Assistant's MQTT camera has two pictures a second. */
export const PICTURE_INTERVAL = 500;
/** Until a request is given up, ms. */
export const PICTURE_TIMEOUT = 5_000;
/** The longest wait after failures, ms. */
export const LONGEST_WAIT = 4_000;

export interface PictureLoopOptions {
  load: (signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;
  arrived: (bytes: Uint8Array<ArrayBuffer>) => void;
  failed: (error: unknown) => void;
}

/** How long to wait before the next request. @param failures in a row. */
export function nextWait(elapsed: number, failures: number): number {
  if (failures > 0) return Math.min(LONGEST_WAIT, PICTURE_INTERVAL * 2 ** (failures - 1));
  return Math.max(0, PICTURE_INTERVAL - elapsed);
}

/** Fetches pictures one after another: a new request never starts before the last one has ended. */
export class PictureLoop {
  readonly #options: PictureLoopOptions;
  #run: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PictureLoopOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#run !== undefined;
  }

  start(): void {
    if (this.#run) return;
    this.#run = new AbortController();
    void this.#next(this.#run.signal, 0);
  }

  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    clearTimeout(this.#timer);
  }

  async #next(stopped: AbortSignal, failures: number): Promise<void> {
    const began = Date.now();
    const request = new AbortController();
    const timeout = setTimeout(() => request.abort(new Error('no picture in time')), PICTURE_TIMEOUT);
    const stop = () => request.abort(stopped.reason);
    stopped.addEventListener('abort', stop);
    let failed = failures;
    try {
      const bytes = await this.#options.load(request.signal);
      failed = 0;
      if (!stopped.aborted) this.#options.arrived(bytes);
    } catch (error) {
      failed += 1;
      if (!stopped.aborted) this.#options.failed(error);
    } finally {
      clearTimeout(timeout);
      stopped.removeEventListener('abort', stop);
    }
    if (stopped.aborted) return;
    this.#timer = setTimeout(() => void this.#next(stopped, failed), nextWait(Date.now() - began, failed));
  }
}
