import type { EntityState, HomeAssistant } from '../home-assistant/types.ts';

/** The device that holds the settings of everybody who is told. */
export const RECIPIENTS_IDENTIFIER = 'smart-cradle-recipients';
export const RECIPIENT_SWITCHES = ['push', 'email', 'critical'] as const;
export type RecipientSwitch = (typeof RECIPIENT_SWITCHES)[number];

export interface Recipient {
  id: string;
  name: string;
  /** Their entities; what a recipient does not have is left out. */
  switches: { name: RecipientSwitch; state: EntityState }[];
  order: EntityState | null;
}

const ENTITY = /^(?:switch|number)\.smart_cradle_recipient_(.+)_(push|email|critical|order)$/;

/** The entities of the recipients' device. */
export function recipientEntities({
  devices,
  entities,
}: Pick<HomeAssistant, 'devices' | 'entities'>): string[] {
  const device = Object.values(devices).find((one) =>
    one.identifiers.some(([domain, id]) => domain === 'mqtt' && id === RECIPIENTS_IDENTIFIER),
  );
  if (!device) return [];
  return Object.values(entities)
    .filter((entity) => entity.device_id === device.id)
    .map((entity) => entity.entity_id);
}

/** "Mina’s phone Push" → "Mina’s phone": what the names of somebody's entities have in common. */
function commonName(names: readonly string[], id: string): string {
  const [first = '', ...rest] = names.map((name) => name.split(' '));
  const common = [...first];
  for (const words of rest) {
    const differs = common.findIndex((word, index) => word !== words[index]);
    if (differs >= 0) common.length = differs;
  }
  const name = (names.length > 1 ? common : [...first].slice(0, -1)).join(' ').replace(/[\s:·–-]+$/, '');
  return name || id.replaceAll('_', ' ');
}

/** Everybody who is told of alerts, in the order in which they are called. */
export function recipientsOf(hass: Pick<HomeAssistant, 'devices' | 'entities' | 'states'>): Recipient[] {
  const found = new Map<
    string,
    { switches: Recipient['switches']; order: EntityState | null; names: string[] }
  >();
  const device = Object.values(hass.devices).find((one) =>
    one.identifiers.some(([domain, id]) => domain === 'mqtt' && id === RECIPIENTS_IDENTIFIER),
  );
  const deviceName = device?.name_by_user || device?.name || '';
  for (const entityId of recipientEntities(hass)) {
    const [, id, name] = ENTITY.exec(entityId) ?? [];
    const state = hass.states[entityId];
    if (!id || !name || !state) continue;
    const one = found.get(id) ?? { switches: [], order: null, names: [] };
    found.set(id, one);
    const spoken = state.attributes.friendly_name;
    if (typeof spoken === 'string') {
      one.names.push(spoken.startsWith(deviceName) ? spoken.slice(deviceName.length).trim() : spoken);
    }
    const kind = RECIPIENT_SWITCHES.find((known) => known === name);
    if (kind) one.switches.push({ name: kind, state });
    else one.order = state;
  }
  return [...found]
    .map(
      ([id, { switches, order, names }]): Recipient => ({
        id,
        name: commonName(names, id),
        switches: switches.sort(
          (a, b) => RECIPIENT_SWITCHES.indexOf(a.name) - RECIPIENT_SWITCHES.indexOf(b.name),
        ),
        order,
      }),
    )
    .sort(
      (a, b) => Number(a.order?.state ?? 9) - Number(b.order?.state ?? 9) || a.name.localeCompare(b.name),
    );
}
