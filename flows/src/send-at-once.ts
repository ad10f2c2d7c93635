import type { EventEmitter } from 'node:events';

interface Client extends EventEmitter {
  stream?: unknown;
}

function isClient(value: unknown): value is Client {
  return typeof value === 'object' && value !== null && 'on' in value && typeof value.on === 'function';
}

/** The clients that are set already: a deploy that leaves the broker alone keeps its client. */
const known = new WeakSet<Client>();

function setNoDelay({ stream }: Client): void {
  if (typeof stream !== 'object' || stream === null || !('setNoDelay' in stream)) return;
  if (typeof stream.setNoDelay === 'function') stream.setNoDelay(true);
}

/**
 * Has Node-RED's broker node send small messages at once. Otherwise an alert's second message waits some 40 ms for the
 * broker to acknowledge the first (Nagle's algorithm).
 *
 * @param broker The broker's configuration node.
 */
export function sendAtOnce(broker: unknown): void {
  const client =
    typeof broker === 'object' && broker !== null && 'client' in broker ? broker.client : undefined;
  if (!isClient(client) || known.has(client)) return;
  known.add(client);
  client.on('connect', () => setNoDelay(client));
  setNoDelay(client);
}
