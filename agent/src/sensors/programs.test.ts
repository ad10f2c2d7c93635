import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/load.ts';
import {
  cameraProgram,
  isTurnedByProgram,
  microphoneProgram,
  quantiserOf,
  simulatorProgram,
} from './programs.ts';

const config = (text: string) => parseConfig(`uuid: a\n${text}`, 'agent.yaml', {});
const camera = (text: string) => config(`camera: {${text}}`).camera;
const microphone = (text: string) => config(`microphone: {${text}}`).microphone;
const line = (program: ReturnType<typeof cameraProgram>) =>
  [program?.file, ...(program?.args ?? [])].join(' ');

describe('cameraProgram', () => {
  it('reads a USB camera at its size and rate', () => {
    const text = line(
      cameraProgram(camera('type: v4l2, device: /dev/video0, rate: 12, width: 800, height: 600')),
    );
    expect(text).toMatch(/^ffmpeg /);
    expect(text).toContain('-f v4l2 -framerate 12 -video_size 800x600 -i /dev/video0');
    expect(text).toContain(
      '-vf fps=12,scale=800:600:force_original_aspect_ratio=decrease:force_divisible_by=2 -c:v mjpeg -q:v 7 -f mjpeg',
    );
    expect(text).toMatch(/ -$/);
  });

  it('reads network cameras over TCP, and gives up one that says nothing', () => {
    expect(line(cameraProgram(camera('type: rtsp, url: "rtsp://cam/1"')))).toContain(
      '-rtsp_transport tcp -timeout 5000000 -allowed_media_types video -i rtsp://cam/1',
    );
    expect(line(cameraProgram(camera('type: mjpeg, url: "http://cam/stream"')))).toContain(
      '-rw_timeout 5000000 -i http://cam/stream -an -vf scale=640:480:force_original_aspect_ratio=decrease:force_divisible_by=2 -fps_mode passthrough',
    );
  });

  it('plays a file in its own time, over and over', () => {
    expect(line(cameraProgram(camera('type: file, device: /a b.mp4')))).toContain(
      '-re -stream_loop -1 -i /a b.mp4',
    );
  });

  it('turns the picture, or leaves that to the detector where the program cannot', () => {
    expect(line(cameraProgram(camera('type: v4l2, device: /d, rotation: 90')))).toContain(
      ',transpose=clock ',
    );
    const turned = camera('type: rpicam, rotation: 180');
    expect(line(cameraProgram(turned))).toContain('--rotation 180');
    expect(isTurnedByProgram(turned)).toBe(true);
    const sideways = camera('type: rpicam, rotation: 90');
    expect(line(cameraProgram(sideways))).not.toContain('--rotation');
    expect(isTurnedByProgram(sideways)).toBe(false);
  });

  it('lets the Raspberry Pi camera make the JPEGs itself', () => {
    expect(line(cameraProgram(camera('type: rpicam')))).toBe(
      'rpicam-vid --timeout 0 --nopreview --codec mjpeg --flush --width 640 --height 480 --framerate 10 --quality 80 --output -',
    );
  });

  it('is none without a camera', () => {
    expect(cameraProgram(camera('type: none'))).toBeUndefined();
  });
});

describe('quantiserOf', () => {
  it('falls with the quality and stays within what ffmpeg takes', () => {
    const values = [10, 30, 50, 80, 90, 100].map(quantiserOf);
    expect(values).toEqual([31, 24, 17, 7, 3, 2]);
  });
});

describe('microphoneProgram', () => {
  it.each([
    ['type: alsa, device: "hw:1"', '-f alsa -i hw:1'],
    ['type: alsa', '-f alsa -i default'],
    ['type: pipewire', '-f pulse -i default'],
    ['type: rtsp, device: "rtsp://cam/1"', '-allowed_media_types audio -i rtsp://cam/1'],
    ['type: file, device: /a.wav', '-re -stream_loop -1 -i /a.wav'],
  ])('makes 16 kHz mono of %s', (text, input) => {
    const program = line(microphoneProgram(microphone(text)));
    expect(program).toContain(input);
    expect(program).toContain('-ac 1 -ar 16000 -f s16le');
  });
});

it('does not let PipeWire replace a chosen microphone by another', () => {
  const chosen = microphoneProgram(microphone('type: pipewire, device: alsa_input.usb'));
  expect(chosen?.environment).toEqual({ PULSE_PROP: 'node.dont-reconnect=true' });
  expect(microphoneProgram(microphone('type: pipewire'))?.environment).toBeUndefined();
});

describe('simulatorProgram', () => {
  it('tells all programs the same beginning', () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    const simulated = config('source: simulated\nsimulation: {speed: 4, scenario: /s.yaml}');
    const options = '--scenario /s.yaml --started-at 2026-01-02T03:04:05.678Z --speed 4';
    expect(line(simulatorProgram('camera', simulated, at))).toContain(`camera-main.ts ${options} --rate 10`);
    expect(line(simulatorProgram('microphone', simulated, at))).toMatch(
      new RegExp(`microphone-main.ts ${options}$`),
    );
  });
});
