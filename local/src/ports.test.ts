import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from '../../agent/test/mosquitto.ts';
import { planPorts, takenPorts } from './ports.ts';

it('gives each part a port of its own after the base', () => {
  const ports = planPorts(20_000);
  expect(ports).toMatchObject({ broker: 20_001, nodeRed: 20_002, homeAssistant: 20_003, phone: 20_006 });
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
});

it.each(['127.0.0.1', '0.0.0.0'])(
  'names the port that another program on %s has, and whose it would be',
  async (host) => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('not listening');
    const ports = { ...planPorts(20_000), nodeRed: address.port, broker: await freePort() };
    try {
      const sentences = await takenPorts(ports, ['broker', 'nodeRed'], () => '127.0.0.1');
      expect(sentences).toEqual([
        `Port ${address.port}, meant for Node-RED, is in use by another program: stop that program, or choose other ports with --port-base.`,
      ]);
      expect(await takenPorts(ports, ['broker'], () => '127.0.0.1')).toEqual([]);
    } finally {
      server.close();
    }
  },
);
