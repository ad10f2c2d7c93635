import { createServer } from 'node:net';
import type { Diagnostics } from '@smart-cradle/protocol/messages';
import { afterEach, expect, it } from 'vitest';
import { freePort } from '../test/mosquitto.ts';
import { parseMetrics } from '../test/prometheus-text.ts';
import { Metrics } from './metrics.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const running: Metrics[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((metrics) => metrics.stop()));
});

async function serve(options: { port?: number; host?: string }, diagnostics: Partial<Diagnostics> = {}) {
  const measured = { cpu_temperature: null, frame_rate: 9.8, restarts: 0, ...diagnostics } as Diagnostics;
  const metrics = new Metrics({
    metrics: { host: '127.0.0.1', ...options },
    uuid: 'cradle-"7"',
    log,
    measure: async () => measured,
    isOnline: (part) => part === 'camera',
    isConnected: () => true,
  });
  running.push(metrics);
  await metrics.start();
  return measured;
}

it('gives what is known at this moment, in the format of Prometheus, and leaves out what is not', async () => {
  const port = await freePort();
  const measured = await serve({ port }, { disk_free: 2, link_latency: 12 });
  const read = async () => parseMetrics(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  const labels = 'cradle="cradle-\\"7\\""';
  const first = await read();
  expect(first.get(`smart_cradle_frame_rate{${labels}}`)).toBe(9.8);
  expect(first.get(`smart_cradle_disk_free_bytes{${labels}}`)).toBe(2_097_152);
  expect(first.get(`smart_cradle_link_latency_seconds{${labels}}`)).toBe(0.012);
  expect(first.get(`smart_cradle_part_online{part="camera",${labels}}`)).toBe(1);
  expect(first.get(`smart_cradle_part_online{part="servo",${labels}}`)).toBe(0);
  expect([...first.keys()].filter((name) => name.includes('cpu_temperature'))).toEqual([]);
  // The next one is not a scrape late.
  measured.restarts = 5;
  measured.link_latency = null;
  const second = await read();
  expect(second.get(`smart_cradle_part_restarts_total{${labels}}`)).toBe(5);
  expect(second.has(`smart_cradle_link_latency_seconds{${labels}}`)).toBe(false);
});

it('ends the names of counters, and no others, in _total, as promtool wants it', async () => {
  const port = await freePort();
  await serve({ port });
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => ({ name, type }));
  expect(types.filter(({ type }) => type === 'counter').length).toBeGreaterThan(0);
  expect(types.filter(({ name, type }) => name.endsWith('_total') !== (type === 'counter'))).toEqual([]);
});

it('listens nowhere unless a port is set, and then only where it is told', async () => {
  await serve({});
  const port = await freePort();
  await serve({ port, host: '127.0.0.2' });
  expect((await fetch(`http://127.0.0.2:${port}/metrics`)).status).toBe(200);
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow(/fetch failed/);
});

it('says when the port is taken', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  await expect(serve({ port })).rejects.toThrow(/metrics.port \(\d+\): .*EADDRINUSE/);
  other.close();
});
