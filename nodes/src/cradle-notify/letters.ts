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

/** The first notify service that sends mail is the house's. */
const MAIL = /mail|smtp|sendgrid|mailgun/;

function texts({ title, message }: Notification): Record<string, unknown> {
  return { ...(title ? { title } : {}), message };
}

function pushCall(
  { kind, target }: Member,
  notification: Notification,
  { id, clears }: Sending,
  services: NotifyServices | undefined,
): Call {
  if (kind === 'companion_app') {
    const { data } = notification;
    return {
      action: target,
      data: { ...texts(notification), data: clears ? data : { ...data, smart_cradle_call: id } },
    };
  }
  // A service of its own, or an entity.
  return services?.services.has(target)
    ? { action: target, data: texts(notification) }
    : { action: 'notify.send_message', target: { entity_id: target }, data: texts(notification) };
}

/** undefined: the recipient does not get it. */
export function pushLetter(
  member: Member,
  notification: Notification,
  sending: Sending,
  services: NotifyServices | undefined,
): Letter | undefined {
  if (member.settings.push === 'OFF') return undefined;
  const { id, about, clears = false, notBefore = 0 } = sending;
  // Only the companion app can take something back, and only it keeps quiet when it is told to.
  if (member.kind !== 'companion_app' && about === null) return undefined;
  const call = pushCall(member, notification, sending, services);
  return { id, to: member.id, tag: notification.data.tag, call, clears, about, notBefore };
}

/** @returns `no_service` when the recipient wants mail that nobody can send; undefined when none is wanted. */
export function mailLetter(
  member: Member,
  notification: Notification,
  { id, about, notBefore = 0 }: Sending,
  services: NotifyServices | undefined,
): Letter | 'no_service' | undefined {
  const { email, email_address } = member.settings;
  if (email === 'OFF') return undefined;
  const action = [...(services?.services ?? [])].find((name) => MAIL.test(name));
  if (!action) return 'no_service';
  const data = { ...texts(notification), ...(email_address ? { target: [email_address] } : {}) };
  const tag = `${notification.data.tag}-mail`;
  return { id, to: member.id, tag, call: { action, data }, clears: false, about, notBefore };
}
