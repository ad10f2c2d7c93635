import type { HaLocale } from '../home-assistant/types.ts';

/** What a reader's profile says about numbers and times. */
export interface Reader {
  locale: HaLocale;
  config?: { time_zone?: string };
}

export interface Format {
  /** @param digits decimals, always all of them. */
  number(value: number, digits?: number): string;
  percent(fraction: number): string;
  /** `03:12` or `3:12 AM`, as the reader's profile says. */
  time(at: Date): string;
  /** An hour on an axis, as short as the reader's clock allows: `15` or `3 PM`. */
  hour(at: Date): string;
  /** `31 Jan`. */
  day(at: Date): string;
  /** `Sat, 31 Jan, 03:12`. */
  dayAndTime(at: Date): string;
  /** `Sat, 31 Jan`. */
  weekday(at: Date): string;
  /** `Sat`. */
  narrowWeekday(at: Date): string;
  /** `12 sec`, `3 min`, `1 hr 5 min`; rounded down, never negative. */
  duration(ms: number): string;
  minutes(count: number): string;
  /** `14:32`: minutes and seconds until something ends. */
  countdown(ms: number): string;
  list(items: readonly string[]): string;
}

/** Home Assistant names number formats by their look; each of these locales writes so. */
const NUMBER_LOCALES: Record<string, string> = {
  comma_decimal: 'en-US',
  decimal_comma: 'de',
  space_comma: 'fr',
  quote_decimal: 'de-CH',
};

function numberLocale({ number_format, language }: HaLocale): string | undefined {
  if (number_format === 'system') return undefined;
  return NUMBER_LOCALES[number_format ?? ''] ?? language;
}

function hour12({ time_format }: HaLocale): boolean | undefined {
  if (time_format === '12') return true;
  return time_format === '24' ? false : undefined;
}

export function formatFor({ locale, config }: Reader): Format {
  const { language } = locale;
  const numbers = numberLocale(locale);
  const useGrouping = locale.number_format !== 'none';
  const twelve = hour12(locale);
  const zone = locale.time_zone === 'server' ? config?.time_zone : undefined;
  const clock = new Intl.DateTimeFormat(locale.time_format === 'system' ? undefined : language, {
    hour: 'numeric',
    minute: '2-digit',
    ...(twelve === undefined ? {} : { hour12: twelve }),
    ...(zone ? { timeZone: zone } : {}),
  });
  const inZone = zone ? { timeZone: zone } : {};
  const clockTag = locale.time_format === 'system' ? undefined : language;
  const cycle = twelve === undefined ? {} : { hour12: twelve };
  const hours = new Intl.DateTimeFormat(clockTag, { hour: 'numeric', ...cycle, ...inZone });
  const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', ...inZone });
  const weekdays = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...inZone,
  });
  const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const lists = new Intl.ListFormat(language, { style: 'narrow', type: 'conjunction' });

  return {
    number: (value, digits = 0) =>
      new Intl.NumberFormat(numbers, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping,
      }).format(value),
    percent: (fraction) =>
      new Intl.NumberFormat(numbers, { style: 'percent', maximumFractionDigits: 0 }).format(fraction),
    time: (at) => clock.format(at),
    hour: (at) => hours.format(at),
    day: (at) => days.format(at),
    dayAndTime: (at) => `${weekdays.format(at)}, ${clock.format(at)}`,
    weekday: (at) => weekdays.format(at),
    narrowWeekday: (at) => new Intl.DateTimeFormat(language, { weekday: 'short', ...inZone }).format(at),
    duration: (ms) => {
      const seconds = Math.max(0, Math.floor(ms / 1000));
      if (seconds < 60) return unit(seconds, 'second');
      const minutes = Math.floor(seconds / 60);
      if (minutes < 60) return unit(minutes, 'minute');
      const rest = minutes % 60;
      const hours = unit(Math.floor(minutes / 60), 'hour');
      return rest === 0 ? hours : `${hours} ${unit(rest, 'minute')}`;
    },
    minutes: (count) => unit(count, 'minute'),
    countdown: (ms) => {
      const seconds = Math.max(0, Math.ceil(ms / 1000));
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    },
    list: (items) => lists.format(items),
  };
}
