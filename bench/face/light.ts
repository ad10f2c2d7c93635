import sharp, { type Sharp } from 'sharp';

/** Numbers from 0 to 1, the same in every run with the same seed (Numerical Recipes' generator). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Less light with the noise of a sensor, the same in every run. */
export async function darken(picture: Sharp, light: number): Promise<Sharp> {
  const { data, info } = await pixels(picture);
  const noise = noiseOf(createRandom(12345), 2);
  for (let i = 0; i < data.length; i++) data[i] = limited((data[i] ?? 0) * light + noise());
  return sharp(data, { raw: info });
}

/**
 * As a camera without an infrared filter sees it beside its own lamp: skin is bright and even whatever its colour (the
 * red channel is nearest to that), lips nearly vanish, the lamp fades towards the edges, and the sensor is noisy.
 */
export async function infrared(picture: Sharp, random: () => number): Promise<Sharp> {
  const { data, info } = await pixels(picture);
  const noise = noiseOf(random, 5);
  const { width, height } = info;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const light = 1 - 0.75 * Math.min(1, Math.hypot(x / width - 0.5, y / height - 0.5) / 0.7) ** 2;
      const grey = 230 * (((data[at] ?? 0) * 0.8 + (data[at + 1] ?? 0) * 0.2) / 255) ** 0.7 * light + noise();
      data.fill(limited(grey), at, at + 3);
    }
  }
  return sharp(data, { raw: info });
}

async function pixels(picture: Sharp) {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, info: { width: info.width, height: info.height, channels: 3 as const } };
}

/** Noise with about a bell curve of this standard deviation. */
function noiseOf(random: () => number, deviation: number): () => number {
  return () => (random() + random() + random() + random() - 2) * Math.sqrt(3) * deviation;
}

function limited(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
