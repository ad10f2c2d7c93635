import { createServer } from 'node:net';

/** What listens, and where it stands after `--port-base`. */
const PLACES = {
  broker: 1,
  nodeRed: 2,
  homeAssistant: 3,
  influxdb: 4,
  influxdbRpc: 5,
  phone: 6,
} as const;

export type PortName = keyof typeof PLACES;
export type Ports = Record<PortName, number>;

export const DEFAULT_PORT_BASE = 18_120;
/** The last port that is needed is this far from the base. */
export const PORT_SPAN = Math.max(...Object.values(PLACES));

const TITLES: Record<PortName, string> = {
  broker: 'the MQTT broker',
  nodeRed: 'Node-RED',
  homeAssistant: 'Home Assistant',
  influxdb: 'InfluxDB',
  influxdbRpc: "InfluxDB's backup port",
  phone: 'the demo phone',
};

export function planPorts(base: number): Ports {
  const entries = Object.entries(PLACES).map(([name, place]) => [name, base + place]);
  return Object.fromEntries(entries) as Ports;
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @returns a sentence for each wanted port that another program has taken. */
export async function takenPorts(
  ports: Ports,
  wanted: readonly PortName[],
  hostOf: (name: PortName) => string,
): Promise<string[]> {
  const sentences = await Promise.all(
    wanted.map(async (name) => {
      if (await isFree(ports[name], hostOf(name))) return undefined;
      return `Port ${ports[name]}, meant for ${TITLES[name]}, is in use by another program: stop that program, or choose other ports with --port-base.`;
    }),
  );
  return sentences.filter((sentence) => sentence !== undefined);
}
