import { readFile } from 'node:fs/promises';

/** m°C on Linux. */
const CPU_TEMPERATURE = '/sys/class/thermal/thermal_zone0/temp';

/** °C of the processor; null where the system does not tell. */
export async function cpuTemperature(): Promise<number | null> {
  try {
    const celsius = Number(await readFile(CPU_TEMPERATURE, 'utf8')) / 1_000;
    return Number.isFinite(celsius) ? celsius : null;
  } catch {
    return null;
  }
}
