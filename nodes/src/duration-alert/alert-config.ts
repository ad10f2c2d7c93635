import { ALERT_TYPES, type AlertType } from '@smart-cradle/protocol/alerts';
import { parseValue } from '@smart-cradle/protocol/parse-message';
import type { Setting } from '@smart-cradle/protocol/setting-kinds';
import {
  defaultSettings,
  isSettingName,
  SETTINGS,
  type SettingValues,
} from '@smart-cradle/protocol/settings';
import { z } from 'zod';
import type { AlertTiming } from '../alert/alert-machine.ts';
import { COMPARISONS, type Condition, READINGS } from './condition.ts';

/** A field that is a fixed number (or text), or the name of a setting of the cradle. */
const source = z.enum(['num', 'str', 'setting']);
const amount = z.union([z.string(), z.number()]);

/** What the editor saves. */
export const durationAlertConfig = z.object({
  alertType: z.enum(ALERT_TYPES as [AlertType, ...AlertType[]]),
  /** What a custom alert is called. */
  title: z.string().max(100),
  /** Which messages it looks at: the `kind` of a checked reading; `any` looks at every message, by its topic. */
  reading: z.enum(READINGS),
  /** Only while somebody lies in the bed, or nobody knows. */
  whileOccupied: z.boolean(),
  /** The field of the payload; with `any` the field of the message. */
  property: z.string().min(1),
  comparison: z.enum(COMPARISONS),
  threshold: amount,
  thresholdType: source,
  /** Seconds. */
  duration: amount,
  durationType: source,
  /** Seconds. */
  gap: amount,
  gapType: source,
  hysteresis: amount,
  hysteresisType: source,
  /** Minutes. */
  blocking: amount,
  blockingType: source,
  /** Minutes between two reminders of an active alert. */
  reminder: z.coerce.number().positive().default(2),
  /** Minutes that an acknowledgement lasts while the cause does. */
  acknowledgement: z.coerce.number().positive().default(10),
});
export type DurationAlertConfig = z.output<typeof durationAlertConfig>;

/** Throws an error that names each wrong field and its value. */
export function checkConfig(config: unknown): DurationAlertConfig {
  const checked = parseValue(durationAlertConfig, config);
  if (!checked.ok) throw new Error(checked.reason);
  resolveConfig(checked.value, defaultSettings());
  return checked.value;
}

export interface Resolved {
  condition: Condition;
  timing: AlertTiming;
}

const MILLISECONDS = { s: 1000, min: 60_000 } as const;

/** A number of the configuration; times come in milliseconds. */
function resolve(
  field: string,
  value: number | string,
  type: z.output<typeof source>,
  settings: SettingValues,
  unit: 's' | 'min' | null,
): number {
  if (type !== 'setting') {
    const number = Number(value);
    const least = field === 'threshold' ? Number.NEGATIVE_INFINITY : 0;
    if (value === '' || !Number.isFinite(number) || number < least) {
      throw new Error(
        `${field} (${JSON.stringify(value)}): must be a number${least === 0 ? ', at least 0' : ''}`,
      );
    }
    return unit ? number * MILLISECONDS[unit] : number;
  }
  const name = String(value);
  if (!isSettingName(name)) throw new Error(`${field} (${JSON.stringify(value)}): there is no such setting`);
  const setting: Setting = SETTINGS[name];
  const number = Number(settings[name]);
  if (!unit) return number;
  return number * (setting.kind === 'number' && setting.unit === 'min' ? MILLISECONDS.min : MILLISECONDS.s);
}

/** The configuration with the settings of one cradle put in. */
export function resolveConfig(config: DurationAlertConfig, settings: SettingValues): Resolved {
  const { comparison, threshold, thresholdType } = config;
  return {
    condition: {
      comparison,
      threshold:
        thresholdType === 'str'
          ? String(threshold)
          : resolve('threshold', threshold, thresholdType, settings, null),
      hysteresis: resolve('hysteresis', config.hysteresis, config.hysteresisType, settings, null),
    },
    timing: {
      duration: resolve('duration', config.duration, config.durationType, settings, 's'),
      gap: resolve('gap', config.gap, config.gapType, settings, 's'),
      blocking: resolve('blocking', config.blocking, config.blockingType, settings, 'min'),
      reminder: config.reminder * MILLISECONDS.min,
      acknowledgement: config.acknowledgement * MILLISECONDS.min,
    },
  };
}
