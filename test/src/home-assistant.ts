import {
  type Connection,
  createConnection,
  createLongLivedTokenAuth,
  type HassEntities,
  type HassEntity,
  subscribeEntities,
} from 'home-assistant-js-websocket';
import type { StartLine } from './start-line.ts';

/** The states of the real Home Assistant, followed over its WebSocket. */
export interface HomeAssistantStates {
  connection: Connection;
  now(): HassEntities;
  /** Waits until the states are as wanted; fails with what stood there last. */
  until<Wanted>(
    what: string,
    find: (states: HassEntities) => Wanted | undefined | false,
    milliseconds: number,
  ): Promise<Wanted>;
  entity(
    entityId: string,
    wanted: (entity: HassEntity) => boolean,
    milliseconds: number,
  ): Promise<HassEntity>;
  close(): void;
}

export async function followStates({ url, token }: StartLine['homeAssistant']): Promise<HomeAssistantStates> {
  const connection = await createConnection({
    auth: createLongLivedTokenAuth(url, token),
    setupRetry: 20,
  });
  let states: HassEntities = {};
  const listeners = new Set<() => void>();
  const unsubscribe = subscribeEntities(connection, (next) => {
    states = next;
    for (const listener of listeners) listener();
  });
  const until: HomeAssistantStates['until'] = (what, find, milliseconds) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = find(states);
        if (!found) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        listeners.delete(look);
        reject(new Error(`not within ${milliseconds} ms: ${what}`));
      }, milliseconds);
      listeners.add(look);
      look();
    });
  return {
    connection,
    now: () => states,
    until,
    entity: (entityId, wanted, milliseconds) =>
      until(
        entityId,
        (all) => {
          const entity = all[entityId];
          return entity && wanted(entity) && entity;
        },
        milliseconds,
      ).catch((error: Error) => {
        throw new Error(`${error.message}; it is ${states[entityId]?.state ?? 'missing'}`);
      }),
    close: () => {
      unsubscribe();
      connection.close();
    },
  };
}
