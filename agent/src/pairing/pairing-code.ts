import encodeQR from 'qr';
import sharp from 'sharp';

/** Modules of white around the code: what the standard asks for. */
const BORDER = 4;
/** Pixels of one module: big enough to be scanned from a screen at arm's length. */
const SCALE = 10;

/** The code for a terminal, in its own black and white whatever its colours are. */
export function codeForTerminal(url: string): string {
  return encodeQR(url, 'term', { border: BORDER });
}

export function codeAsSvg(url: string): string {
  return encodeQR(url, 'svg', { border: BORDER });
}

export async function codeAsPng(url: string): Promise<Buffer> {
  const rows = encodeQR(url, 'raw', { border: BORDER });
  const pixels = Buffer.from(rows.flat().map((dark) => (dark ? 0 : 255)));
  const [width, height] = [rows[0]?.length ?? 0, rows.length];
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .resize(width * SCALE, height * SCALE, { kernel: 'nearest' })
    .png()
    .toBuffer();
}
