import { readFile, statfs } from 'node:fs/promises';

/** m°C on Linux. */
const CPU_TEMPERATURE = '/sys/class/thermal/thermal_zone0/temp';
const WIRELESS = '/proc/net/wireless';
const MEBIBYTE = 1_048_576;

/** °C; null where the system does not tell. */
export async function cpuTemperature(file = CPU_TEMPERATURE): Promise<number | null> {
  const celsius = Number(await textOf(file)) / 1_000;
  return Number.isFinite(celsius) && celsius > 0 ? Math.round(celsius * 10) / 10 : null;
}

/** dBm of the first wireless interface; null without one. */
export async function wifiSignal(file = WIRELESS): Promise<number | null> {
  const [level] = (await textOf(file)).split('\n').flatMap((line) => {
    const [, dBm] = /^\s*\w+:\s+\S+\s+\S+\s+(-\d+)\.?\s/.exec(line) ?? [];
    return dBm ? [Number(dBm)] : [];
  });
  return level ?? null;
}

/** MiB that a user without special rights may still write in that folder's file system; null where it does not tell. */
export async function diskFree(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return Math.round((bavail * bsize) / MEBIBYTE);
  } catch {
    return null;
  }
}

/** MiB that this process holds. */
export function memoryUsed(): number {
  return Math.round(process.memoryUsage.rss() / MEBIBYTE);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
