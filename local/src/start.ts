import type { Context } from './context.ts';
import { type Part, startOrder, startParts } from './graph.ts';
import { startAgent } from './parts/agent.ts';
import { type Broker, startBroker } from './parts/broker.ts';
import { startDemoPhone } from './parts/demo-phone/demo-phone.ts';
import { startHomeAssistant } from './parts/home-assistant/home-assistant.ts';
import { type House, setUpHouse } from './parts/home-assistant/set-up.ts';
import { tellLanguage } from './parts/house-language.ts';
import { type Influx, startInflux } from './parts/influxdb.ts';
import { type NodeRed, startNodeRed } from './parts/node-red.ts';
import { simulationOf, startArduino } from './parts/simulation.ts';
import type { StartLine } from './summary.ts';

/** Names of the parts, which are those of their logs and processes too. */
export type PartName =
  | 'broker'
  | 'influxdb'
  | 'home-assistant'
  | 'house'
  | 'phone'
  | 'node-red'
  | 'arduino'
  | 'agent';

export interface Stack {
  line: StartLine;
  /** A sentence for each part that does not run, and why. */
  leftOut: string[];
}

/** A value that a part leaves for those that need it. */
function leave<Value>(name: string) {
  let value: { is: Value } | undefined;
  return {
    set: (is: Value) => {
      value = { is };
    },
    get: (): Value => {
      if (!value) throw new Error(`${name} is not there yet`);
      return value.is;
    },
  };
}

const NO_DASHBOARD = 'There is no dashboard, and no phone is notified.';

/** The stack as a graph: what each part needs, and what it leaves for others. */
export function planStack(context: Context): {
  /** The order to stop in. */
  stopOrder: PartName[];
  start(): Promise<Stack>;
} {
  const { credentials, options } = context;
  const broker = leave<Broker>('the broker');
  const influx = leave<Influx | undefined>('InfluxDB');
  const nodeRed = leave<NodeRed>('Node-RED');
  /** The address of Home Assistant that answers there; undefined when there is none. */
  const homeAssistant = leave<string | undefined>('Home Assistant');
  const house = leave<House | undefined>('the set-up of Home Assistant');
  const phone = leave<string | undefined>('the demo phone');
  const leftOut: string[] = [];
  const simulation = simulationOf(options.source, new Date());

  /** For what the rest can do without: it is said, loudly, and the start goes on. */
  const orWithout = async <Value>(title: string, loss: string, start: () => Promise<Value>) => {
    try {
      return await start();
    } catch (error) {
      context.stopped.throwIfAborted();
      const sentence = `${error instanceof Error ? error.message : error} ${loss}`;
      context.say(title, sentence);
      leftOut.push(sentence);
      return undefined;
    }
  };

  const parts: Part<PartName>[] = [
    { name: 'broker', needs: [], start: async () => broker.set(await startBroker(context)) },
    {
      name: 'influxdb',
      needs: [],
      start: async () =>
        influx.set(await orWithout('InfluxDB', 'There is no history.', () => startInflux(context))),
    },
    {
      name: 'home-assistant',
      needs: [],
      start: async () => {
        const { kind } = options.homeAssistant;
        if (kind === 'own') {
          const started = await orWithout('Home Assistant', NO_DASHBOARD, () => startHomeAssistant(context));
          homeAssistant.set(started?.url);
        } else
          homeAssistant.set(options.homeAssistant.kind === 'house' ? options.homeAssistant.url : undefined);
      },
    },
    {
      name: 'house',
      needs: ['home-assistant', 'broker'],
      start: async () => {
        const url = homeAssistant.get();
        if (!url) return house.set(undefined);
        await tellLanguage(broker.get(), options.language);
        const made = await orWithout('Home Assistant', NO_DASHBOARD, () =>
          setUpHouse(context, url, broker.get()),
        );
        leftOut.push(...(made?.leftToDo ?? []));
        house.set(made);
      },
    },
    {
      name: 'phone',
      needs: ['house'],
      start: async () => {
        const home = house.get();
        // In a house with a Home Assistant of its own there are real phones.
        if (!home || options.homeAssistant.kind !== 'own') return phone.set(undefined);
        const started = await orWithout('Demo phone', 'There is no demo phone.', () =>
          startDemoPhone(context, home),
        );
        if (started) context.stopped.addEventListener('abort', started.close, { once: true });
        phone.set(started?.url);
      },
    },
    {
      name: 'node-red',
      needs: ['broker', 'influxdb', 'house'],
      start: async () => {
        const home = house.get();
        const access = home && { url: home.url, token: home.nodeRedToken };
        nodeRed.set(await startNodeRed(context, broker.get(), influx.get(), access));
      },
    },
    { name: 'arduino', needs: [], start: () => startArduino(context, simulation) },
    {
      name: 'agent',
      needs: ['broker', 'arduino'],
      start: async () => {
        const close = await startAgent(context, broker.get(), simulation);
        context.stopped.addEventListener('abort', () => void close(), { once: true });
      },
    },
  ];

  const lineOf = (): StartLine => {
    const database = influx.get();
    const { url, users } = broker.get();
    const home = house.get();
    const phoneUrl = phone.get();
    const login = ({ username, password }: { username?: string; password?: string }) => ({
      username: username ?? null,
      password: password ?? null,
    });
    return {
      uuid: credentials.uuid,
      data: options.data,
      mqtt: { url, ...login(users.person) },
      homeAssistant: home
        ? { url: home.url, username: home.username, password: home.password, token: home.token }
        : null,
      nodeRed: nodeRed.get(),
      influx: database ? { url: database.url, database: database.database, ...login(database.person) } : null,
      card: home ? { url: home.dashboardUrl } : null,
      simulation: simulation ?? null,
      phone: phoneUrl ? { url: phoneUrl } : null,
    };
  };

  return {
    stopOrder: startOrder(parts).reverse(),
    async start() {
      await startParts(parts);
      return { line: lineOf(), leftOut };
    },
  };
}
