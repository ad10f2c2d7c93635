import { createWriteStream, readFileSync } from 'node:fs';
import mqtt from 'mqtt';
import type { StartLine } from './start-line.ts';

/** One MQTT message of the run. */
export interface LoggedMessage {
  topic: string;
  /** The text; of pictures only their size. */
  payload: string;
  retain: boolean;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

/** Writes every message of the broker into a file, a JSON line each. */
export async function recordMessages(
  { url, username, password }: StartLine['mqtt'],
  file: string,
): Promise<{ file: string; stop(): Promise<void> }> {
  const stream = createWriteStream(file);
  const client = await mqtt.connectAsync(url, {
    username,
    password,
    protocolVersion: 5,
    reconnectPeriod: 250,
  });
  client.on('message', (topic, payload, { retain }) => {
    const text = payload.length > 4096 ? `${payload.length} bytes` : payload.toString();
    const message: LoggedMessage = { topic, payload: text, retain, at: Date.now() };
    stream.write(`${JSON.stringify(message)}\n`);
  });
  await client.subscribeAsync('#', { qos: 1 });
  return {
    file,
    stop: async () => {
      await client.endAsync(true);
      stream.end();
    },
  };
}

export function readMessages(file: string): LoggedMessage[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as LoggedMessage);
}
