import { pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { Credentials } from '../credentials.ts';

export type Right = 'read' | 'write' | 'readwrite';

/** A user of the broker, with no more rights than the part needs. */
export interface BrokerUser {
  username: string;
  password: string;
  access: readonly { right: Right; filter: string }[];
}

export interface BrokerUsers {
  /** The agent: its own cradle, and no other. */
  agent: BrokerUser;
  /** The rules in Node-RED: all cradles of the house. */
  rules: BrokerUser;
  /** Home Assistant: sees all, commands; it also clears what it discovered when a user removes a device. */
  homeAssistant: BrokerUser;
  /** The person: everything, and cradles of their own that speak the original protocol. */
  person: BrokerUser;
}

const to = (right: Right, ...filters: string[]) => filters.map((filter) => ({ right, filter }));

export function brokerUsers(uuid: string, passwords: Credentials['mqtt']): BrokerUsers {
  const cradle = cradleTopics(uuid).availability.replace(/\/availability$/, '/#');
  return {
    agent: {
      username: 'agent',
      password: passwords.agent,
      access: [
        ...to('readwrite', cradle, `homeassistant/device/${uuid}/config`),
        ...to('read', 'homeassistant/status', 'smart-cradle/#'),
      ],
    },
    rules: {
      username: 'rules',
      password: passwords.rules,
      access: [
        ...to('readwrite', 'cradle/#', 'smart-cradle/#', 'homeassistant/device/+/config'),
        ...to('read', 'homeassistant/status'),
      ],
    },
    homeAssistant: {
      username: 'homeassistant',
      password: passwords.homeAssistant,
      access: [
        ...to('readwrite', 'homeassistant/#'),
        ...to('read', '#'),
        ...to(
          'write',
          'cradle/+/servo',
          'cradle/+/command',
          'cradle/+/settings/+/set',
          'cradle/+/snapshot/set',
        ),
        ...to('write', 'smart-cradle/recipient/+/settings/+/set'),
      ],
    },
    person: {
      username: 'smart-cradle',
      password: passwords.person,
      access: [...to('readwrite', '#'), ...to('read', '$SYS/#')],
    },
  };
}

const ITERATIONS = 101;
const KEY_BYTES = 64;

/** A line of Mosquitto's password file: PBKDF2 with SHA-512, as `mosquitto_passwd` writes it. */
export function passwordLine({ username, password }: BrokerUser, salt = randomBytes(12)): string {
  const hash = pbkdf2Sync(password, salt, ITERATIONS, KEY_BYTES, 'sha512');
  return `${username}:$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Whether the password is the one of that line. */
export function passwordMatches(line: string, password: Uint8Array): boolean {
  const [, , kind, iterations, salt, hash] = line.split(/[:$]/);
  if (kind !== '7' || !salt || !hash) return false;
  const wanted = Buffer.from(hash, 'base64');
  const given = pbkdf2Sync(
    password,
    Buffer.from(salt, 'base64'),
    Number(iterations),
    wanted.length,
    'sha512',
  );
  return timingSafeEqual(wanted, given);
}

/** Mosquitto's access list. */
export function accessFile(users: readonly BrokerUser[]): string {
  return users
    .map(({ username, access }) =>
      [`user ${username}`, ...access.map(({ right, filter }) => `topic ${right} ${filter}`), ''].join('\n'),
    )
    .join('\n');
}

/** Whether a topic matches a filter with `+` and `#`; wildcards at the start leave topics that begin with `$` out. */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && (wanted[0] === '#' || wanted[0] === '+')) return false;
  for (const [place, level] of wanted.entries()) {
    if (level === '#') return true;
    if (place >= levels.length || (level !== '+' && level !== levels[place])) return false;
  }
  return wanted.length === levels.length;
}

export function mayDo(access: BrokerUser['access'], wanted: 'read' | 'write', topic: string): boolean {
  return access.some(
    ({ right, filter }) => (right === 'readwrite' || right === wanted) && topicMatches(filter, topic),
  );
}
