import type { CareKind } from '../card/commands.ts';
import type { HomeAssistant } from '../home-assistant/types.ts';
import { ownHistory } from './load-history.ts';

/** The times of an entry and of the command that made it may differ by this much, ms. */
const SAME_TIME = 1_500;

/** The history is written in batches: a fresh entry is asked for this often, at this distance, ms. */
const ATTEMPTS = 10;
const PAUSE = 1_500;

/** The id that the rules gave to an entry of the care log; null when they have none such. */
export async function careEntryId(
  hass: HomeAssistant,
  uuid: string,
  { kind, at }: { kind: CareKind; at: Date },
): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    const id = await findEntry(hass, uuid, kind, at.getTime());
    if (id !== null || attempt === ATTEMPTS) return id;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function findEntry(
  hass: HomeAssistant,
  uuid: string,
  kind: CareKind,
  time: number,
): Promise<string | null> {
  const { care } = await ownHistory(hass, {
    uuid,
    from: time - 60_000,
    to: Math.max(Date.now(), time) + 1_000,
    include: ['care'],
    resolution: 60,
  });
  const [nearest] = care
    .filter((entry) => entry.kind === kind && Math.abs(entry.at - time) <= SAME_TIME)
    .sort((a, b) => Math.abs(a.at - time) - Math.abs(b.at - time));
  return nearest?.id ?? null;
}
