import { z } from 'zod';

/** Whether somebody lies in the bed, plain in its topic; `unknown` counts as occupied. */
export const OCCUPIED_STATES = ['ON', 'OFF', 'unknown'] as const;
export type Occupied = (typeof OCCUPIED_STATES)[number];

/** Plain text of `occupied`. */
export const occupiedMessage = z.enum(OCCUPIED_STATES);

/** Plain text of `motion`: how much of the bed moves, 0 to 100; a whole number. */
export const motionMessage = z
  .string()
  .trim()
  .regex(/^\d{1,3}$/, 'must be a whole number from 0 to 100')
  .transform(Number)
  .pipe(z.number().max(100));

/** Motion (0–100) from which Home Assistant's binary sensor says that the baby moves: more than a breath or a twitch. */
export const MOTION_THRESHOLD = 5;
