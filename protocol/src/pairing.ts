import { z } from 'zod';

/**
 * How a parent's phone joins a cradle. Somebody asks with the command `pair`; the rules draw a tag id at random, publish
 * it retained on the topic `pairing`, and take the scan of it (Home Assistant's event `tag_scanned`, which says which
 * phone it was) until `expires_at`. Then, or when it has been used, they clear the topic. Whoever shows it, the agent or
 * a card, shows what stands there.
 */
export const pairingMessage = z.looseObject({
  /** Random, and never the cradle's UUID: who has seen the cradle has not seen this. */
  tag: z.string().regex(/^[A-Za-z0-9-]{16,64}$/, 'must be 16 to 64 letters, digits or "-"'),
  expires_at: z.iso.datetime({ offset: true }),
});
export type Pairing = z.output<typeof pairingMessage>;

/** What the QR code says: Home Assistant's companion apps take it for a tag. */
export function tagUrl(tag: string): string {
  return `https://www.home-assistant.io/tag/${tag}`;
}
