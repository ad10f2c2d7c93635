import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { TestOutput } from '../shared/flow-message.ts';
import type { EventOutput, RuleMessage } from '../shared/rule-message.ts';

/** Milliseconds after which a picture is no longer one of the moment. */
export const MAX_AGE = 10_000;

/** Events that are told with the picture of their own moment. */
const TOLD: ReadonlySet<string> = new Set(['raised', 'reminded', 'returned', 'test']);

interface Picture {
  jpeg: Buffer;
  /** Milliseconds of the wall clock. */
  time: number;
}

/** The newest picture of each cradle, by UUID. */
export class NewestPictures {
  readonly #pictures = new Map<string, Picture>();

  take(message: RuleMessage, time: number): void {
    if (message.kind === 'camera') this.#pictures.set(message.cradle, { jpeg: message.payload, time });
    if (message.kind === 'command' && message.payload.action === 'forget')
      this.#pictures.delete(message.cradle);
  }

  /** The image of an alert that is told of; undefined for other events and when no fresh picture is there. */
  imageOf(event: EventOutput | TestOutput, time: number) {
    if (!TOLD.has(event.payload.event_type)) return undefined;
    const picture = this.#pictures.get(event.cradle);
    if (!picture || time - picture.time > MAX_AGE) return undefined;
    return {
      topic: cradleTopics(event.cradle).alertImage,
      payload: picture.jpeg,
      retain: true,
      qos: 1 as const,
    };
  }
}
