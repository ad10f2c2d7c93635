import type { Notification } from './notification.ts';

/** One call of a notify service. */
export interface Call {
  /** `notify.mobile_app_*` */
  action: string;
  data: Notification;
}

/** Tags for which a notification waits while no phone is known. */
const MAX_WAITING = 200;

/**
 * Addresses notifications to every phone. While Home Assistant has not said which phones there are, the newest of each
 * tag wait.
 */
export class Outbox {
  #phones: readonly string[] | undefined;
  #waiting = new Map<string, Notification>();

  /** undefined: nobody has said yet. */
  get phones(): readonly string[] | undefined {
    return this.#phones;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  address(notification: Notification): Call[] {
    if (this.#phones) return this.#phones.map((action) => ({ action, data: notification }));
    const { tag } = notification.data;
    this.#waiting.delete(tag);
    // A notification that nobody has seen needs no clearing.
    if (notification.message !== 'clear_notification') this.#waiting.set(tag, notification);
    if (this.#waiting.size > MAX_WAITING) {
      const [oldest] = this.#waiting.keys();
      if (oldest !== undefined) this.#waiting.delete(oldest);
    }
    return [];
  }

  /** The phones that there are now; what waited goes out. */
  setPhones(phones: readonly string[]): Call[] {
    this.#phones = phones;
    const waited = [...this.#waiting.values()];
    this.#waiting = new Map();
    return waited.flatMap((notification) => this.address(notification));
  }
}
