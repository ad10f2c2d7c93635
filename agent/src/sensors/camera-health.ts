import type { OfflineReason } from '@smart-cradle/protocol/availability';

/** ms between looks at the picture. */
export const LOOK_EVERY = 500;
/** ms without a change until the picture counts as frozen; with {@link LOOK_EVERY} it is told within 5 s. */
const FROZEN_AFTER = 3_500;
/** ms that it stays black until that is told. */
const BLACK_AFTER = 3_000;
/** Mean brightness of 255 below which a picture is black: no sensor with light behind its lens is that dark. */
const BLACK = 2;

/**
 * Judges small grey copies of the picture. A live sensor is never quite still: its noise changes some pixel of a small
 * copy, so that equal copies for seconds mean that the same picture comes again and again.
 */
export class CameraHealth {
  #last: Uint8Array | undefined;
  #changedAt = 0;
  #blackSince: number | undefined;

  /** @param now ms, monotonic. */
  look(grey: Uint8Array, now: number): Extract<OfflineReason, 'frozen' | 'black'> | null {
    if (!this.#last || !equal(this.#last, grey)) this.#changedAt = now;
    this.#last = grey;
    this.#blackSince = meanOf(grey) < BLACK ? (this.#blackSince ?? now) : undefined;
    if (this.#blackSince !== undefined && now - this.#blackSince >= BLACK_AFTER) return 'black';
    return now - this.#changedAt >= FROZEN_AFTER ? 'frozen' : null;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function meanOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
