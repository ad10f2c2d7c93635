import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The `servo` lines that the simulated Arduino has received on its side of the pty. */
export function motorLines(data: string): string[] {
  const file = join(data, 'logs', 'arduino.log');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"received":"servo"'));
}
