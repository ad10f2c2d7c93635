import type { z } from 'zod';

/** Larger messages are refused before they are read, in bytes. A 640×480 frame in base64 has about 100 kB. */
export const MAX_MESSAGE_BYTES = 4_194_304;

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** One sentence that names every wrong field, its value and what is allowed. */
export function explainIssues(error: z.ZodError, input: unknown): string {
  return error.issues
    .map((issue) => {
      const field = issue.path.join('.') || 'message';
      const value = issue.path.reduce<unknown>(
        (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
        input,
      );
      const shown = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80);
      return `${field} (${shown}): ${issue.message}`;
    })
    .join('; ');
}

/** Bytes of an MQTT payload → text. The reason says what is wrong with it. */
export function decodeText(payload: Uint8Array): Parsed<string> {
  if (payload.byteLength > MAX_MESSAGE_BYTES) {
    return { ok: false, reason: `${payload.byteLength} bytes, at most ${MAX_MESSAGE_BYTES} are taken` };
  }
  try {
    return { ok: true, value: utf8.decode(payload) };
  } catch {
    return { ok: false, reason: 'not UTF-8' };
  }
}

/** An already decoded value against a schema. */
export function parseValue<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Parsed<z.output<Schema>> {
  const result = schema.safeParse(input);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, reason: explainIssues(result.error, input) };
}

/** Bytes of an MQTT payload → JSON → a checked message. Never throws. */
export function parseMessage<Schema extends z.ZodType>(
  schema: Schema,
  payload: Uint8Array,
): Parsed<z.output<Schema>> {
  const text = decodeText(payload);
  if (!text.ok) return text;
  let input: unknown;
  try {
    input = JSON.parse(text.value);
  } catch {
    return { ok: false, reason: 'not JSON' };
  }
  return parseValue(schema, input);
}
