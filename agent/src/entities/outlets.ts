import type { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Outbox } from '../mqtt/outbox.ts';

/** What an entity needs to speak. */
export interface Outlets {
  topics: ReturnType<typeof cradleTopics>;
  outbox: Pick<Outbox, 'state' | 'live' | 'picture'>;
  /** The moment, and whether the reading is of a real baby. */
  stamp(): { date: Date; simulated: boolean };
}
