import { join } from 'node:path';
import { type Context, LOOPBACK, listenHost } from '../context.ts';
import { answers, untilTrue } from '../waiting.ts';
import type { Broker } from './broker.ts';
import type { Influx } from './influxdb.ts';

/** How a person reaches the editor. */
export interface NodeRed {
  url: string;
  username: string;
  password: string;
}

export const NODE_RED_USER = 'smart-cradle';
const TITLE = 'Node-RED';
const CARDS = join(import.meta.dirname, '..', '..', '..', 'lovelace-cards', 'dist');
const MAIN = join(import.meta.dirname, '..', '..', '..', 'flows', 'src', 'main.ts');

/** Home Assistant's media browser serves the folder `media` of its configuration as `local`. */
function picturesOf({ options, path }: Context): Record<string, string> {
  if (options.homeAssistant.kind !== 'own') return {};
  return {
    SMART_CRADLE_PICTURES_DIR: path('home-assistant', 'media', 'smart-cradle'),
    SMART_CRADLE_PICTURES_URL: 'media-source://media_source/local/smart-cradle',
  };
}

/** The rules, the history and the notifications: Node-RED with our flows. */
export async function startNodeRed(
  context: Context,
  broker: Broker,
  influx: Influx | undefined,
  homeAssistant: { url: string; token: string } | undefined,
): Promise<NodeRed> {
  const { supervisor, ports, credentials, options, path, say } = context;
  const { password, credentialSecret, historyToken } = credentials.nodeRed;
  const url = `http://${LOOPBACK}:${ports.nodeRed}`;
  const healthy = (signal: AbortSignal) => answers(`${url}/smart-cradle/health`, [200], signal);
  await supervisor.start({
    part: 'node-red',
    title: TITLE,
    command: process.execPath,
    args: [MAIN],
    environment: {
      NODE_RED_HOST: listenHost(options),
      NODE_RED_PORT: String(ports.nodeRed),
      NODE_RED_USER_DIR: path('node-red'),
      NODE_RED_USERNAME: NODE_RED_USER,
      NODE_RED_PASSWORD: password,
      NODE_RED_CREDENTIAL_SECRET: credentialSecret,
      MQTT_HOST: broker.host,
      MQTT_PORT: String(broker.port),
      MQTT_USERNAME: broker.users.rules.username,
      MQTT_PASSWORD: broker.users.rules.password,
      MQTT_PROTOCOL_VERSION: String(broker.protocolVersion),
      INFLUX_HOST: influx?.host,
      INFLUX_PORT: influx && String(influx.port),
      INFLUX_DATABASE: influx?.database,
      INFLUX_USERNAME: influx?.rules.username,
      INFLUX_PASSWORD: influx?.rules.password,
      HA_URL: homeAssistant?.url,
      HA_TOKEN: homeAssistant?.token,
      SMART_CRADLE_HISTORY_TOKEN: historyToken,
      SMART_CRADLE_CARDS_DIR: options.homeAssistant.kind === 'house' ? CARDS : undefined,
      ...picturesOf(context),
      SMART_CRADLE_LANGUAGE: options.language,
      SMART_CRADLE_SPEED: options.source.kind === 'simulated' ? String(options.source.speed) : undefined,
    },
    ready: (ended) => untilTrue(healthy, ended),
    alive: healthy,
    readyLimit: 60_000,
    stopLimit: 10_000,
  });
  say(TITLE, `ready on port ${ports.nodeRed}`);
  return { url, username: NODE_RED_USER, password };
}
