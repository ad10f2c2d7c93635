import { fileURLToPath } from 'node:url';
import type { Config } from '../config/schema.ts';
import type { Program } from './watched-process.ts';

type Camera = Config['camera'];
type Microphone = Config['microphone'];

/** Samples a second of the sound that the agent works on. */
export const SAMPLE_RATE = 16_000;

/** µs until ffmpeg gives up a network source that says nothing. */
const NETWORK_TIMEOUT = '5000000';

const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin'];

/**
 * JPEG quality 10–100 as ffmpeg's quantiser scale 2–31: libjpeg scales its tables by (200 − 2q) %, and a scale of 17
 * comes nearest to those tables unscaled.
 */
export function quantiserOf(quality: number): number {
  return Math.min(31, Math.max(2, Math.round((17 * (200 - 2 * quality)) / 100)));
}

/** Whether the camera's program turns the picture already; else the detector does. */
export function isTurnedByProgram({ type, rotation }: Camera): boolean {
  return type !== 'rpicam' || rotation === 180 || rotation === 0;
}

/** The program that writes a real camera's pictures as JPEGs, one after another; undefined without a camera. */
export function cameraProgram(camera: Camera): Program | undefined {
  const size = `${camera.width}x${camera.height}`;
  switch (camera.type) {
    case 'none':
      return undefined;
    case 'rpicam':
      return {
        file: 'rpicam-vid',
        args: [
          ...['--timeout', '0', '--nopreview', '--codec', 'mjpeg', '--flush'],
          ...['--width', String(camera.width), '--height', String(camera.height)],
          ...['--framerate', String(camera.rate), '--quality', String(camera.quality)],
          ...(camera.rotation === 180 ? ['--rotation', '180'] : []),
          ...['--output', '-'],
        ],
      };
    case 'v4l2':
      return ffmpegPictures(camera, [
        ...['-f', 'v4l2', '-framerate', String(camera.rate), '-video_size', size],
        ...['-i', camera.device ?? ''],
      ]);
    case 'rtsp':
      return ffmpegPictures(camera, [...rtsp('video'), ...['-i', camera.url ?? '']]);
    case 'mjpeg':
      // Such a stream has no times: ffmpeg would take it for 25 pictures a second and leave most of them out, or, by its
      // own clock, wait for an hour when that is set back. So each picture passes as it comes.
      return ffmpegPictures(
        camera,
        ['-rw_timeout', NETWORK_TIMEOUT, '-i', camera.url ?? ''],
        ['-fps_mode', 'passthrough'],
      );
    case 'file':
      return ffmpegPictures(camera, ['-re', '-stream_loop', '-1', '-i', camera.device ?? '']);
  }
}

/** @param beat of the output, when it is not the wanted rate. */
function ffmpegPictures(
  { rate, rotation, width, height, quality }: Camera,
  input: string[],
  beat: string[] = [],
): Program {
  const turns = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] };
  const filters = [
    ...(beat.length > 0 ? [] : [`fps=${rate}`]),
    // A camera of another shape fills one of the two; stretched, its faces would be others.
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    ...turns[rotation],
  ].join(',');
  return {
    file: 'ffmpeg',
    args: [
      ...QUIET,
      ...['-fflags', 'nobuffer', '-flags', 'low_delay', ...input, '-an', '-vf', filters, ...beat],
      ...['-c:v', 'mjpeg', '-q:v', String(quantiserOf(quality)), '-f', 'mjpeg', '-flush_packets', '1', '-'],
    ],
  };
}

/** The program that writes a real microphone's sound as s16le, mono, 16 kHz; undefined without a microphone. */
export function microphoneProgram({ type, device }: Microphone): Program | undefined {
  switch (type) {
    case 'none':
      return undefined;
    case 'alsa':
      return ffmpegSound(['-f', 'alsa', '-i', device ?? 'default']);
    case 'pipewire':
      // Through PipeWire's PulseAudio interface, which ffmpeg knows.
      return {
        ...ffmpegSound(['-f', 'pulse', '-i', device ?? 'default']),
        // A microphone that was chosen and is unplugged must be told, not replaced by whatever else can be heard.
        ...(device ? { environment: { PULSE_PROP: 'node.dont-reconnect=true' } } : {}),
      };
    case 'rtsp':
      return ffmpegSound([...rtsp('audio'), '-i', device ?? '']);
    case 'file':
      return ffmpegSound(['-re', '-stream_loop', '-1', '-i', device ?? '']);
  }
}

/** Only that of the camera's streams comes over the network. */
function rtsp(media: 'video' | 'audio'): string[] {
  return ['-rtsp_transport', 'tcp', '-timeout', NETWORK_TIMEOUT, '-allowed_media_types', media];
}

function ffmpegSound(input: string[]): Program {
  return {
    file: 'ffmpeg',
    args: [
      ...QUIET,
      // What ffmpeg reads to find out the format is what it stays behind: 16 KiB are enough for sound.
      ...[
        '-fflags',
        'nobuffer',
        '-probesize',
        '16384',
        ...input,
        '-vn',
        '-ac',
        '1',
        '-ar',
        String(SAMPLE_RATE),
      ],
      ...['-f', 's16le', '-flush_packets', '1', '-'],
    ],
  };
}

/** The same two streams from the simulator or from a recording, by programs of our own. */
export function simulatorProgram(device: 'camera' | 'microphone', config: Config, startedAt: Date): Program {
  const main = fileURLToPath(new URL(`../simulator/${device}-main.ts`, import.meta.url));
  const { scenario, speed } = config.simulation;
  const what =
    config.source === 'recording'
      ? ['--folder', config.recording.folder ?? '']
      : [
          ...(scenario ? ['--scenario', scenario] : []),
          ...['--started-at', startedAt.toISOString(), '--speed', String(speed)],
        ];
  const rate = device === 'camera' ? ['--rate', String(config.camera.rate)] : [];
  return { file: process.execPath, args: [main, ...what, ...rate] };
}
