import type { Language } from '@smart-cradle/protocol/language';
import { Option } from 'commander';

const TEXTS = {
  en: 'YAML file; each key is also an environment variable',
  ko: 'YAML 파일. 모든 항목은 환경 변수로도 쓸 수 있습니다',
} as const;

/** Where the configuration stands; the service says it by the variable. */
export function configOption(language: Language): Option {
  return new Option('--config <file>', TEXTS[language]).env('SMART_CRADLE_CONFIG');
}
