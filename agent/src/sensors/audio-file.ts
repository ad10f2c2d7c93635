import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import decode from 'audio-decode';
import { SAMPLE_RATE } from '../detection/cry/features.ts';

/** Taps of the low-pass filter on each side, in samples of the slower rate. */
const HALF_WIDTH = 16;

/**
 * Another sampling rate, by a windowed sinc: what the slower rate cannot hold is left out, so that nothing folds back
 * into the band that is judged.
 *
 * @param from Hz
 * @param to Hz
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const cutoff = Math.min(1, to / from);
  const reach = HALF_WIDTH / cutoff;
  return Float32Array.from({ length: Math.floor((samples.length * to) / from) }, (_, index) => {
    const centre = (index * from) / to;
    let sum = 0;
    for (let n = Math.max(0, Math.ceil(centre - reach)); n <= centre + reach && n < samples.length; n++) {
      const x = n - centre;
      const phase = Math.PI * cutoff * x;
      const sinc = phase === 0 ? 1 : Math.sin(phase) / phase;
      const hann = 0.5 + 0.5 * Math.cos((Math.PI * x) / reach);
      sum += (samples[n] ?? 0) * sinc * hann * cutoff;
    }
    return sum;
  });
}

/** The mean of all channels. */
function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels;
  if (others.length === 0) return first;
  return first.map((sample, n) => {
    const sum = others.reduce((total, channel) => total + (channel[n] ?? 0), sample);
    return sum / channels.length;
  });
}

/** Bytes of sound that ffmpeg may give: five hours. */
const MOST_BYTES = 5 * 3_600 * SAMPLE_RATE * 4;

/** The sound of whatever ffmpeg reads, videos among it; undefined when ffmpeg is not installed. */
async function readWithFfmpeg(file: string): Promise<Float32Array | undefined> {
  const input = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-i', file, '-vn'];
  const output = ['-f', 'f32le', '-ac', '1', '-ar', String(SAMPLE_RATE), '-'];
  try {
    const { stdout } = await promisify(execFile)('ffmpeg', [...input, ...output], {
      encoding: 'buffer',
      maxBuffer: MOST_BYTES,
    });
    const samples = new Float32Array(stdout.length >> 2);
    for (let n = 0; n < samples.length; n++) samples[n] = stdout.readFloatLE(n * 4);
    return samples;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(said.split('\n').at(-1) || 'ffmpeg cannot read it');
  }
}

async function decoded(file: string): Promise<Float32Array> {
  const { channelData, sampleRate } = await decode(await readFile(file));
  if (!(sampleRate > 0)) throw new Error('no sampling rate');
  return resample(mixed(channelData), sampleRate, SAMPLE_RATE);
}

/**
 * A recording (WAV, FLAC, MP3, Ogg and others), or the sound of a video when ffmpeg is installed, as one channel at
 * 16 kHz, −1 to 1.
 * @throws Error when the file cannot be read or holds no sound.
 */
export async function readAudioFile(file: string): Promise<Float32Array> {
  let sound: Float32Array;
  try {
    sound = await decoded(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    const found = await readWithFfmpeg(file);
    if (!found) throw new Error('not a sound that is read here; install ffmpeg for videos and other formats');
    sound = found;
  }
  if (sound.length === 0) throw new Error('no sound in it');
  return sound;
}
