import type { Language } from '@smart-cradle/protocol/language';
import { z } from 'zod';
import { KOREAN } from './korean.ts';
import { configSchema } from './schema.ts';

export interface ConfigKey {
  path: readonly string[];
  /** The environment variable that sets it. */
  variable: string;
  title: string;
  description: string;
  type: 'string' | 'number' | 'boolean';
  /** What is allowed, in words; empty when any text is. */
  allowed: string;
  default: unknown;
}

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
}

/** Every key of the configuration, in the schema's order. */
export const CONFIG_KEYS: readonly ConfigKey[] = collect(
  z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
  [],
);

/** `camera.publish_rate` → `SMART_CRADLE_CAMERA_PUBLISH_RATE`. */
export function variableOf(path: readonly string[]): string {
  return `SMART_CRADLE_${path.join('_').toUpperCase()}`;
}

/** Title and description of a key. */
export function textsOf(key: ConfigKey, language: Language): readonly [title: string, description: string] {
  const english = [key.title, key.description] as const;
  return language === 'ko' ? (KOREAN[key.path.join('.')] ?? english) : english;
}

function allowedWords(allowed: string, language: Language): string {
  if (language === 'en') return allowed;
  return allowed
    .replace(/^one of (.*)$/, '$1 중 하나')
    .replace(/^true or false$/, 'true 또는 false')
    .replace(/^(?:a whole number|a number) from (\S+) to (\S+)$/, '$1부터 $2까지')
    .replace(/^a number above (\S+), at most (\S+)$/, '$1 초과 $2 이하');
}

function collect(schema: JsonSchema, path: readonly string[]): ConfigKey[] {
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([key, inner]) => collect(inner, [...path, key]));
  }
  return [
    {
      path,
      variable: variableOf(path),
      title: schema.title ?? path.join('.'),
      description: schema.description ?? '',
      type: typeOf(schema),
      allowed: allowedIn(schema),
      default: schema.default,
    },
  ];
}

function typeOf({ type, anyOf }: JsonSchema): ConfigKey['type'] {
  const name = type ?? anyOf?.[0]?.type;
  if (name === 'boolean') return 'boolean';
  return name === 'number' || name === 'integer' ? 'number' : 'string';
}

function allowedIn(schema: JsonSchema): string {
  const choices = schema.enum ?? schema.anyOf?.map((choice) => choice.const);
  if (choices) return `one of ${choices.join(', ')}`;
  if (schema.type === 'boolean') return 'true or false';
  if (typeOf(schema) !== 'number') return '';
  const kind = schema.type === 'integer' ? 'a whole number' : 'a number';
  if (schema.exclusiveMinimum !== undefined)
    return `${kind} above ${schema.exclusiveMinimum}, at most ${schema.maximum}`;
  return `${kind} from ${schema.minimum} to ${schema.maximum}`;
}

const HELP = {
  en: {
    keys: 'Configuration: keys of the YAML file. Each is also an environment variable, which wins:',
    variable: (name: string) => `is ${name}, and so on.`,
    preset: (value: string) => `default ${value}`,
  },
  ko: {
    keys: '설정: YAML 파일의 항목. 모두 환경 변수로도 쓸 수 있고 환경 변수가 우선합니다:',
    variable: (name: string) => `→ ${name}, 나머지도 같습니다.`,
    preset: (value: string) => `기본값 ${value}`,
  },
} as const;

/** The configuration's part of `--help`. */
export function configHelp(language: Language): string {
  const texts = HELP[language];
  const lines = CONFIG_KEYS.map((key) => {
    const [title, description] = textsOf(key, language);
    const preset = key.default === undefined ? '' : texts.preset(JSON.stringify(key.default));
    const notes = [allowedWords(key.allowed, language), preset].filter(Boolean);
    return `  ${key.path.join('.').padEnd(24)} ${title}: ${description}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
  });
  return [
    texts.keys,
    `  ${'camera.publish_rate'.padEnd(24)} ${texts.variable(variableOf(['camera', 'publish_rate']))}`,
    '',
    ...lines,
  ].join('\n');
}
