/** The languages that everything a person reads comes in. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language. */
export type Localized = Record<Language, string>;

/** `ko-KR` → `ko`; whatever is not Korean is English. */
export function languageOf(tag: string | undefined): Language {
  return tag?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
