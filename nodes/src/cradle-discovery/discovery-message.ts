import type { DeviceDiscovery } from '@smart-cradle/protocol/discovery';
import { LANGUAGES, type Language } from '@smart-cradle/protocol/language';
import { decodeText, type Parsed, parseMessage, parseValue } from '@smart-cradle/protocol/parse-message';
import { discoveryTopics, houseTopics } from '@smart-cradle/protocol/topics';
import { z } from 'zod';

/** As much of a discovery payload as tells who wrote it and for what; other programs write there too. */
const discovery = z.looseObject({
  device: z.looseObject({ name: z.string().max(200), identifiers: z.array(z.string()).min(1) }),
  origin: z.looseObject({ name: z.string() }),
  components: z.record(z.string(), z.looseObject({ platform: z.string() })),
});

/** What a message of the house says to the discovery. */
export type HouseMessage =
  | { kind: 'birth' }
  | { kind: 'language'; language: Language }
  /** undefined: the topic was cleared. */
  | { kind: 'discovery'; topic: string; content: DeviceDiscovery | undefined };

function bytesOf(payload: unknown): Uint8Array {
  return Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '');
}

/**
 * Reads a message on one of the topics of the house.
 *
 * @returns undefined when it asks for nothing: another program's discovery, Home Assistant's farewell.
 */
export function readHouseMessage(topic: string, payload: unknown): Parsed<HouseMessage | undefined> {
  const bytes = bytesOf(payload);
  if (topic === discoveryTopics.birth) {
    const text = decodeText(bytes);
    return text.ok ? { ok: true, value: text.value === 'online' ? { kind: 'birth' } : undefined } : text;
  }
  if (topic === houseTopics.language) {
    const text = decodeText(bytes);
    if (!text.ok) return text;
    const language = parseValue(z.enum(LANGUAGES), text.value);
    return language.ok ? { ok: true, value: { kind: 'language', language: language.value } } : language;
  }
  if (!/^homeassistant\/device\/[^/]+\/config$/.test(topic)) return { ok: true, value: undefined };
  if (bytes.length === 0) return { ok: true, value: { kind: 'discovery', topic, content: undefined } };
  const content = parseMessage(discovery, bytes);
  // Abbreviated and other programs' payloads are none of ours.
  if (!content.ok) return { ok: true, value: undefined };
  return {
    ok: true,
    value: { kind: 'discovery', topic, content: content.value as unknown as DeviceDiscovery },
  };
}
