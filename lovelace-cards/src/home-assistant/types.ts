/** The part of Home Assistant's frontend object that the cards use. */

export interface EntityState {
  entity_id: string;
  state: string;
  attributes: Readonly<Record<string, unknown>>;
  /** ISO 8601: when the state itself last changed. */
  last_changed: string;
}

export interface DeviceEntry {
  id: string;
  identifiers: readonly (readonly [string, string])[];
  name: string | null;
  name_by_user?: string | null;
  manufacturer?: string | null;
  model?: string | null;
}

/** An entity as every user's frontend knows it: without its unique id. */
export interface EntityEntry {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
}

export interface HaLocale {
  /** BCP 47, such as `en` or `ko`. */
  language: string;
  number_format?: string;
  time_format?: string;
  time_zone?: string;
}

export type ConnectionEvent = 'ready' | 'disconnected';

export interface HaConnection {
  connected?: boolean;
  addEventListener(event: ConnectionEvent, listener: () => void): void;
  removeEventListener(event: ConnectionEvent, listener: () => void): void;
  ping(): Promise<unknown>;
  /** @returns what ends the subscription. */
  subscribeMessage<T>(
    listener: (message: T) => void,
    message: Readonly<Record<string, unknown>>,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
}

export interface HomeAssistant {
  states: Readonly<Record<string, EntityState>>;
  devices: Readonly<Record<string, DeviceEntry>>;
  entities: Readonly<Record<string, EntityEntry>>;
  locale: HaLocale;
  language?: string;
  config?: { time_zone?: string; unit_system?: { temperature?: string } };
  user?: { name: string; is_admin?: boolean };
  connected?: boolean;
  connection: HaConnection;
  callWS<T>(message: Readonly<Record<string, unknown>>): Promise<T>;
  callService(
    domain: string,
    service: string,
    data?: Readonly<Record<string, unknown>>,
    target?: { entity_id: string },
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<unknown>;
  /** The address of a path of Home Assistant's server. */
  hassUrl(path: string): string;
}
