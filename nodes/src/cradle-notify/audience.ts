import type { AlertCategory } from '@smart-cradle/protocol/alerts';
import type { Member } from './recipients.ts';

/** Whether a recipient wants to hear of such an alert at all. */
function wants(member: Member, category: AlertCategory): boolean {
  return member.settings.alerts === 'all' || category === 'care';
}

/** By phone or by mail. */
function isReachable({ settings }: Member): boolean {
  return settings.push === 'ON' || settings.email === 'ON';
}

/**
 * Who is told at a step of the escalation: those who come first at step 1, with the second telling those who come next,
 * too. Equal orders are told together.
 *
 * @param step 1 or more.
 */
export function audience(members: readonly Member[], category: AlertCategory, step: number): Member[] {
  const all = members.filter((member) => isReachable(member) && wants(member, category));
  const orders = [...new Set(all.map(({ settings }) => settings.order))].sort((a, b) => a - b);
  const last = orders[Math.min(Math.max(step, 1), orders.length) - 1] ?? 0;
  return all.filter(({ settings }) => settings.order <= last);
}

/** How many steps there are until everybody has been told. */
export function stepCount(members: readonly Member[], category: AlertCategory): number {
  const all = members.filter((member) => isReachable(member) && wants(member, category));
  return new Set(all.map(({ settings }) => settings.order)).size;
}

/** Local hours in which nobody is told of what can wait. */
export const NIGHT = { from: 21, until: 7 } as const;

/** When something that can wait until morning is told: now by day, at the end of the night else. */
export function morningOf(now: Date): Date {
  const hour = now.getHours();
  if (hour >= NIGHT.until && hour < NIGHT.from) return now;
  const morning = new Date(now);
  morning.setHours(NIGHT.until, 0, 0, 0);
  if (hour >= NIGHT.from) morning.setDate(morning.getDate() + 1);
  return morning;
}
