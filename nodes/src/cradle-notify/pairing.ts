/** Milliseconds in which a shown code may be scanned. */
export const PAIRING_LIMIT = 600_000;

/** A code that is shown, by the cradle that shows it. */
export interface ShownCode {
  /** Random; says nothing of the cradle. */
  tag: string;
  /** Milliseconds since 1970 UTC. */
  expiresAt: number;
}

/** What a companion app makes of the code: it opens the app, and Home Assistant says `tag_scanned`. */
export function pairingUrl(tag: string): string {
  return `https://www.home-assistant.io/tag/${tag}`;
}

/** The cradle whose code was scanned in time. */
export function scannedCradle(
  codes: ReadonlyMap<string, ShownCode>,
  tag: string,
  now: number,
): string | undefined {
  for (const [cradle, code] of codes) if (code.tag === tag && now < code.expiresAt) return cradle;
  return undefined;
}

/** Asks Home Assistant for the name of a phone: as its notify service has it, and as people read it. */
export function phoneTemplate(device: string): string {
  return `{{ {'service': device_attr('${device}', 'name') | slugify, 'name': device_attr('${device}', 'name_by_user') or device_attr('${device}', 'name')} | tojson }}`;
}

/** What an id in Home Assistant's device registry looks like: nothing else is put into a template. */
export const DEVICE_ID = /^[0-9a-f]{32}$/;
