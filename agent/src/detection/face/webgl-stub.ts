/** Pixels as MediaPipe takes them in place of a canvas's ImageData. */
export interface Pixels {
  /** RGBA, a byte each. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

const TEXTURE_2D = 0x0de1;
const RGBA = 0x1908;
const UNSIGNED_BYTE = 0x1401;
const UNPACK_FLIP_Y_WEBGL = 0x9240;
const FRAMEBUFFER_COMPLETE = 0x8cd5;
const ALREADY_SIGNALED = 0x911a;
const SIGNALED = 0x9119;

/** Answers to `getParameter`, which are asked while the context is made. */
const PARAMETERS: Record<number, string | number> = {
  7936: 'Smart Cradle', // VENDOR
  7937: 'pixel store', // RENDERER
  7938: 'WebGL 2.0', // VERSION
  35724: 'WebGL GLSL ES 3.00', // SHADING_LANGUAGE_VERSION
  34921: 16, // MAX_VERTEX_ATTRIBS
  3379: 8192, // MAX_TEXTURE_SIZE
};

interface Texture {
  pixels: Pixels | null;
}

/**
 * As much of a WebGL 2 context as MediaPipe's tasks use with the CPU delegate: a picture goes in by `texImage2D` and
 * comes out by `readPixels`. Nothing is drawn, so a texture just keeps what was put in.
 */
class PixelStore {
  readonly TEXTURE_2D = TEXTURE_2D;
  readonly RGBA = RGBA;
  readonly UNSIGNED_BYTE = UNSIGNED_BYTE;
  readonly UNPACK_FLIP_Y_WEBGL = UNPACK_FLIP_Y_WEBGL;
  readonly canvas: { width: number; height: number };
  #bound: Texture | null = null;
  #framebuffer: { texture: Texture | null } | null = null;

  constructor(canvas: { width: number; height: number }) {
    this.canvas = canvas;
  }

  get drawingBufferWidth(): number {
    return this.canvas.width;
  }
  get drawingBufferHeight(): number {
    return this.canvas.height;
  }

  getParameter(name: number): string | number {
    return PARAMETERS[name] ?? 0;
  }
  getSupportedExtensions(): string[] {
    return [];
  }
  getExtension(): null {
    return null;
  }
  getContextAttributes(): WebGLContextAttributes {
    return { alpha: true, depth: false, stencil: false, antialias: false, premultipliedAlpha: true };
  }
  isContextLost(): boolean {
    return false;
  }
  getError(): number {
    return 0;
  }

  createTexture(): Texture {
    return { pixels: null };
  }
  deleteTexture(texture: Texture | null): void {
    if (texture) texture.pixels = null;
  }
  bindTexture(_target: number, texture: Texture | null): void {
    this.#bound = texture;
  }
  texImage2D(...parameters: unknown[]): void {
    const pixels = parameters[5];
    if (parameters.length !== 6 || !isPixels(pixels) || !this.#bound) {
      throw new Error(
        `texImage2D with ${parameters.length} parameters: only a picture with its pixels is taken`,
      );
    }
    this.#bound.pixels = pixels;
  }

  createFramebuffer(): { texture: Texture | null } {
    return { texture: null };
  }
  bindFramebuffer(_target: number, framebuffer: { texture: Texture | null } | null): void {
    this.#framebuffer = framebuffer;
  }
  framebufferTexture2D(_target: number, _attachment: number, _kind: number, texture: Texture | null): void {
    if (this.#framebuffer) this.#framebuffer.texture = texture;
  }
  checkFramebufferStatus(): number {
    return FRAMEBUFFER_COMPLETE;
  }
  readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    into: Uint8Array,
    offset = 0,
  ): void {
    const pixels = this.#framebuffer?.texture?.pixels;
    if (!pixels) throw new Error('readPixels without a picture');
    const whole = x === 0 && y === 0 && width === pixels.width && height === pixels.height;
    if (!whole || format !== RGBA || type !== UNSIGNED_BYTE) {
      throw new Error(
        `readPixels(${x}, ${y}, ${width}, ${height}, ${format}, ${type}): only the whole as RGBA bytes`,
      );
    }
    into.set(pixels.data, offset);
  }

  // Everything is done at once, so every fence has been reached.
  fenceSync(): object {
    return {};
  }
  isSync(): boolean {
    return true;
  }
  clientWaitSync(): number {
    return ALREADY_SIGNALED;
  }
  getSyncParameter(): number {
    return SIGNALED;
  }

  activeTexture(): void {}
  texParameteri(): void {}
  pixelStorei(): void {}
  deleteFramebuffer(): void {}
  deleteSync(): void {}
  waitSync(): void {}
  flush(): void {}
  finish(): void {}
  viewport(): void {}
}

function isPixels(value: unknown): value is Pixels {
  return (
    typeof value === 'object' && value !== null && 'data' in value && 'width' in value && 'height' in value
  );
}

/** A canvas for MediaPipe's tasks that needs neither a browser nor a GPU. */
export function createPixelCanvas(): OffscreenCanvas {
  const canvas = {
    width: 1,
    height: 1,
    getContext: (kind: string): PixelStore | null => (kind === 'webgl2' ? store : null),
    addEventListener: (): void => {},
    removeEventListener: (): void => {},
  };
  const store = new PixelStore(canvas);
  return canvas as unknown as OffscreenCanvas;
}
