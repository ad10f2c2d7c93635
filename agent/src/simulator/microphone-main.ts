#!/usr/bin/env node
import { endWithParent, unplugged } from './lifeline.ts';
import { createBed, simulatorCommand } from './options.ts';
import { playSounds } from './recorded-sounds.ts';
import { createSound } from './sound.ts';
import type { TakeSound } from './take-sound.ts';

const SAMPLE_RATE = 16_000;
/** ms of sound that is written at once. */
const PIECE = 100;
/** Makes the sound of each run the same. */
const SEED = 1;

const options = simulatorCommand(
  'microphone',
  "a simulated microphone: s16le, mono, 16 kHz on standard output, as a microphone's program writes",
)
  .parse()
  .opts<Parameters<typeof createBed>[0]>();

endWithParent();
await write(options.folder ? await playSounds(options.folder) : simulated());

function simulated(): TakeSound {
  const bed = createBed(options);
  const sound = createSound(SEED);
  return (count) => {
    const { voice, microphoneConnected } = bed.truth();
    if (!microphoneConnected) unplugged('microphone');
    return sound.next(voice, count);
  };
}

/** As many samples as the time that has passed is worth; what is late by more than a second is left out. */
async function write(take: TakeSound): Promise<never> {
  let due = performance.now();
  for (;;) {
    const samples = take((SAMPLE_RATE * PIECE) / 1_000);
    const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    if (!process.stdout.write(bytes)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    due = Math.max(due + PIECE, performance.now() - 1_000);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
}
