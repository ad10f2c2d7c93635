import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { Config } from './config/schema.ts';
import { cameraProgram, microphoneProgram, simulatorProgram } from './sensors/programs.ts';
import type { Program } from './sensors/watched-process.ts';
import { PICTURE_FILES, SOUND_FILES, TEMPERATURE_FILE } from './simulator/recording.ts';

/** What the cradle has; what is missing is not configured. */
export interface Sources {
  camera: Program | undefined;
  microphone: Program | undefined;
  /** Whether the serial line, if there is one, tells of the temperature. */
  thermometer: boolean;
  /** Whether there is a serial line. */
  serial: boolean;
}

/** @param startedAt when the scenario began. */
export function sourcesOf(config: Config, startedAt: Date): Sources {
  const serial = Boolean(config.serial.path ?? config.serial.vendor_id);
  switch (config.source) {
    case 'devices':
      return {
        camera: cameraProgram(config.camera),
        microphone: microphoneProgram(config.microphone),
        thermometer: serial,
        serial,
      };
    case 'simulated':
      return {
        camera: simulatorProgram('camera', config, startedAt),
        microphone: simulatorProgram('microphone', config, startedAt),
        thermometer: serial,
        serial,
      };
    case 'recording': {
      const names = readdirSync(config.recording.folder ?? '.');
      const has = (endings: readonly string[]) =>
        names.some((name) => endings.includes(extname(name).toLowerCase()));
      return {
        camera: has(PICTURE_FILES) ? simulatorProgram('camera', config, startedAt) : undefined,
        microphone: has(SOUND_FILES) ? simulatorProgram('microphone', config, startedAt) : undefined,
        thermometer: serial && names.includes(TEMPERATURE_FILE),
        serial,
      };
    }
  }
}
