import type { CommandMessage } from '@smart-cradle/protocol/messages';
import { z } from 'zod';
import { commandOfAction } from './notification.ts';

/** `mobile_app_notification_action`, as far as it is read: the apps of iOS and Android name the phone differently. */
const pressed = z.looseObject({
  event_type: z.literal('mobile_app_notification_action'),
  event: z.looseObject({
    action: z.string().max(300),
    sourceDeviceName: z.string().optional(),
    device_name: z.string().optional(),
    device_id: z.string().optional(),
  }),
});

/** What the event of a pressed button asks for; undefined when it is none of ours. */
export function readPressedAction(payload: unknown): { cradle: string; command: CommandMessage } | undefined {
  const parsed = pressed.safeParse(payload);
  if (!parsed.success) return undefined;
  const { action, sourceDeviceName, device_name, device_id } = parsed.data.event;
  return commandOfAction(action, sourceDeviceName ?? device_name ?? device_id);
}
