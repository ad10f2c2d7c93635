import { cradleTopics } from '@smart-cradle/protocol/topics';
import mqtt from 'mqtt';
import sharp from 'sharp';
import type { StartLine } from './start-line.ts';

export interface OriginalCradle {
  /** What it measures now. */
  baby: { temperature: string; direction: string; status: 'Crying' | 'Silent'; probability: number };
  /** Changes one of its settings, as the rules keep them. */
  set(name: string, value: string): Promise<void>;
  /** Stops measuring, and is forgotten. */
  end(): Promise<void>;
}

/** A cradle that speaks the original protocol only, with readings that a test chooses: one a second, and a picture. */
export async function originalCradle({ mqtt: broker }: StartLine, uuid: string): Promise<OriginalCradle> {
  const { url, username, password } = broker;
  const topics = cradleTopics(uuid);
  const client = await mqtt.connectAsync(url, { username, password, protocolVersion: 4 });
  const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#88a' } })
    .jpeg({ quality: 80 })
    .toBuffer();
  const baby: OriginalCradle['baby'] = {
    temperature: '36.5',
    direction: '정면 유지 중',
    status: 'Silent',
    probability: 0.04,
  };
  const publishing = setInterval(() => {
    const { temperature, direction, status, probability } = baby;
    client.publish(topics.temperature, JSON.stringify({ temperature }));
    client.publish(topics.direction, JSON.stringify({ direction }));
    client.publish(topics.crying, JSON.stringify({ status, probability }));
    client.publish(topics.frame, JSON.stringify({ frame: picture.toString('base64') }));
  }, 1000);
  return {
    baby,
    set: async (name, value) => {
      await client.publishAsync(`cradle/${uuid}/settings/${name}/set`, value, { qos: 1 });
    },
    end: async () => {
      clearInterval(publishing);
      await client.publishAsync(topics.command, JSON.stringify({ action: 'forget' }), { qos: 1 });
      await client.endAsync();
    },
  };
}
