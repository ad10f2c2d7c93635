import { readFileSync } from 'node:fs';

/** The values of a `temperature.txt`: one a line, °C; empty lines and those that begin with # are left out. */
export function loadTemperatures(file: string): number[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const value = Number(line);
      if (!Number.isFinite(value)) throw new Error(`${file}: ${JSON.stringify(line)} is not a number`);
      return value;
    });
}
