import type { Language } from '@smart-cradle/protocol/language';
import { parseValue } from '@smart-cradle/protocol/parse-message';
import {
  defaultRecipientSettings,
  isRecipientSettingName,
  RECIPIENT_SETTINGS,
  type Recipient,
  type RecipientSettings,
} from '@smart-cradle/protocol/recipients';

/** One who is told, with what they have set. */
export interface Member {
  id: string;
  name: string;
  kind: Recipient['kind'];
  /** `notify.mobile_app_*`, or another notify service or entity. */
  target: string;
  settings: RecipientSettings;
}

/** Everybody who is told, and who does not want to be. Kept on disk. */
export interface Book {
  members: readonly Member[];
  /** Targets that have left: a phone that is merely there does not come back by itself. */
  left: readonly string[];
}

export const EMPTY_BOOK: Book = { members: [], left: [] };

/** What Home Assistant has to tell somebody with. */
export interface NotifyServices {
  /** `notify.mobile_app_*`, sorted. */
  phones: readonly string[];
  /** Every service of the domain notify. */
  services: ReadonlySet<string>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const COMPANION_APP = /^mobile_app_[a-z0-9_]+$/;

/** Reads Home Assistant's answer to `get_services`; undefined: this is no list of services. */
export function readServices(answer: unknown): NotifyServices | undefined {
  if (!isRecord(answer)) return undefined;
  const { notify } = answer;
  if (notify === undefined) {
    return 'homeassistant' in answer ? { phones: [], services: new Set() } : undefined;
  }
  if (!isRecord(notify)) return undefined;
  const names = Object.keys(notify).sort();
  return {
    phones: names.filter((name) => COMPANION_APP.test(name)).map((name) => `notify.${name}`),
    services: new Set(names.map((name) => `notify.${name}`)),
  };
}

function kindOf(target: string): Recipient['kind'] {
  return COMPANION_APP.test(target.slice('notify.'.length)) ? 'companion_app' : 'notify';
}

function idOf(target: string, taken: ReadonlySet<string>): string {
  const base = target.replace(/^notify\.(mobile_app_)?/, '').slice(0, 60);
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}_${n}`;
  return id;
}

/** `notify.mobile_app_minas_phone` → `minas phone`, until somebody says better. */
function nameOf(target: string): string {
  return target.replace(/^notify\.(mobile_app_)?/, '').replaceAll('_', ' ');
}

export function memberOf(book: Book, target: string): Member | undefined {
  return book.members.find((member) => member.target === target);
}

/** Makes a target one who is told; one who already is keeps their settings. */
export function join(book: Book, target: string, name: string | undefined, language: Language): Book {
  const left = book.left.filter((one) => one !== target);
  const known = memberOf(book, target);
  if (known) {
    const members = book.members.map((one) => (one === known && name ? { ...one, name } : one));
    return { members, left };
  }
  const taken = new Set(book.members.map(({ id }) => id));
  const member: Member = {
    id: idOf(target, taken),
    name: name ?? nameOf(target),
    kind: kindOf(target),
    target,
    settings: defaultRecipientSettings(language),
  };
  return { members: [...book.members, member], left };
}

export function leave(book: Book, id: string): Book {
  const member = book.members.find((one) => one.id === id);
  if (!member) return book;
  return {
    members: book.members.filter((one) => one !== member),
    left: [...new Set([...book.left, member.target])],
  };
}

/** Every phone that is there and has not left is told: a phone that was set up must not wait to be asked. */
export function joinPhones(book: Book, phones: readonly string[], language: Language): Book {
  return phones
    .filter((target) => !memberOf(book, target) && !book.left.includes(target))
    .reduce((next, target) => join(next, target, undefined, language), book);
}

/** @returns The book with the setting changed, or a sentence that names what is wrong. */
export function changeSetting(
  book: Book,
  id: string,
  name: string,
  text: string,
): { book: Book } | { reason: string } {
  const member = book.members.find((one) => one.id === id);
  if (!member)
    return { reason: `recipient (${JSON.stringify(id.slice(0, 80))}): there is no such recipient` };
  if (!isRecipientSettingName(name)) {
    return { reason: `${name.slice(0, 80)}: there is no such setting of a recipient` };
  }
  const checked = parseValue(RECIPIENT_SETTINGS[name], text);
  if (!checked.ok) return { reason: checked.reason.replace(/^message/, name) };
  const settings = { ...member.settings, [name]: checked.value };
  return {
    book: { ...book, members: book.members.map((one) => (one === member ? { ...one, settings } : one)) },
  };
}

export function recipientOf({ id, name, kind, target, settings }: Member): Recipient {
  return { id, name, kind, target, language: settings.language, order: settings.order };
}
