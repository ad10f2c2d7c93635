import { z } from 'zod';
import { request } from './rest.ts';
import type { SetUpStep } from './set-up-step.ts';

export interface BrokerLogin {
  /** As Home Assistant reaches it. */
  host: string;
  port: number;
  username?: string;
  password?: string;
  protocolVersion: 4 | 5;
}

const entries = z.array(z.looseObject({ entry_id: z.string(), domain: z.string() }));
const flow = z.looseObject({
  flow_id: z.string(),
  type: z.string(),
  errors: z.record(z.string(), z.string()).nullish(),
  reason: z.string().optional(),
});

/** The id of the entry of Home Assistant's MQTT integration; undefined when there is none. */
export async function findMqttEntry(url: string, token: string): Promise<string | undefined> {
  const answer = await request(url, '/api/config/config_entries/entry?domain=mqtt', { token });
  return entries.parse(answer)[0]?.entry_id;
}

function brokerForm({ host, port, username, password, protocolVersion }: BrokerLogin) {
  return {
    broker: host,
    port,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    protocol: protocolVersion === 5 ? '5' : '3.1.1',
    other_settings: { set_client_cert: false, set_ca_cert: 'off' },
  };
}

/** Goes through the configuration flow, whose one page is the broker. @throws Error when it is refused. */
async function sendBroker(url: string, token: string, login: BrokerLogin, entry?: string): Promise<void> {
  const path = '/api/config/config_entries/flow';
  const begun = flow.parse(
    await request(url, path, { token, json: { handler: 'mqtt', ...(entry ? { entry_id: entry } : {}) } }),
  );
  const { type, errors, reason } = flow.parse(
    await request(url, `${path}/${begun.flow_id}`, { token, json: brokerForm(login) }),
  );
  if (type === 'create_entry' || reason === 'reconfigure_successful') return;
  const why = Object.values(errors ?? {}).join(', ') || reason || type;
  throw new Error(`Home Assistant does not take the MQTT broker ${login.host}:${login.port}: ${why}.`);
}

/**
 * The MQTT integration with our broker.
 * @param isKnown whether the entry that is there was made with this very login, as far as is remembered: Home Assistant
 *   tells nobody what stands in it
 */
export function mqttEntry(url: string, token: string, login: BrokerLogin, isKnown: boolean): SetUpStep {
  const address = `${login.host}:${login.port}`;
  return {
    change: {
      en: `The MQTT integration is connected with the broker ${address}.`,
      ko: `MQTT 통합구성요소를 브로커 ${address}에 연결합니다.`,
    },
    isNeeded: async () => !isKnown || (await findMqttEntry(url, token)) === undefined,
    make: async () => sendBroker(url, token, login, await findMqttEntry(url, token)),
  };
}
