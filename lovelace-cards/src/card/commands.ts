import type { AlertType } from '@smart-cradle/protocol/alerts';
import type { HomeAssistant } from '../home-assistant/types.ts';

/** Minutes that one tap on "snooze" gives. */
export const SNOOZE_MINUTES = 10;
/** Minutes that "I have the baby" offers. */
export const PAUSE_MINUTES = [15, 30, 60] as const;
/** What the care log knows; the first four have a button of their own. */
export const CARE_KINDS = ['fed', 'changed', 'bed', 'medicine', 'bath', 'other'] as const;
export type CareKind = (typeof CARE_KINDS)[number];

/** What a cradle's `command` topic takes, as the cards use it. */
export type Action =
  | { action: 'acknowledge' | 'resolve'; type: AlertType }
  | { action: 'snooze'; type: AlertType; minutes: number }
  | { action: 'pause'; minutes: number }
  | { action: 'resume' | 'test_alarm' | 'pair' }
  | { action: 'care'; kind: CareKind; at: string }
  | { action: 'care_delete'; id: string }
  | { action: 'leave'; recipient: string };

export function acknowledge(type: AlertType): Action {
  return { action: 'acknowledge', type };
}

export function snooze(type: AlertType): Action {
  return { action: 'snooze', type, minutes: SNOOZE_MINUTES };
}

export function pause(minutes: number): Action {
  return { action: 'pause', minutes };
}

export function resume(): Action {
  return { action: 'resume' };
}

type Caller = Pick<HomeAssistant, 'callService' | 'user'>;

/** Through the cradle's notify entity, which every user of the house may use, while MQTT itself is for administrators. */
export function sendCommand(hass: Caller, notifyEntity: string, action: Action): Promise<unknown> {
  const by = hass.user?.name;
  return hass.callService(
    'notify',
    'send_message',
    { message: JSON.stringify(by ? { ...action, by } : action) },
    { entity_id: notifyEntity },
  );
}

export function switchEntity(hass: Caller, entityId: string, on: boolean): Promise<unknown> {
  return hass.callService('switch', on ? 'turn_on' : 'turn_off', {}, { entity_id: entityId });
}
