import { pressAction } from '@smart-cradle/homeassistant/companion-app';
import { request } from '@smart-cradle/homeassistant/rest';
import { type Connection, createConnection, createLongLivedTokenAuth } from 'home-assistant-js-websocket';
import type { StartLine } from './start-line.ts';
import { until } from './until.ts';

/** What a companion app is sent, as far as the tests look at it. */
export interface Push {
  title?: string;
  message: string;
  data: {
    tag: string;
    image?: string;
    actions?: { action: string; title: string }[];
    push?: { 'interruption-level': string };
    smart_cradle_call?: string;
  };
}

export interface ReceivedPush extends Push {
  /** Milliseconds since 1970 UTC. */
  at: number;
}

/** A phone with the companion app, connected as the real one is by local push. */
export interface TestPhone {
  name: string;
  /** `notify.mobile_app_*`, and the id of the recipient. */
  recipient: string;
  received: ReceivedPush[];
  /** Waits for a push that came after `since`. */
  next(
    what: string,
    wanted: (push: ReceivedPush) => boolean,
    since: number,
    milliseconds: number,
  ): Promise<ReceivedPush>;
  press(push: Push, action: string): Promise<void>;
  /** Says that it has a notification, as Android does. */
  confirm(push: Push): Promise<void>;
  scan(tag: string): Promise<void>;
  /** Opens its channel to Home Assistant; after a restart of that, anew. */
  open(): Promise<void>;
  /** Out of reach. */
  close(): void;
}

function isPush(value: unknown): value is Push {
  return typeof value === 'object' && value !== null && 'message' in value;
}

/** Registers a phone through the app's own interface, and opens its push channel. */
export async function addPhone({ url, token }: StartLine['homeAssistant'], name: string): Promise<TestPhone> {
  const recipient = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const answer = await request(url, '/api/mobile_app/registrations', {
    token,
    json: {
      device_id: `test-${recipient}`,
      app_id: 'smart_cradle_test',
      app_name: 'Smart Cradle test phone',
      app_version: '1.0.0',
      device_name: name,
      manufacturer: 'Smart Cradle',
      model: 'Test phone',
      os_name: 'Test',
      os_version: '1.0',
      supports_encryption: false,
      app_data: { push_websocket_channel: true },
    },
  });
  const webhook = (answer as { webhook_id: string }).webhook_id;
  const received: ReceivedPush[] = [];
  const listeners = new Set<() => void>();
  let connection: Connection | undefined;
  const hook = (json: unknown) => request(url, `/api/webhook/${webhook}`, { json });
  const phone: TestPhone = {
    name,
    recipient,
    received,
    next: (what, wanted, since, milliseconds) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = received.find((push) => push.at >= since && wanted(push));
          if (!found) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          const came = received.filter(({ at }) => at >= since).map(({ title, message }) => title ?? message);
          reject(new Error(`${name}: not within ${milliseconds} ms: ${what}; came: ${came.join(' | ')}`));
        }, milliseconds);
        listeners.add(look);
        look();
      }),
    press: (push, action) => {
      const id = push.data.actions?.find((one) => one.action.includes(`|${action}|`))?.action;
      if (!id) throw new Error(`${name}: the notification has no button ${action}`);
      return pressAction(url, webhook, id, push.data.tag, name);
    },
    confirm: async (push) => {
      await hook({
        type: 'fire_event',
        data: { event_type: 'mobile_app_notification_received', event_data: { ...push.data } },
      });
    },
    scan: async (tag) => {
      await hook({ type: 'scan_tag', data: { tag_id: tag } });
    },
    async open() {
      connection?.close();
      connection = await createConnection({ auth: createLongLivedTokenAuth(url, token), setupRetry: 40 });
      const channel = connection;
      // After a restart Home Assistant answers before it knows the companion app again.
      await until(
        `the push channel of ${name}`,
        () =>
          channel
            .subscribeMessage(
              (push: unknown) => {
                if (!isPush(push)) return;
                received.push({ ...push, at: Date.now() });
                for (const look of listeners) look();
              },
              { type: 'mobile_app/push_notification_channel', webhook_id: webhook, support_confirm: false },
            )
            .then(
              () => true,
              () => false,
            ),
        60_000,
      );
    },
    close() {
      connection?.close();
      connection = undefined;
    },
  };
  await phone.open();
  return phone;
}
