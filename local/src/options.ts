import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, type Language, languageOf } from '@smart-cradle/protocol/language';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_PORT_BASE, PORT_SPAN } from './ports.ts';
import {
  type Camera,
  type Microphone,
  parseCamera,
  parseMicrophone,
  parseSerial,
  type Serial,
} from './real-devices.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the readings come from. */
export type Source =
  | { kind: 'simulated'; scenario: string; speed: number }
  | { kind: 'recording'; folder: string }
  | { kind: 'devices'; serial?: Serial; camera?: Camera; microphone?: Microphone };

/** A broker or database that is already there. */
export interface Existing {
  url: URL;
  username?: string;
  password?: string;
}

export interface Options {
  data: string;
  portBase: number;
  lan: boolean;
  source: Source;
  /** Ours, the house's own, or none. */
  homeAssistant: { kind: 'own' } | { kind: 'house'; url: string; token: string } | { kind: 'none' };
  influxdb: { kind: 'own' } | { kind: 'house'; existing: Existing } | { kind: 'none' };
  broker: { kind: 'own' } | { kind: 'house'; existing: Existing };
  language: Language;
  json: boolean;
  yes: boolean;
}

interface Given {
  data: string;
  portBase: number;
  lan?: true;
  source: string;
  serial?: Serial;
  camera?: Camera;
  microphone?: Microphone;
  scenario?: string;
  speed?: number;
  homeAssistant: boolean;
  influxdb: boolean;
  language?: Language;
  json?: true;
  yes?: true;
}

/** Says which option is wrong, and what would be right. */
export class OptionError extends Error {
  override name = 'OptionError';
}

const DEFAULT_SCENARIO = join(root, 'agent', 'src', 'simulator', 'default-scenario.yaml');

function numberBetween(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };
}

function portBase(text: string): number {
  const value = numberBetween(1024, 65_535 - PORT_SPAN)(text);
  if (Number.isInteger(value)) return value;
  throw new InvalidArgumentError('It must be a whole number.');
}

function folder(text: string): string {
  if (text.trim() !== '') return resolve(text);
  throw new InvalidArgumentError('It must be the path of a folder.');
}

/** Turns the error of a parser into commander's, which adds the option's name. */
function argument<Value>(parse: (text: string) => Value) {
  return (text: string): Value => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
  };
}

export function createCommand(): Command {
  return new Command('npm start --')
    .description(
      'Brings up the whole cradle on this machine: MQTT broker, InfluxDB, Node-RED, Home Assistant, and the agent ' +
        'on a simulated baby. Everything listens on this machine only, and is kept in one data folder.',
    )
    .option('--data <dir>', 'folder for all data, passwords and logs', folder, join(root, 'data'))
    .option(
      '--port-base <number>',
      `the broker listens on this + 1, Node-RED + 2, Home Assistant + 3, InfluxDB + 4 and + 5, the demo phone + ${PORT_SPAN}`,
      portBase,
      DEFAULT_PORT_BASE,
    )
    .option('--lan', 'let other machines reach the broker, Node-RED and Home Assistant (unencrypted)')
    .option(
      '--source <source>',
      'where readings come from: simulated, devices, or a folder of pictures, sounds and temperature.txt',
      'simulated',
    )
    .option(
      '--serial <port>',
      'with --source devices: serial port of the Arduino, such as /dev/ttyACM0, or its USB id, such as 2341:0043',
      argument(parseSerial),
    )
    .option(
      '--camera <device>',
      'with --source devices: /dev/video0, rpicam, or the rtsp:// or http:// address of a network camera',
      argument(parseCamera),
    )
    .option(
      '--microphone <device>',
      'with --source devices: an ALSA device such as plughw:1 or default, pipewire, or an rtsp:// address',
      argument(parseMicrophone),
    )
    .option('--scenario <file>', 'with --source simulated: a YAML file that says what the baby does')
    .option(
      '--speed <factor>',
      'with --source simulated: times faster than life, 1 to 4',
      numberBetween(1, 4),
    )
    .option('--no-home-assistant', 'leave Home Assistant out, and with it dashboard and notifications')
    .option('--no-influxdb', 'leave InfluxDB out, and with it the history')
    .addOption(
      new Option(
        '--language <code>',
        'language of entity names and notifications (default: that of the system)',
      ).choices([...LANGUAGES]),
    )
    .option('--json', 'print one line with addresses and passwords on standard output when all is ready')
    .option('--yes', 'with HASS_URL: make the changes without asking')
    .addHelpText(
      'after',
      `
Environment:
  HASS_URL, HASS_TOKEN  a Home Assistant that is already there, and a long-lived access token of an administrator;
                        what would be changed in it is shown, and asked, before anything is
  MQTT_URL              a broker that is already there: mqtt://user:password@host:1883
  INFLUX_URL            an InfluxDB 1.x that is already there: http://user:password@host:8086

Ctrl-C stops everything in order; the next start finds it as it was.
For scripts: npm start --silent -- --json (--silent keeps npm's own lines off standard output).`,
    );
}

