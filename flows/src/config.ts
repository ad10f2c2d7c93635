import { resolve } from 'node:path';
import { LANGUAGES } from '@smart-cradle/protocol/language';
import { explainIssues } from '@smart-cradle/protocol/parse-message';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const filled = z.string().trim().min(1);

const environment = z
  .object({
    NODE_RED_HOST: filled.default('127.0.0.1'),
    NODE_RED_PORT: port.default(1880),
    NODE_RED_USER_DIR: filled.default('data/node-red'),
    NODE_RED_USERNAME: filled.default('admin'),
    NODE_RED_PASSWORD: z.string().min(8),
    NODE_RED_CREDENTIAL_SECRET: z.string().min(16),
    MQTT_HOST: filled.default('127.0.0.1'),
    MQTT_PORT: port.default(1883),
    MQTT_USERNAME: filled.optional(),
    MQTT_PASSWORD: z.string().optional(),
    /** 5, or 4 for MQTT 3.1.1. */
    MQTT_PROTOCOL_VERSION: z.enum(['4', '5']).default('5'),
    INFLUX_HOST: filled.optional(),
    INFLUX_PORT: port.default(8086),
    INFLUX_DATABASE: filled.default('smart_cradle'),
    INFLUX_USERNAME: filled.optional(),
    INFLUX_PASSWORD: z.string().optional(),
    HA_URL: z.url({ protocol: /^https?$/ }).optional(),
    HA_TOKEN: filled.optional(),
    SMART_CRADLE_HISTORY_TOKEN: z.string().min(16).optional(),
    /** A folder with the built cards, served for a Home Assistant that has no copy of them. */
    SMART_CRADLE_CARDS_DIR: filled.optional(),
    /** Where pictures are kept, and what their addresses begin with: what Home Assistant's media browser serves. */
    SMART_CRADLE_PICTURES_DIR: filled.optional(),
    SMART_CRADLE_PICTURES_URL: filled.optional(),
    SMART_CRADLE_LANGUAGE: z.enum(LANGUAGES).default('en'),
    SMART_CRADLE_SPEED: z.coerce.number().min(1).max(4).default(1),
  })
  .refine((env) => (env.HA_URL === undefined) === (env.HA_TOKEN === undefined), {
    path: ['HA_TOKEN'],
    message: 'HA_URL and HA_TOKEN belong together: give both or none',
  });

export type Environment = z.output<typeof environment>;

/** Names whose value never stands in an error. */
const SECRET = /PASSWORD|SECRET|TOKEN/;

/**
 * The configuration from environment variables; an empty variable counts as absent.
 * @throws Error that names every wrong variable, without the value of a secret.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) {
    const shown = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, SECRET.test(name) ? '…' : value]),
    );
    throw new Error(`Wrong configuration: ${explainIssues(result.error, shown)}`);
  }
  return { ...result.data, NODE_RED_USER_DIR: resolve(result.data.NODE_RED_USER_DIR) };
}

/** The variables that stand as `${NAME}` in the flows, each with a value, defaults included. */
export function flowVariables(env: Environment): Record<string, string> {
  const names = [
    'MQTT_HOST',
    'MQTT_PORT',
    'MQTT_USERNAME',
    'MQTT_PASSWORD',
    'MQTT_PROTOCOL_VERSION',
    'INFLUX_HOST',
    'INFLUX_PORT',
    'INFLUX_DATABASE',
    'INFLUX_USERNAME',
    'INFLUX_PASSWORD',
    'HA_URL',
    'HA_TOKEN',
    'SMART_CRADLE_HISTORY_TOKEN',
    'SMART_CRADLE_PICTURES_DIR',
    'SMART_CRADLE_PICTURES_URL',
    'SMART_CRADLE_LANGUAGE',
    'SMART_CRADLE_SPEED',
  ] as const;
  return Object.fromEntries(names.map((name) => [name, String(env[name] ?? '')]));
}
