import { z } from 'zod';

/**
 * Identifies one cradle on every topic, such as `cradle-abc-123`. Anything that MQTT would read as a level or a wildcard
 * is refused, and so is what Home Assistant would not take as part of a discovery topic.
 */
export const cradleUuid = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "-" or "_"')
  .meta({ title: 'Cradle UUID', description: 'Identifies the cradle on every topic' });

/** The part that the entity ids of a cradle start with: `cradle-abc-123` → `cradle_abc_123`. */
export function entityIdPrefix(uuid: string): string {
  return uuid.toLowerCase().replaceAll('-', '_');
}
