import { z } from 'zod';
import { RestError, request } from './rest.ts';

/** A phone as the companion app registers itself. */
export interface Phone {
  /** What Home Assistant calls it: its service is `notify.mobile_app_<name>`. */
  name: string;
  /** Its own id, which stays the same. */
  deviceId: string;
  /** Where Home Assistant sends its notifications. */
  pushUrl: string;
}

const registration = z.looseObject({ webhook_id: z.string() });

function appData(pushUrl: string) {
  return { push_url: pushUrl, push_token: 'smart-cradle' };
}

/** Registers a phone through the app's own interface. @returns the id under which it speaks from then on. */
export async function registerPhone(url: string, token: string, phone: Phone): Promise<string> {
  const answer = await request(url, '/api/mobile_app/registrations', {
    token,
    json: {
      device_id: phone.deviceId,
      app_id: 'smart_cradle_demo_phone',
      app_name: 'Smart Cradle demo phone',
      app_version: '1.0.0',
      device_name: phone.name,
      manufacturer: 'Smart Cradle',
      model: 'Demo phone',
      os_name: 'Demo',
      os_version: '1.0',
      supports_encryption: false,
      app_data: appData(phone.pushUrl),
    },
  });
  return registration.parse(answer).webhook_id;
}

/** Tells Home Assistant where the phone is now. @returns false when it does not know the phone any more. */
export async function updatePhone(url: string, webhookId: string, phone: Phone): Promise<boolean> {
  try {
    const answer = await request(url, `/api/webhook/${webhookId}`, {
      json: {
        type: 'update_registration',
        data: {
          app_version: '1.0.0',
          device_name: phone.name,
          manufacturer: 'Smart Cradle',
          model: 'Demo phone',
          os_version: '1.0',
          app_data: appData(phone.pushUrl),
        },
      },
    });
    // To an unknown webhook Home Assistant answers 200 and nothing, so as not to tell which ones there are.
    return typeof answer === 'object' && answer !== null;
  } catch (error) {
    if (error instanceof RestError && [404, 410].includes(error.status)) return false;
    throw error;
  }
}

/** A button of a notification was pressed. */
export async function pressAction(
  url: string,
  webhookId: string,
  action: string,
  tag: string,
  phoneName: string,
): Promise<void> {
  await request(url, `/api/webhook/${webhookId}`, {
    json: {
      type: 'fire_event',
      data: {
        event_type: 'mobile_app_notification_action',
        event_data: { action, tag, device_name: phoneName },
      },
    },
  });
}
