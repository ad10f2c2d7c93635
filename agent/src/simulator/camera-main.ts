#!/usr/bin/env node
import { InvalidArgumentError } from 'commander';
import { endWithParent, unplugged } from './lifeline.ts';
import { type Bed, createBed, simulatorCommand } from './options.ts';
import { createPicture } from './picture.ts';
import { playPictures } from './recorded-pictures.ts';

/** Gives the picture of this moment. */
export type TakePicture = () => Promise<Buffer>;

const rate = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value <= 30)) throw new InvalidArgumentError('It must be a number from 1 to 30.');
  return value;
};

const command = simulatorCommand(
  'camera',
  "a simulated camera: JPEGs on standard output, as a camera's program writes",
)
  .option('--rate <frames>', 'pictures a second', rate, 10)
  .parse();
const options = command.opts<Parameters<typeof createBed>[0] & { rate: number }>();

endWithParent();
const take = options.folder ? await playPictures(options.folder) : await simulated(createBed(options));
await write(take, 1_000 / options.rate);

async function simulated(bed: Bed): Promise<TakePicture> {
  if (!bed.truth().cameraConnected) unplugged('camera');
  const picture = await createPicture();
  return () => {
    const truth = bed.truth();
    if (!truth.cameraConnected) unplugged('camera');
    return picture.render(truth, bed.now());
  };
}

/** A picture each `every` ms; those that are late or not wanted yet are left out, never queued. */
async function write(take: TakePicture, every: number): Promise<never> {
  let due = performance.now();
  for (;;) {
    const picture = await take();
    if (!process.stdout.write(picture)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    const late = Math.floor((performance.now() - due) / every);
    due += every * (1 + Math.max(0, late));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
}
