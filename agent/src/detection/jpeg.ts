import turbo from '@julusian/jpeg-turbo';

/** A decoded picture: a byte a pixel (grey) or four (RGBA), row by row. */
export interface Decoded {
  data: Uint8Array;
  width: number;
  height: number;
}

const KINDS = {
  grey: { format: turbo.FORMAT_GRAY, bytes: 1 },
  rgba: { format: turbo.FORMAT_RGBA, bytes: 4 },
} as const;

/** Start of a scan, after which there are no more headers; and Exif, which may say that the picture is turned. */
const START_OF_SCAN = 0xda;
const EXIF = 0xe1;
/** Starts of a frame are 0xC0 to 0xCF, without these: tables, and a reserved one. */
const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc]);

/**
 * Width and height of a JPEG as a camera sends it; null for what must be looked at more closely: another kind of
 * picture, a broken one, or one with Exif.
 */
export function jpegSize(picture: Uint8Array): { width: number; height: number } | null {
  if (picture[0] !== 0xff || picture[1] !== 0xd8) return null;
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength);
  for (let at = 2; at + 9 <= picture.length; at += 2 + view.getUint16(at + 2)) {
    const kind = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || kind === EXIF || kind === START_OF_SCAN) return null;
    if (kind >= 0xc0 && kind <= 0xcf && !NO_FRAMES.has(kind)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return width > 0 && height > 0 ? { width, height } : null;
    }
  }
  return null;
}

/** Pixels of the largest picture that is decoded here: a few damaged bytes can claim 4 gigapixels. */
const MOST_PIXELS = 4096 * 4096;

/** Decodes the JPEGs of one camera; what it gives is overwritten by the next. */
export class JpegDecoder {
  readonly #kind: keyof typeof KINDS;
  #pixels = Buffer.alloc(0);

  constructor(kind: keyof typeof KINDS) {
    this.#kind = kind;
  }

  /** Null when it must be looked at more closely, as by `jpegSize`, is huge or damaged. */
  decode(picture: Uint8Array): Decoded | null {
    const size = jpegSize(picture);
    if (!size || size.width * size.height > MOST_PIXELS) return null;
    const { format, bytes } = KINDS[this.#kind];
    const length = size.width * size.height * bytes;
    if (this.#pixels.length !== length) this.#pixels = Buffer.alloc(length);
    const source = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
    try {
      const { width, height } = turbo.decompressSync(source, this.#pixels, { format });
      return { data: new Uint8Array(this.#pixels.buffer, this.#pixels.byteOffset, length), width, height };
    } catch {
      return null;
    }
  }
}
