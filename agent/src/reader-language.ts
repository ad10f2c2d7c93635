import { type Language, languageOf } from '@smart-cradle/protocol/language';

/** The language of whoever reads what a command prints: the configured one, else that of the terminal. */
export function readerLanguage(
  configured: Language | 'auto',
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (configured !== 'auto') return configured;
  return languageOf(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || 'en');
}
