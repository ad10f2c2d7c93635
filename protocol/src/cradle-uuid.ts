import { z } from 'zod';
import { CRADLE_UUID_PATTERN, CRADLE_UUID_RULE } from './cradle-id.ts';

export { entityIdPrefix } from './cradle-id.ts';

/**
 * Identifies one cradle on every topic, such as `cradle-abc-123`. Anything that MQTT would read as a level or a wildcard
 * is refused, and so is what Home Assistant would not take as part of a discovery topic.
 */
export const cradleUuid = z
  .string()
  .regex(CRADLE_UUID_PATTERN, CRADLE_UUID_RULE)
  .meta({ title: 'Cradle UUID', description: 'Identifies the cradle on every topic' });
