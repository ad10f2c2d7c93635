import type { Context } from './context.ts';
import { type Part, startOrder, startParts } from './graph.ts';
import { startAgent } from './parts/agent.ts';
import { type Broker, startBroker } from './parts/broker.ts';
import { type Influx, startInflux } from './parts/influxdb.ts';
import { type NodeRed, startNodeRed } from './parts/node-red.ts';
import { simulationOf, startArduino } from './parts/simulation.ts';
import type { StartLine } from './summary.ts';

/** Names of the parts, which are those of their logs and processes too. */
export type PartName = 'broker' | 'influxdb' | 'node-red' | 'arduino' | 'agent';

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
      name: 'node-red',
      needs: ['broker', 'influxdb'],
      start: async () => nodeRed.set(await startNodeRed(context, broker.get(), influx.get(), undefined)),
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
    const login = ({ username, password }: { username?: string; password?: string }) => ({
      username: username ?? null,
      password: password ?? null,
    });
    return {
      uuid: credentials.uuid,
      data: options.data,
      mqtt: { url, ...login(users.person) },
      homeAssistant: null,
      nodeRed: nodeRed.get(),
      influx: database ? { url: database.url, database: database.database, ...login(database.person) } : null,
      card: null,
      simulation: simulation ?? null,
      phone: null,
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