function sourceOf(given: Given): Source {
  const simulatedOnly = { '--scenario': given.scenario, '--speed': given.speed };
  const devicesOnly = {
    '--serial': given.serial,
    '--camera': given.camera,
    '--microphone': given.microphone,
  };
  const refuse = (options: Record<string, unknown>, source: string) => {
    const wrong = Object.keys(options).find((name) => options[name] !== undefined);
    if (wrong)
      throw new OptionError(`${wrong} goes only with --source ${source}, not with --source ${given.source}.`);
  };
  if (given.source === 'simulated') {
    refuse(devicesOnly, 'devices');
    const scenario = given.scenario === undefined ? DEFAULT_SCENARIO : resolve(given.scenario);
    if (given.scenario !== undefined && !existsSync(scenario)) {
      throw new OptionError(`--scenario ${given.scenario}: there is no such file.`);
    }
    return { kind: 'simulated', scenario, speed: given.speed ?? 1 };
  }
  refuse(simulatedOnly, 'simulated');
  if (given.source === 'devices') {
    const { serial, camera, microphone } = given;
    if (!serial && !camera && !microphone) {
      throw new OptionError('--source devices needs at least one of --serial, --camera and --microphone.');
    }
    return {
      kind: 'devices',
      ...(serial ? { serial } : {}),
      ...(camera ? { camera } : {}),
      ...(microphone ? { microphone } : {}),
    };
  }
  refuse(devicesOnly, 'devices');
  const folder = resolve(given.source);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new OptionError(
      `--source ${given.source}: it must be simulated, devices, or a folder, and there is no such folder.`,
    );
  }
  return { kind: 'recording', folder };
}

function decoded(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new OptionError(
      `${name}: a % in the user or the password is written as %25, and other special characters in the same way.`,
    );
  }
}

function existing(name: string, text: string, protocols: readonly string[]): Existing {
  if (!URL.canParse(text))
    throw new OptionError(
      `${name}: it must be an address such as ${protocols[0]}//host:port; in front of the host, special characters of user and password are percent-encoded (@ is %40).`,
    );
  const url = new URL(text);
  if (!protocols.includes(url.protocol) || !url.hostname) {
    throw new OptionError(`${name}: it must start with ${protocols.join('// or ')}//.`);
  }
  const username = decoded(name, url.username);
  const password = decoded(name, url.password);
  url.username = '';
  url.password = '';
  return { url, ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

/** Shorter secrets stay in the logs: to take a common word out of all lines would make them unreadable. */
const SHORTEST_SECRET = 6;

/** The secrets in the options, for keeping them out of logs: as they are, and as they stand in an address. */
export function givenSecrets({ broker, influxdb, homeAssistant, source }: Options): string[] {
  const addresses = source.kind === 'devices' ? [source.camera?.url, source.microphone?.device] : [];
  const inAddresses = addresses.flatMap((text) =>
    text !== undefined && URL.canParse(text) ? [new URL(text).password] : [],
  );
  const secrets = [
    ...[broker, influxdb].flatMap((part) => (part.kind === 'house' ? (part.existing.password ?? []) : [])),
    ...(homeAssistant.kind === 'house' ? [homeAssistant.token] : []),
    ...inAddresses,
  ];
  return secrets
    .flatMap((secret) => [...new Set([secret, encodeURIComponent(secret)])])
    .filter((secret) => secret.length >= SHORTEST_SECRET);
}

function homeAssistantOf(given: Given, environment: NodeJS.ProcessEnv): Options['homeAssistant'] {
  const { HASS_URL: url, HASS_TOKEN: token } = environment;
  if (!given.homeAssistant) return { kind: 'none' };
  if (!url) return { kind: 'own' };
  if (!token) {
    throw new OptionError(
      'HASS_URL needs HASS_TOKEN: a long-lived access token, made in Home Assistant under your profile, Security.',
    );
  }
  // Somebody who copies it from the browser has a page of it in there too.
  const { origin } = existing('HASS_URL', url, ['http:', 'https:']).url;
  return { kind: 'house', url: origin, token };
}

/**
 * What shall run, from the command line (without `node` and the script) and the environment.
 * @throws OptionError with a sentence for the user.
 */
export function readOptions(
  command: Command,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Options {
  command.parse([...args], { from: 'user' });
  const given = command.opts<Given>();
  const { MQTT_URL: mqttUrl, INFLUX_URL: influxUrl } = environment;
  const influxdb: Options['influxdb'] = !given.influxdb
    ? { kind: 'none' }
    : influxUrl
      ? { kind: 'house', existing: existing('INFLUX_URL', influxUrl, ['http:']) }
      : { kind: 'own' };
  return {
    data: given.data,
    portBase: given.portBase,
    lan: given.lan ?? false,
    source: sourceOf(given),
    homeAssistant: homeAssistantOf(given, environment),
    influxdb,
    broker: mqttUrl ? { kind: 'house', existing: existing('MQTT_URL', mqttUrl, ['mqtt:']) } : { kind: 'own' },
    language: given.language ?? languageOf(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG),
    json: given.json ?? false,
    yes: given.yes ?? false,
  };
}
