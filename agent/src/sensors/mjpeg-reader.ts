const EMPTY = Buffer.alloc(0);
const START = Buffer.from([0xff, 0xd8, 0xff]);
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

/** Largest picture that is taken, in bytes. */
const MAX_PICTURE = 4_194_304;

/**
 * Splits a stream of JPEGs one after another. It follows the marker segments, so that a thumbnail inside a picture does
 * not end it, and it never keeps more than one picture.
 *
 * https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B
 */
export class MjpegReader {
  /** Bytes that were no picture, or one too large. */
  skipped = 0;
  readonly #max: number;
  #buffer: Buffer = EMPTY;
  /** Up to where the picture at the buffer's start has been followed; 0: its start is still looked for. */
  #at = 0;
  #inScan = false;

  constructor(max = MAX_PICTURE) {
    this.#max = max;
  }

  /** The pictures that this chunk completes, oldest first. */
  push(chunk: Buffer): Buffer[] {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    const pictures: Buffer[] = [];
    for (;;) {
      if (this.#at === 0 && !this.#findStart()) break;
      const end = this.#findEnd();
      if (end === undefined) break;
      // A copy: the chunk's memory would otherwise live as long as the picture.
      pictures.push(Buffer.from(this.#buffer.subarray(0, end)));
      this.#drop(end);
    }
    if (this.#buffer.length > this.#max) this.#skip(START.length);
    return pictures;
  }

  #findStart(): boolean {
    const start = this.#buffer.indexOf(START);
    // A start may lie across two chunks: keep the last two bytes.
    const rubbish = start === -1 ? Math.max(0, this.#buffer.length - (START.length - 1)) : start;
    this.#skip(rubbish);
    if (start === -1) return false;
    this.#at = 2;
    return true;
  }

  /** Index after the picture's last byte; undefined while it is not complete. */
  #findEnd(): number | undefined {
    const buffer = this.#buffer;
    for (;;) {
      const marker = buffer.indexOf(0xff, this.#at);
      if (marker === -1 || marker + 1 >= buffer.length) {
        this.#at = this.#inScan ? Math.max(this.#at, marker === -1 ? buffer.length : marker) : this.#at;
        return undefined;
      }
      const kind = buffer.readUInt8(marker + 1);
      if (kind === END_OF_IMAGE) return marker + 2;
      const alone = kind === 0x00 || kind === 0x01 || (kind >= 0xd0 && kind <= 0xd7);
      if (alone || kind === 0xff) {
        // A stuffed byte, a restart or a fill byte.
        this.#at = kind === 0xff ? marker + 1 : marker + 2;
        continue;
      }
      if (marker + 4 > buffer.length) {
        this.#at = marker;
        return undefined;
      }
      const next = marker + 2 + buffer.readUInt16BE(marker + 2);
      if (next > buffer.length) {
        this.#at = marker;
        return undefined;
      }
      this.#inScan = kind === START_OF_SCAN;
      this.#at = next;
    }
  }

  #skip(bytes: number): void {
    this.skipped += bytes;
    this.#drop(bytes);
  }

  #drop(bytes: number): void {
    this.#buffer = bytes >= this.#buffer.length ? EMPTY : this.#buffer.subarray(bytes);
    this.#at = 0;
    this.#inScan = false;
  }
}
