import { createServer, type Server } from 'node:http';
import { AVAILABILITY_PARTS, type AvailabilityPart } from '@smart-cradle/protocol/availability';
import type { Diagnostics } from '@smart-cradle/protocol/messages';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Config } from './config/schema.ts';
import { type Log, messageOf } from './log.ts';
import type { Part } from './part.ts';

export interface MetricsOptions {
  metrics: Config['metrics'];
  uuid: string;
  log: Log;
  measure(): Promise<Diagnostics>;
  isOnline(part: AvailabilityPart): boolean;
  isConnected(): boolean;
}

/** Numbers of the diagnostics with what Prometheus calls them; base units, as its conventions want. */
const NUMBERS: readonly {
  name: string;
  help: string;
  /** Counts from the start of the agent on. */
  counts?: true;
  of(diagnostics: Diagnostics): number | null | undefined;
}[] = [
  { name: 'frame_rate', help: 'Analysed pictures a second', of: (d) => d.frame_rate },
  { name: 'microphone_level_dbfs', help: 'Level of the last sound', of: (d) => d.microphone_level },
  { name: 'cpu_temperature_celsius', help: 'Temperature of the processor', of: (d) => d.cpu_temperature },
  { name: 'wifi_signal_dbm', help: 'Strength of the wireless signal', of: (d) => d.wifi_signal },
  {
    name: 'rejected_messages_total',
    help: 'Bad messages and lines since the start',
    counts: true,
    of: (d) => d.rejected,
  },
  {
    name: 'dropped_total',
    help: 'Readings and pictures that were not sent or not analysed, since the start',
    counts: true,
    of: (d) => d.dropped,
  },
  {
    name: 'part_restarts_total',
    help: 'Restarts of programs and detectors since the start',
    counts: true,
    of: (d) => d.restarts,
  },
  { name: 'link_step', help: 'How much less than wanted is published, 0 to 6', of: (d) => d.link_step },
  {
    name: 'link_latency_seconds',
    help: 'How long the broker takes to answer',
    of: (d) => (typeof d.link_latency === 'number' ? d.link_latency / 1_000 : null),
  },
  {
    name: 'disk_free_bytes',
    help: 'Free where the settings are kept',
    of: (d) => (typeof d.disk_free === 'number' ? d.disk_free * 1_048_576 : null),
  },
];

/** Gauges of prom-client that are named like counters, which `promtool check metrics` refuses; others have their parts. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** Metrics for Prometheus at `/metrics`, when a port is configured. */
export class Metrics implements Part {
  readonly #options: MetricsOptions;
  #server: Server | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
  }

  /** @throws Error that names the port when it is taken. */
  async start(): Promise<void> {
    const { metrics, log } = this.#options;
    if (metrics.port === undefined) return;
    const { registry, measure } = this.#createRegistry();
    const server = createServer((request, response) => {
      if (request.url?.split('?')[0] !== '/metrics') {
        response.writeHead(404).end('only /metrics\n');
        return;
      }
      measure()
        .then(() => registry.metrics())
        .then(
          (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
          (error) => response.writeHead(500).end(`${messageOf(error)}\n`),
        );
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) =>
        reject(new Error(`metrics.port (${metrics.port}): cannot be listened at: ${error.message}`)),
      );
      server.listen(metrics.port, metrics.host, resolve);
    });
    log.info({ host: metrics.host, port: metrics.port }, 'metrics: served');
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server?.listening) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** `measure` is to be called before each reading of the registry, which does not wait for one metric before another. */
  #createRegistry(): { registry: Registry; measure(): Promise<void> } {
    const { uuid, measure, isOnline, isConnected } = this.#options;
    const register = new Registry();
    register.setDefaultLabels({ cradle: uuid });
    collectDefaultMetrics({ register });
    for (const name of MISNAMED) register.removeSingleMetric(name);
    const registers = [register];
    const numbers = NUMBERS.map(({ name, help, counts, of }) => {
      const options = { name: `smart_cradle_${name}`, help, registers };
      if (counts) {
        const counter = new Counter(options);
        return (diagnostics: Diagnostics) => {
          counter.reset();
          counter.inc(of(diagnostics) ?? 0);
        };
      }
      const gauge = new Gauge(options);
      return (diagnostics: Diagnostics) => {
        const value = of(diagnostics);
        // What is not known is left out: a zero would be a lie.
        if (typeof value === 'number') gauge.set(value);
        else gauge.remove();
      };
    });
    const online = new Gauge({
      name: 'smart_cradle_part_online',
      help: 'Whether the part gives readings',
      labelNames: ['part'],
      registers,
      collect() {
        for (const part of AVAILABILITY_PARTS) this.set({ part }, Number(isOnline(part)));
      },
    });
    registers.every((each) => each.registerMetric(online));
    new Gauge({
      name: 'smart_cradle_broker_connected',
      help: 'Whether the agent is connected to the broker',
      registers,
      collect() {
        this.set(Number(isConnected()));
      },
    });
    return {
      registry: register,
      async measure() {
        const diagnostics = await measure();
        for (const tell of numbers) tell(diagnostics);
      },
    };
  }
}
