import { join, resolve } from 'node:path';
import { defaultSettings, type SettingValues } from '@smart-cradle/protocol/settings';
import { checkKeptCradles } from '../../../nodes/src/cradle-settings/kept-file.ts';
import { stateFile } from '../../../nodes/src/shared/state-file.ts';

/** The node of our flow that owns the settings: its file bears its id. */
const OWNER = 'sc-rules-settings';

/**
 * The settings of a cradle as they are now: what its owner keeps on disk, and the defaults of what was never changed.
 *
 * @param data The folder of npm start.
 * @returns undefined when the folder knows no such cradle.
 */
export function presentSettings(
  data: string,
  cradle: string,
  report: (reason: string) => void,
): SettingValues | undefined {
  const userDirectory = join(resolve(data), 'node-red');
  // Moments in the file are of no use here.
  const file = stateFile(userDirectory, OWNER, (content) => checkKeptCradles(content, 0), report);
  const kept = file.load()?.[cradle];
  return kept && { ...defaultSettings(), ...kept.values };
}
