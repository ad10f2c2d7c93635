import { decodeText, type Parsed, parseMessage } from '@smart-cradle/protocol/parse-message';
import type { z } from 'zod';
import type { Rejections } from './rejections.ts';

/** What arrives, topic by topic; whatever is wrong with a message, it is noted and changes nothing. */
export class Inbox {
  readonly #rejections: Rejections;
  readonly #handlers = new Map<string, (payload: Buffer, retained: boolean) => void>();

  constructor(rejections: Rejections) {
    this.#rejections = rejections;
  }

  get topics(): string[] {
    return [...this.#handlers.keys()];
  }

  /** JSON of a schema. */
  onJson<Schema extends z.ZodType>(
    topic: string,
    schema: Schema,
    handle: (message: z.output<Schema>, retained: boolean) => void,
  ): void {
    this.#handlers.set(topic, (payload, retained) =>
      this.#hand(topic, parseMessage(schema, payload), (value) => handle(value, retained)),
    );
  }

  /** Plain text. */
  onText(topic: string, handle: (text: string, retained: boolean) => void): void {
    this.#handlers.set(topic, (payload, retained) =>
      this.#hand(topic, decodeText(payload), (text) => handle(text, retained)),
    );
  }

  take(topic: string, payload: Buffer, retained: boolean): void {
    // An empty retained message is how a topic is cleared.
    if (retained && payload.length === 0) return;
    this.#handlers.get(topic)?.(payload, retained);
  }

  #hand<Value>(topic: string, parsed: Parsed<Value>, handle: (value: Value) => void): void {
    if (parsed.ok) handle(parsed.value);
    else this.#rejections.note(topic, parsed.reason);
  }
}
