import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { cardResource, cradleDashboard, DASHBOARD_PATH } from '@smart-cradle/homeassistant/dashboard';
import {
  isAccepted,
  logIn,
  makeLongLivedToken,
  makeOwner,
  openConnection,
  waitsForOwner,
} from '@smart-cradle/homeassistant/login';
import { type BrokerLogin, findMqttEntry, mqttEntry } from '@smart-cradle/homeassistant/mqtt-entry';
import { nodeRedUser } from '@smart-cradle/homeassistant/node-red-user';
import { request } from '@smart-cradle/homeassistant/rest';
import type { SetUpStep } from '@smart-cradle/homeassistant/set-up-step';
import { type Context, LOOPBACK } from '../../context.ts';
import { type Credentials, saveCredentials } from '../../credentials.ts';
import { SetupError } from '../../setup-error.ts';
import type { Broker } from '../broker.ts';

/** Home Assistant as the rest of the stack uses it. */
export interface House {
  url: string;
  /** Of the person; null when the house has users of its own. */
  username: string | null;
  password: string | null;
  token: string;
  nodeRedToken: string;
  dashboardUrl: string;
  /** What a person still has to do there. */
  leftToDo: string[];
}

const TITLE = 'Home Assistant';
const OWNER = 'parent';
const OWNER_NAMES = { en: 'Parent', ko: '보호자' } as const;
const CARDS_ENTRY = 'smart-cradle-cards.js';
const CARDS = join(import.meta.dirname, '..', '..', '..', '..', 'lovelace-cards', 'dist', CARDS_ENTRY);

function fingerprint(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 12);
}

/** Sees to it that there is an owner and a token of theirs. @returns the token. */
async function ownToken(context: Context, url: string): Promise<string> {
  const { credentials, options, say } = context;
  const { password, token } = credentials.homeAssistant;
  const account = { username: OWNER, password };
  let access: string;
  if (await waitsForOwner(url)) {
    say(TITLE, `making the user ${OWNER}`);
    const { language } = options;
    access = await makeOwner(url, { ...account, name: OWNER_NAMES[language], language });
  } else if (token && (await isAccepted(url, token))) {
    return token;
  } else {
    access = await logIn(url, account);
  }
  const made = await makeLongLivedToken(url, access, 'Smart Cradle');
  await keep(context, { token: made });
  return made;
}

async function keep(
  { credentials, path }: Context,
  known: Partial<Credentials['homeAssistant']>,
): Promise<void> {
  Object.assign(credentials.homeAssistant, known);
  await saveCredentials(path('credentials.json'), credentials);
}

/** Home Assistant takes a package only as a file in its configuration, which no interface of it writes. */
async function packageIsMissing(url: string, token: string): Promise<boolean> {
  const domains = (await request(url, '/api/services', { token })) as { domain: string; services: object }[];
  const commands = domains.find(({ domain }) => domain === 'rest_command');
  return !Object.hasOwn(commands?.services ?? {}, 'smart_cradle_history');
}

const PACKAGE_MISSING =
  'In that Home Assistant the package is missing, so the cards have no long history, and nothing rings when the rules themselves die: docs/home-assistant.md says how to add it.';

/** The address of this machine on the way to another one, which is where that one reaches us. */
function addressTowards(url: string): Promise<string> {
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || (protocol === 'https:' ? 443 : 80)), hostname);
    socket.once('error', (error) =>
      reject(new SetupError(`HASS_URL: nobody answers at ${url}: ${error.message}.`)),
    );
    socket.once('connect', () => {
      const { localAddress = LOOPBACK } = socket;
      socket.destroy();
      resolve(localAddress.replace(/^::ffff:/, ''));
    });
  });
}

