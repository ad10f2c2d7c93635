import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/**
 * How a parent's phone joins a cradle. Somebody asks with the command `pair`; the rules draw a tag id at random, which is
 * never the cradle's UUID, publish its address retained on the topic `pairing`, and take the scan of it (Home Assistant's
 * event `tag_scanned`, which says which phone it was) until `expires_at`. Then, or when it has been used, both are null.
 * Whoever shows it, the agent or a card, shows what stands there.
 */
export const pairingMessage = z.looseObject({
  /** What the QR code says: Home Assistant's companion apps take it for a tag. */
  url: z.url().nullable(),
  expires_at: instant.nullable(),
});
export type Pairing = z.output<typeof pairingMessage>;

/** A code that may be scanned. */
export interface PairingCode {
  url: string;
  /** ISO 8601, UTC. */
  expires_at: string;
}

/** The code that stands, or undefined when there is none. */
export function codeOf({ url, expires_at }: Pairing): PairingCode | undefined {
  return url === null || expires_at === null ? undefined : { url, expires_at };
}
