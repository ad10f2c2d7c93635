import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { CONFIG_KEYS, type ConfigKey, variableOf } from './keys.ts';
import { type Config, configSchema } from './schema.ts';

/** Says in one line for each what is wrong in the configuration, where, and what is allowed. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value came from, for the message about a wrong one. */
type Locate = (path: readonly PropertyKey[]) => string;

/** Reads the YAML file (none: only the environment) and checks it. @throws ConfigError */
export function loadConfig(file: string | undefined, environment: Environment): Config {
  let text = '';
  if (file) {
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw new ConfigError(`${file}: cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  }
  return parseConfig(text, file ?? 'configuration', environment);
}

/** @param name of the text, for messages. @throws ConfigError */
export function parseConfig(text: string, name: string, environment: Environment): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  const [syntax] = document.errors;
  if (syntax) throw new ConfigError(`${name}: ${syntax.message}`);
  const input: unknown = document.toJS() ?? {};
  if (!isRecord(input)) throw new ConfigError(`${name}: must be keys and values, such as "uuid: cradle-1"`);
  const fromEnvironment = applyEnvironment(input, environment);
  const result = configSchema.safeParse(input);
  if (result.success) return result.data;
  const locate: Locate = (path) => {
    const variable = variableOf(path.map(String));
    if (fromEnvironment.has(variable)) return variable;
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const range = isRecord(node) && Array.isArray(node.range) ? (node.range as number[]) : undefined;
      if (range?.[0] !== undefined) return `${name}:${lines.linePos(range[0]).line}`;
    }
    return name;
  };
  throw new ConfigError(result.error.issues.map((issue) => explain(issue, input, locate)).join('\n'));
}

/** Writes the environment's values over the file's, and gives the variables that were used. An empty one is not set. */
function applyEnvironment(input: Record<string, unknown>, environment: Environment): Set<string> {
  const used = new Set<string>();
  for (const key of CONFIG_KEYS) {
    const text = environment[key.variable];
    if (text === undefined || text === '') continue;
    used.add(key.variable);
    let at = input;
    for (const name of key.path.slice(0, -1)) {
      const inner = at[name];
      const next: Record<string, unknown> = isRecord(inner) ? inner : {};
      at[name] = next;
      at = next;
    }
    at[key.path.at(-1) ?? ''] = environmentValue(key, text);
  }
  return used;
}

function environmentValue({ type }: ConfigKey, text: string): unknown {
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

function explain(issue: z.core.$ZodIssue, input: unknown, locate: Locate): string {
  if (issue.code === 'unrecognized_keys') {
    const path = issue.path.join('.');
    const known = CONFIG_KEYS.filter((key) => key.path.slice(0, issue.path.length).join('.') === path);
    const names = [...new Set(known.map((key) => key.path[issue.path.length]))].join(', ');
    return issue.keys
      .map(
        (key) =>
          `${locate([...issue.path, key])}: ${[...issue.path, key].join('.')}: no such key; allowed: ${names}`,
      )
      .join('\n');
  }
  const path = issue.path.join('.') || 'configuration';
  const key = CONFIG_KEYS.find((candidate) => candidate.path.join('.') === path);
  const value = issue.path.reduce<unknown>(
    (at, name) => (isRecord(at) ? at[String(name)] : undefined),
    input,
  );
  const shown =
    value === undefined ? 'missing' : isSecret(path) ? '(hidden)' : JSON.stringify(value).slice(0, 80);
  const needed = key?.allowed && issue.code !== 'custom' ? `must be ${key.allowed}` : issue.message;
  return `${locate(issue.path)}: ${path} (${shown}): ${needed}`;
}

function isSecret(path: string): boolean {
  return path === 'mqtt.password' || path.endsWith('url');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
