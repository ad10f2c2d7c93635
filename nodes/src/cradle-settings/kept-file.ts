import { checkSetting, isSettingName, type SettingValues } from '@smart-cradle/protocol/settings';
import { z } from 'zod';
import type { KeptCradles } from './settings-keeper.ts';

const kept = z.record(
  z.string(),
  z.object({
    values: z.record(z.string(), z.union([z.number(), z.string()])),
    pause: z.object({ until: z.number(), by: z.string().nullable() }).nullable(),
  }),
);

/**
 * What was read from the file. A value that is out of its range now, or whose setting is gone, is left out: the default
 * stands in.
 * @throws when it is not such a file at all.
 */
export function checkKeptCradles(content: unknown): KeptCradles {
  const cradles = kept.parse(content);
  return Object.fromEntries(
    Object.entries(cradles).map(([uuid, { values, pause }]) => {
      const good = Object.entries(values).filter(
        ([name, value]) => isSettingName(name) && checkSetting(name, String(value)).ok,
      );
      return [uuid, { values: Object.fromEntries(good) as Partial<SettingValues>, pause }];
    }),
  );
}