/** Tells what would be changed, and asks. @throws SetupError when the answer is no. */
async function askFor({ options }: Context, steps: readonly SetUpStep[], url: string): Promise<void> {
  const list = steps.map(({ change }) => `  - ${change[options.language]}`).join('\n');
  const question = {
    en: `In the Home Assistant at ${url} this would be changed:`,
    ko: `${url}의 Home Assistant에서 다음이 바뀝니다:`,
  };
  process.stderr.write(`\n${question[options.language]}\n${list}\n`);
  if (options.yes) return;
  if (!process.stdin.isTTY) {
    throw new SetupError('Nothing was changed: nobody can be asked here. Start with --yes to agree.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ask = { en: 'Change it? [y/N] ', ko: '바꿀까요? [y/N] ' };
  const answer = await terminal.question(ask[options.language]);
  terminal.close();
  if (!/^(y|yes|예|네)$/i.test(answer.trim())) throw new SetupError('Nothing was changed in Home Assistant.');
}

/** The broker as Home Assistant reaches it, and whether the entry that is there is left alone. */
async function brokerFor(
  context: Context,
  broker: Broker,
  url: string,
  token: string,
): Promise<{ login: BrokerLogin; leave: boolean }> {
  const { options } = context;
  const login = { ...broker.users.homeAssistant, port: broker.port, protocolVersion: broker.protocolVersion };
  if (options.homeAssistant.kind === 'own' || options.broker.kind === 'house')
    return {
      login: { ...login, host: broker.host },
      leave: options.homeAssistant.kind === 'house' && (await findMqttEntry(url, token)) !== undefined,
    };
  if (await findMqttEntry(url, token)) {
    throw new SetupError(
      'The Home Assistant in HASS_URL already has an MQTT broker: name it in MQTT_URL (mqtt://user:password@host), so that the cradle uses the same one.',
    );
  }
  const host = await addressTowards(url);
  if (host !== LOOPBACK && !options.lan) {
    throw new SetupError(
      'The Home Assistant in HASS_URL runs on another machine, which cannot reach the broker here: add --lan, or name a broker in MQTT_URL.',
    );
  }
  return { login: { ...login, host }, leave: false };
}

/**
 * Puts into Home Assistant what the cradle needs, through its own interfaces. In the house's own one nothing is changed
 * before somebody has said yes.
 * @param url of our own Home Assistant; the house's stands in the options
 */
export async function setUpHouse(context: Context, url: string, broker: Broker): Promise<House> {
  const { credentials, options, ports, say } = context;
  const isOurs = options.homeAssistant.kind === 'own';
  const token =
    options.homeAssistant.kind === 'house' ? options.homeAssistant.token : await ownToken(context, url);
  if (!isOurs && !(await isAccepted(url, token))) {
    throw new SetupError(`HASS_TOKEN: the Home Assistant at ${url} does not accept it.`);
  }
  const { login, leave } = await brokerFor(context, broker, url, token);
  const brokerMark = fingerprint(JSON.stringify(login));
  const cards = isOurs
    ? `/local/smart-cradle/${CARDS_ENTRY}`
    : `http://${await addressTowards(url)}:${ports.nodeRed}/smart-cradle/cards/${CARDS_ENTRY}`;

  const connection = await openConnection(url, token);
  try {
    const steps: SetUpStep[] = [
      ...(leave ? [] : [mqttEntry(url, token, login, credentials.homeAssistant.brokerMark === brokerMark)]),
      nodeRedUser(url, connection, credentials.homeAssistant.nodeRedToken, (nodeRedToken) =>
        keep(context, { nodeRedToken }),
      ),
      cardResource(connection, cards, fingerprint(readFileSync(CARDS))),
      cradleDashboard(connection, options.language),
    ];
    const needed: SetUpStep[] = [];
    for (const step of steps) if (await step.isNeeded()) needed.push(step);
    if (!isOurs && needed.length > 0) await askFor(context, needed, url);
    for (const step of needed) {
      say(TITLE, step.change[options.language]);
      await step.make();
    }
    if (!leave) await keep(context, { brokerMark });
  } finally {
    connection.close();
  }
  const { nodeRedToken, password } = credentials.homeAssistant;
  if (!nodeRedToken) throw new Error('Node-RED has no token for Home Assistant');
  return {
    url,
    username: isOurs ? OWNER : null,
    password: isOurs ? password : null,
    token,
    nodeRedToken,
    dashboardUrl: `${url}/${DASHBOARD_PATH}/0`,
    leftToDo: !isOurs && (await packageIsMissing(url, token)) ? [PACKAGE_MISSING] : [],
  };
}
