#!/usr/bin/env node
// Stands for Raspberry Pi's rpicam-vid where there is no such camera: takes the options that the real one documents and
// no others (https://www.raspberrypi.com/documentation/computers/camera_software.html), and writes MJPEG to standard
// output. What it does stands in the file RPICAM_BEHAVIOUR: `moving`, `hang` (it writes nothing more) or `none` (there is
// no camera: it says and ends as the real one).
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

const behaviour = () => readFileSync(process.env.RPICAM_BEHAVIOUR ?? '', 'utf8').trim();

function refuse(text: string): never {
  process.stderr.write(`ERROR: *** ${text} ***\n`);
  process.exit(255);
}

function optionsOf(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      args,
      options: {
        timeout: { ...text, short: 't', default: '5000' },
        output: { ...text, short: 'o', default: '' },
        quality: { ...text, short: 'q', default: '50' },
        codec: { ...text, default: 'h264' },
        width: { ...text, default: '0' },
        height: { ...text, default: '0' },
        framerate: { ...text, default: '30' },
        rotation: { ...text, default: '0' },
        nopreview: { ...flag, short: 'n' },
        flush: flag,
        hflip: flag,
        vflip: flag,
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const options = optionsOf(process.argv.slice(2));
const [width, height, framerate, quality] = (['width', 'height', 'framerate', 'quality'] as const).map(
  (name) => {
    const value = Number(options[name]);
    return Number.isInteger(value) && value > 0 ? value : refuse(`the option '--${name}' is invalid`);
  },
) as [number, number, number, number];
if (options.codec !== 'mjpeg' || options.output !== '-' || options.timeout !== '0')
  refuse('only endless MJPEG on standard output is tried here');
if (!options.nopreview) refuse('there is no display for a preview');
if (!['0', '180'].includes(options.rotation)) refuse('Invalid transform');
if (behaviour() === 'none') refuse('no cameras available');

const picture = (shift: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 128, g: 120 + shift, b: 110 } } })
    .jpeg({ quality })
    .toBuffer();
const pictures = await Promise.all(Array.from({ length: 8 }, (_, index) => picture(index * 4)));
let count = 0;
setInterval(() => {
  if (behaviour() === 'moving') process.stdout.write(pictures[count++ % pictures.length] ?? '');
}, 1_000 / framerate);
