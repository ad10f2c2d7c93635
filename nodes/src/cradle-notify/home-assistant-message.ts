import { z } from 'zod';
import { DEVICE_ID } from './pairing.ts';

/** What Home Assistant tells this node, through the nodes of its own palette. */
export type HomeAssistantMessage =
  /** Whether it takes calls. */
  | { kind: 'client'; connected: boolean }
  | { kind: 'services'; services: unknown }
  /** An answer to a call of ours. */
  | { kind: 'accepted'; call: string }
  | { kind: 'refused'; call: string; reason: string }
  /** A phone has a notification. */
  | { kind: 'received'; call: string }
  | { kind: 'scanned'; tag: string; device: string }
  /** What was asked about a phone. */
  | { kind: 'phone'; service: string; name: string };

const client = z.looseObject({ event_type: z.literal('home_assistant_client'), payload: z.string() });
const services = z.looseObject({ topic: z.literal('services'), payload: z.unknown() });
const refused = z.looseObject({
  smartCradleCall: z.string(),
  error: z.looseObject({ message: z.unknown() }),
});
const accepted = z.looseObject({ smartCradleCall: z.string() });
const received = z.looseObject({
  payload: z.looseObject({
    event_type: z.literal('mobile_app_notification_received'),
    event: z.looseObject({ smart_cradle_call: z.string().max(100) }),
  }),
});
const scanned = z.looseObject({
  payload: z.looseObject({
    event_type: z.literal('tag_scanned'),
    event: z.looseObject({ tag_id: z.string().max(200), device_id: z.string().regex(DEVICE_ID) }),
  }),
});
const phone = z.looseObject({
  topic: z.literal('phone'),
  payload: z.looseObject({
    service: z.string().regex(/^[a-z0-9_]{1,80}$/),
    name: z.string().min(1).max(100),
  }),
});

/** In these states the client of Home Assistant's nodes is no help. */
const AWAY = new Set(['disconnected', 'connecting', 'error']);

/** A template's answer comes as text or already read. */
function withReadPayload(message: object): object {
  if (!('topic' in message) || message.topic !== 'phone' || !('payload' in message)) return message;
  if (typeof message.payload !== 'string') return message;
  try {
    return { ...message, payload: JSON.parse(message.payload) };
  } catch {
    return message;
  }
}

/** undefined: it is none of Home Assistant's messages, or none that concerns us. */
export function readHomeAssistant(message: object): HomeAssistantMessage | undefined {
  const told = client.safeParse(message);
  if (told.success) {
    const { payload } = told.data;
    if (AWAY.has(payload)) return { kind: 'client', connected: false };
    return payload === 'running' ? { kind: 'client', connected: true } : undefined;
  }
  const list = services.safeParse(message);
  if (list.success) return { kind: 'services', services: list.data.payload };
  const no = refused.safeParse(message);
  if (no.success) {
    const { message: reason } = no.data.error;
    return {
      kind: 'refused',
      call: no.data.smartCradleCall,
      reason: typeof reason === 'string' ? reason : JSON.stringify(reason),
    };
  }
  const yes = accepted.safeParse(message);
  if (yes.success) return { kind: 'accepted', call: yes.data.smartCradleCall };
  const has = received.safeParse(message);
  if (has.success) return { kind: 'received', call: has.data.payload.event.smart_cradle_call };
  const scan = scanned.safeParse(message);
  if (scan.success) {
    const { tag_id: tag, device_id: device } = scan.data.payload.event;
    return { kind: 'scanned', tag, device };
  }
  const answer = phone.safeParse(withReadPayload(message));
  return answer.success ? { kind: 'phone', ...answer.data.payload } : undefined;
}
