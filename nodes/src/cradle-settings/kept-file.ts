import { checkSetting, isSettingName, type SettingValues } from '@smart-cradle/protocol/settings';
import { z } from 'zod';
import type { KeptCradles } from './settings-keeper.ts';

const kept = z.record(
  z.string(),
  z.object({
    values: z.record(z.string(), z.union([z.number(), z.string()])),
    pause: z
      .object({
        until: z.number(),
        length: z.number(),
        by: z.string().nullable(),
        emptied: z.boolean(),
        backSince: z.number().nullable(),
      })
      .nullable(),
  }),
);

/**
 * What was read from the file. A value that is out of its range now, or whose setting is gone, is left out: the default
 * stands in. A pause ends at the latest when its length has passed from now.
 * @param now Milliseconds of the rules' clock.
 * @throws when it is not such a file at all.
 */
export function checkKeptCradles(content: unknown, now: number): KeptCradles {
  const cradles = kept.parse(content);
  return Object.fromEntries(
    Object.entries(cradles).map(([uuid, { values, pause }]) => {
      const good = Object.entries(values).filter(
        ([name, value]) => isSettingName(name) && checkSetting(name, String(value)).ok,
      );
      const rest = pause && { ...pause, until: Math.min(pause.until, now + pause.length), backSince: null };
      return [uuid, { values: Object.fromEntries(good) as Partial<SettingValues>, pause: rest }];
    }),
  );
}
