#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Arduino, type ArduinoOptions } from './arduino.ts';
import { endWithParent } from './lifeline.ts';
import { createBed, simulatorCommand } from './options.ts';
import { loadTemperatures } from './recorded-temperature.ts';
import { TEMPERATURE_FILE } from './recording.ts';

const options = simulatorCommand(
  'arduino',
  'a simulated Arduino: thermometer and motor behind a serial port (a pty)',
)
  .requiredOption('--link <path>', 'symbolic link to make to the serial port')
  .parse()
  .opts<Parameters<typeof createBed>[0] & { link: string }>();

endWithParent();
const arduino = new Arduino({
  link: options.link,
  tell: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
  ...(options.folder ? recorded(options.folder) : simulated()),
});
arduino.start();
process.on('exit', () => arduino.stop());

function simulated(): Pick<ArduinoOptions, 'temperature' | 'isConnected'> {
  const bed = createBed(options);
  return { temperature: () => bed.truth().temperature, isConnected: () => bed.truth().serialConnected };
}

function recorded(folder: string): Pick<ArduinoOptions, 'temperature' | 'isConnected'> {
  const file = join(folder, TEMPERATURE_FILE);
  const values = existsSync(file) ? loadTemperatures(file) : [];
  let at = 0;
  return { temperature: () => values[at++ % values.length], isConnected: () => true };
}
