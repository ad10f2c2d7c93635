import { type Language, languageOf } from '@smart-cradle/protocol/language';
import { en, type Texts } from './en.ts';
import { ko } from './ko.ts';

const TEXTS: Record<Language, Texts> = { en, ko };

interface Reader {
  language?: string;
  locale?: { language?: string };
}

/** The language of the one who reads: of their own profile, not of the house. */
export function readerLanguage(hass: Reader | undefined): Language {
  return languageOf(hass?.locale?.language ?? hass?.language);
}

export function textsFor(hass: Reader | undefined): Texts {
  return TEXTS[readerLanguage(hass)];
}

/** The column of a table of texts for the one who reads. */
export function textsOf<T>(table: Readonly<Record<Language, T>>, hass: Reader | undefined): T {
  return table[readerLanguage(hass)];
}
