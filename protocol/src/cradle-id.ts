/** What a cradle's UUID may be, without a dependency: cards read it too. */

/** 1 to 64 letters, digits, `-` or `_`. */
export const CRADLE_UUID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;
/** What to say of a UUID that does not match. */
export const CRADLE_UUID_RULE = 'must be 1 to 64 letters, digits, "-" or "_"';

/** The part that the entity ids of a cradle start with: `cradle-abc-123` → `cradle_abc_123`. */
export function entityIdPrefix(uuid: string): string {
  return uuid.toLowerCase().replaceAll('-', '_');
}
