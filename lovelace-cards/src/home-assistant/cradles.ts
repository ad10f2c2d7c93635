import { entityIdPrefix } from '@smart-cradle/protocol/cradle-id';
import type { DeviceEntry, HomeAssistant } from './types.ts';

export interface FoundCradle {
  uuid: string;
  name: string;
  deviceId: string;
  /** The device itself says so, before any reading has. */
  simulated: boolean;
}

/** Devices of ours that belong to the house and are no cradles. */
const HOUSE_DEVICES = new Set(['smart-cradle-rules', 'smart-cradle-recipients']);

type Registries = Pick<HomeAssistant, 'devices' | 'entities'>;

/** The id that a device has from MQTT discovery, which for a cradle is its UUID. */
function mqttIdentifier(device: DeviceEntry): string | undefined {
  return device.identifiers.find(([domain]) => domain === 'mqtt')?.[1];
}

function described(device: DeviceEntry, uuid: string): FoundCradle {
  return {
    uuid,
    name: device.name_by_user || device.name || uuid,
    deviceId: device.id,
    simulated: device.model?.includes('SIMULATED') ?? false,
  };
}

/**
 * Every cradle of the house, by name. A device is one when it has a direction and a crying sensor: cradles that speak only
 * the original protocol name no manufacturer.
 */
export function findCradles(hass: Registries): FoundCradle[] {
  const owned = new Map<string, string[]>();
  for (const { entity_id, device_id, platform } of Object.values(hass.entities)) {
    if (!device_id || (platform && platform !== 'mqtt')) continue;
    owned.set(device_id, [...(owned.get(device_id) ?? []), entity_id]);
  }
  return Object.values(hass.devices)
    .flatMap((device): FoundCradle[] => {
      const uuid = mqttIdentifier(device);
      const ids = owned.get(device.id) ?? [];
      if (!uuid || ids.length === 0 || HOUSE_DEVICES.has(uuid)) return [];
      const prefix = entityIdPrefix(uuid);
      const byIds = [`sensor.${prefix}_direction`, `binary_sensor.${prefix}_crying`].some((id) =>
        ids.includes(id),
      );
      const byMaker =
        device.manufacturer === 'Smart Cradle' &&
        ids.some((id) => id.startsWith('sensor.') || id.startsWith('camera.'));
      return byIds || byMaker ? [described(device, uuid)] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The device of one cradle, whatever entities it has. */
export function findCradle(devices: HomeAssistant['devices'], uuid: string): FoundCradle | undefined {
  const device = Object.values(devices).find((one) => mqttIdentifier(one) === uuid);
  return device && described(device, uuid);
}

/** The cradle that an entity belongs to. */
export function cradleOfEntity(hass: Registries, entityId: string): FoundCradle | undefined {
  const deviceId = hass.entities[entityId]?.device_id;
  return deviceId ? findCradles(hass).find((cradle) => cradle.deviceId === deviceId) : undefined;
}
