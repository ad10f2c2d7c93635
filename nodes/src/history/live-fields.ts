import { servoStateMessage } from '@smart-cradle/protocol/messages';
import { decodeText, parseMessage } from '@smart-cradle/protocol/parse-message';
import type { Fields } from './points.ts';

/** What the history reads itself, since no rule does: the parts of the topic, and the bytes. */
export interface LiveMessage {
  topic: string;
  payload: Buffer;
}

const TOPIC = /^cradle\/([A-Za-z0-9_-]{1,64})\/(motion|servo\/state)$/;

export function isLiveMessage(message: object): message is LiveMessage {
  return (
    'topic' in message &&
    typeof message.topic === 'string' &&
    'payload' in message &&
    Buffer.isBuffer(message.payload) &&
    TOPIC.test(message.topic)
  );
}

export type LiveFields =
  | { ok: true; cradle: string; fields: Fields }
  /** What the motor does from now on: it is told only when it changes. */
  | { ok: true; cradle: string; rocking: boolean }
  | { ok: false; reason: string };

/** The field of `motion` (0 to 100), and what `servo/state` says. */
export function readLive({ topic, payload }: LiveMessage): LiveFields {
  const [, cradle = '', name] = TOPIC.exec(topic) ?? [];
  if (name === 'servo/state') {
    // Cleared when the cradle is forgotten.
    if (payload.length === 0) return { ok: true, cradle, rocking: false };
    const state = parseMessage(servoStateMessage, payload);
    return state.ok ? { ok: true, cradle, rocking: state.value.state === 'on' } : state;
  }
  const text = decodeText(payload);
  if (!text.ok) return text;
  const motion = text.value.trim() === '' ? Number.NaN : Number(text.value);
  if (!(motion >= 0 && motion <= 100)) {
    return {
      ok: false,
      reason: `motion (${JSON.stringify(text.value.slice(0, 80))}): must be a number from 0 to 100`,
    };
  }
  return { ok: true, cradle, fields: { motion } };
}
