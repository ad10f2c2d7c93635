import { cradleUuid } from '@smart-cradle/protocol/cradle-uuid';
import {
  availabilityMessage,
  commandMessage,
  occupiedMessage,
  partAvailabilityMessage,
  servoMessage,
  servoStateMessage,
} from '@smart-cradle/protocol/messages';
import {
  decodeText,
  MAX_MESSAGE_BYTES,
  type Parsed,
  parseMessage,
  parseValue,
} from '@smart-cradle/protocol/parse-message';
import {
  cryingMessage,
  directionMessage,
  frameMessage,
  temperatureMessage,
} from '@smart-cradle/protocol/readings';
import { parseTopic } from '@smart-cradle/protocol/topics';
import type { RuleMessage } from '../shared/rule-message.ts';

/** An MQTT message as Node-RED's mqtt in node gives it, with its payload as a buffer. */
export interface MqttMessage {
  topic: string;
  payload: unknown;
  retain?: boolean;
}

/** States that a broker keeps may be retained; readings and commands may not. */
const MAY_BE_RETAINED = new Set(['availability', 'availabilityOf', 'servoState']);

const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);

function checkJpeg(payload: Buffer): Parsed<Buffer> {
  if (payload.length > MAX_MESSAGE_BYTES) {
    return { ok: false, reason: `${payload.length} bytes, at most ${MAX_MESSAGE_BYTES} are taken` };
  }
  return payload.subarray(0, 3).equals(JPEG_START)
    ? { ok: true, value: payload }
    : { ok: false, reason: 'not a JPEG' };
}

/**
 * One MQTT message → one checked message about one cradle, or the reason why not. Never throws.
 *
 * @param received Milliseconds of the rules' clock.
 */
export function checkReading({ topic, payload, retain }: MqttMessage, received: number): Parsed<RuleMessage> {
  const parsed = typeof topic === 'string' ? parseTopic(topic) : undefined;
  if (!parsed) return { ok: false, reason: 'not a topic of a cradle' };
  const uuid = parseValue(cradleUuid, parsed.uuid);
  if (!uuid.ok) return { ok: false, reason: `UUID: ${uuid.reason}` };
  if (!Buffer.isBuffer(payload)) return { ok: false, reason: 'the payload is not a buffer' };
  if (retain && !MAY_BE_RETAINED.has(parsed.kind))
    return { ok: false, reason: 'retained; only live ones are taken' };
  const about = { topic, cradle: uuid.value, received };
  const take = <Value>(result: Parsed<Value>, make: (value: Value) => RuleMessage): Parsed<RuleMessage> =>
    result.ok ? { ok: true, value: make(result.value) } : result;
  const { kind } = parsed;
  switch (kind) {
    case 'temperature':
      return take(parseMessage(temperatureMessage, payload), (value) => ({ ...about, kind, payload: value }));
    case 'direction':
      return take(parseMessage(directionMessage, payload), (value) => ({ ...about, kind, payload: value }));
    case 'crying':
      return take(parseMessage(cryingMessage, payload), (value) => ({ ...about, kind, payload: value }));
    case 'frame':
      return take(parseMessage(frameMessage, payload), (value) => ({ ...about, kind, payload: value }));
    case 'camera':
      return take(checkJpeg(payload), (value) => ({ ...about, kind, payload: value }));
    case 'command':
      return take(parseMessage(commandMessage, payload), (value) => ({ ...about, kind, payload: value }));
    case 'servo':
      return take(parseMessage(servoMessage, payload), (value) => ({ ...about, kind, payload: value }));
    case 'servoState':
      return take(parseMessage(servoStateMessage, payload), (value) => ({ ...about, kind, payload: value }));
    case 'occupied': {
      const text = decodeText(payload);
      const state = text.ok ? parseValue(occupiedMessage, text.value) : text;
      return take(state, (value) => ({ ...about, kind, payload: value }));
    }
    case 'availability': {
      const text = decodeText(payload);
      const state = text.ok ? parseValue(availabilityMessage, text.value) : text;
      return take(state, (value) => ({ ...about, kind, payload: value }));
    }
    case 'availabilityOf': {
      const { part } = parsed;
      return take(parseMessage(partAvailabilityMessage, payload), (value) => ({
        ...about,
        kind,
        part,
        payload: value,
      }));
    }
    case 'settingSet': {
      const setting = parsed.name;
      return take(decodeText(payload), (value) => ({ ...about, kind, setting, payload: value }));
    }
    default:
      return { ok: false, reason: 'nothing that the rules read' };
  }
}

/** How many different complaints are remembered, so that a flood of them does not grow without end. */
const MAX_REMEMBERED = 1000;

/** Remembers what has been complained about: each topic and reason is logged once. */
export function createComplaints(): (topic: string, reason: string) => boolean {
  const known = new Set<string>();
  return (topic, reason) => {
    const key = `${topic}\n${reason}`;
    if (known.has(key)) return false;
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.add(key);
    return true;
  };
}
