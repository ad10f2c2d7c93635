import type { Language } from '@smart-cradle/protocol/language';
import { houseTopics } from '@smart-cradle/protocol/topics';
import mqtt from 'mqtt';
import type { Broker } from './broker.ts';

/** Tells agents and rules in which language the house names its entities. */
export async function tellLanguage(broker: Broker, language: Language): Promise<void> {
  const { url, protocolVersion, users } = broker;
  const client = await mqtt.connectAsync(url, { ...users.person, protocolVersion });
  await client.publishAsync(houseTopics.language, language, { qos: 1, retain: true });
  await client.endAsync();
}
