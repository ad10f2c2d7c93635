/**
 * Home Assistant's MQTT device discovery, as far as this project uses it, typed by platform.
 * https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */

export interface AvailabilityTopic {
  topic: string;
  value_template?: string;
}

interface Common {
  unique_id: string;
  /** `<domain>.<id>`: proposes the entity id in English whatever the language of the name. */
  default_entity_id: string;
  /** Null: the entity is the device's main feature and takes its name. */
  name: string | null;
  icon?: string;
  entity_category?: 'config' | 'diagnostic';
  enabled_by_default?: boolean;
  availability?: readonly AvailabilityTopic[];
  /** Always `all`: Home Assistant's default is `latest`. */
  availability_mode?: 'all';
  qos?: 0 | 1;
}

interface JsonAttributes {
  json_attributes_topic?: string;
  json_attributes_template?: string;
}

export interface SensorComponent extends Common, JsonAttributes {
  platform: 'sensor';
  state_topic: string;
  value_template?: string;
  device_class?:
    | 'temperature'
    | 'enum'
    | 'timestamp'
    | 'duration'
    | 'signal_strength'
    | 'sound_pressure'
    | 'frequency'
    | 'data_size';
  state_class?: 'measurement' | 'total' | 'total_increasing';
  unit_of_measurement?: string;
  suggested_display_precision?: number;
  options?: readonly string[];
  /** Seconds without a message until the state is unavailable. */
  expire_after?: number;
}

export interface BinarySensorComponent extends Common, JsonAttributes {
  platform: 'binary_sensor';
  state_topic: string;
  value_template?: string;
  device_class?: 'sound' | 'problem' | 'connectivity' | 'occupancy' | 'motion' | 'running';
  expire_after?: number;
}

export interface CameraComponent extends Common {
  platform: 'camera';
  topic: string;
  image_encoding?: 'b64';
}

export interface ImageComponent extends Common {
  platform: 'image';
  image_topic: string;
  content_type: 'image/jpeg';
}

export interface SwitchComponent extends Common, JsonAttributes {
  platform: 'switch';
  command_topic: string;
  payload_on: string;
  payload_off: string;
  /** Without it the switch is optimistic. */
  state_topic?: string;
  value_template?: string;
  state_on?: string;
  state_off?: string;
}

export interface NumberComponent extends Common {
  platform: 'number';
  command_topic: string;
  state_topic: string;
  min: number;
  max: number;
  step: number;
  mode: 'box' | 'slider';
  device_class?: 'temperature' | 'duration';
  unit_of_measurement?: string;
}

export interface SelectComponent extends Common {
  platform: 'select';
  command_topic: string;
  state_topic: string;
  options: readonly string[];
}

export interface TextComponent extends Common {
  platform: 'text';
  command_topic: string;
  state_topic: string;
  max?: number;
}

export interface ButtonComponent extends Common {
  platform: 'button';
  command_topic: string;
  payload_press: string;
}

export interface EventComponent extends Common {
  platform: 'event';
  state_topic: string;
  event_types: readonly string[];
}

export interface NotifyComponent extends Common {
  platform: 'notify';
  command_topic: string;
}

export interface UpdateComponent extends Common {
  platform: 'update';
  /** JSON: `installed_version`, `latest_version`, `release_url`. */
  state_topic: string;
  device_class?: 'firmware';
}

/** One entity. `platform` tells which. */
export type Component =
  | SensorComponent
  | BinarySensorComponent
  | CameraComponent
  | ImageComponent
  | SwitchComponent
  | NumberComponent
  | SelectComponent
  | TextComponent
  | ButtonComponent
  | EventComponent
  | NotifyComponent
  | UpdateComponent;

/** Clears a component that is no longer there; sent once, then its key is left out. */
export interface RemovedComponent {
  platform: Component['platform'];
}

export interface DeviceDescription {
  identifiers: readonly string[];
  name: string;
  manufacturer?: string;
  model?: string;
  sw_version?: string;
  hw_version?: string;
  serial_number?: string;
  configuration_url?: string;
  suggested_area?: string;
}

export interface DeviceDiscovery {
  device: DeviceDescription;
  origin: { name: string; sw_version: string; support_url?: string };
  components: Record<string, Component | RemovedComponent>;
}

/** `origin.name` of the two publishers: the rules never write over a topic that carries the agent's. */
export const ORIGINS = { agent: 'Smart Cradle agent', rules: 'Smart Cradle rules' } as const;

/** JSON with sorted keys, so that a payload that says the same is the same text. */
export function stableStringify(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * What to publish so that the components of `previous` that are gone from `next` disappear in Home Assistant: first a
 * payload in which they carry only their platform, then `next` itself. One payload when nothing is gone.
 */
export function withRemovals(
  previous: DeviceDiscovery | undefined,
  next: DeviceDiscovery,
): DeviceDiscovery[] {
  const gone = Object.entries(previous?.components ?? {}).filter(([key]) => !(key in next.components));
  if (gone.length === 0) return [next];
  const removed = Object.fromEntries(gone.map(([key, { platform }]) => [key, { platform }]));
  return [{ ...next, components: { ...next.components, ...removed } }, next];
}
