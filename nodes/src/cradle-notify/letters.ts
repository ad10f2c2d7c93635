import { NOTIFY_TARGET_PATTERN } from '@smart-cradle/protocol/recipients';
import type { Notification } from './notification.ts';
import type { Call, Letter } from './outbox.ts';
import type { Member, NotifyServices } from './recipients.ts';

/** What a letter is about, and how it is sent. */
export interface Sending {
  /** Unique. */
  id: string;
  /** The alert that it tells of while that lasts; null: news of another kind. */
  about: string | null;
  /** Takes away what stands there. */
  clears?: boolean;
  /** Milliseconds since 1970 UTC before which it is not sent. */
  notBefore?: number;
}

/** What somebody reads of it at a moment, in milliseconds since 1970 UTC. */
export type Writing = (now: number) => Notification;

/** The first notify service that sends mail is the house's. */
const MAIL = /mail|smtp|sendgrid|mailgun/;

function texts({ title, message }: Notification): Record<string, unknown> {
  return { ...(title ? { title } : {}), message };
}

/** A notify service of its own, or an entity. */
function plainCall(target: string, notification: Notification, services: NotifyServices | undefined): Call {
  return services?.services.has(target)
    ? { action: target, data: texts(notification) }
    : { action: 'notify.send_message', target: { entity_id: target }, data: texts(notification) };
}

function pushCall(
  { kind, target }: Member,
  notification: Notification,
  { id, clears }: Sending,
  services: NotifyServices | undefined,
): Call {
  if (kind !== 'companion_app') return plainCall(target, notification, services);
  const { data } = notification;
  return {
    action: target,
    data: { ...texts(notification), data: clears ? data : { ...data, smart_cradle_call: id } },
  };
}

/** undefined: the recipient does not get it. */
export function pushLetter(
  member: Member,
  write: Writing,
  sending: Sending,
  now: number,
  services: NotifyServices | undefined,
): Letter | undefined {
  if (member.settings.push === 'OFF') return undefined;
  const { id, about, clears = false, notBefore = 0 } = sending;
  // Only the companion app can take something back, and only it keeps quiet when it is told to.
  if (member.kind !== 'companion_app' && about === null) return undefined;
  return {
    id,
    to: member.id,
    tag: write(now).data.tag,
    write: (at) => pushCall(member, write(at), sending, services),
    clears,
    about,
    notBefore,
  };
}

/** @returns `no_service` when the recipient wants mail that nobody can send; undefined when none is wanted. */
export function mailLetter(
  member: Member,
  write: Writing,
  { id, about, notBefore = 0 }: Sending,
  now: number,
  services: NotifyServices | undefined,
): Letter | 'no_service' | undefined {
  const { email, email_address } = member.settings;
  if (email === 'OFF') return undefined;
  const call = (): ((notification: Notification) => Call) | undefined => {
    // Home Assistant has an entity for each mailbox since 2026.
    if (NOTIFY_TARGET_PATTERN.test(email_address)) return (one) => plainCall(email_address, one, services);
    const action = [...(services?.services ?? [])].find((name) => MAIL.test(name));
    const target = email_address ? { target: [email_address] } : {};
    return action ? (one) => ({ action, data: { ...texts(one), ...target } }) : undefined;
  };
  const make = call();
  if (!make) return 'no_service';
  const tag = `${write(now).data.tag}-mail`;
  return { id, to: member.id, tag, write: (at) => make(write(at)), clears: false, about, notBefore };
}
