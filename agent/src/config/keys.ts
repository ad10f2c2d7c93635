import { z } from 'zod';
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

/** The configuration's part of `--help`. */
export function configHelp(): string {
  const lines = CONFIG_KEYS.map(({ path, title, description, allowed, default: preset }) => {
    const notes = [allowed, preset === undefined ? '' : `default ${JSON.stringify(preset)}`].filter(Boolean);
    return `  ${path.join('.').padEnd(24)} ${title}: ${description}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
  });
  return [
    'Configuration: keys of the YAML file. Each is also an environment variable, which wins:',
    `  ${'camera.publish_rate'.padEnd(24)} is ${variableOf(['camera', 'publish_rate'])}, and so on.`,
    '',
    ...lines,
  ].join('\n');
}
