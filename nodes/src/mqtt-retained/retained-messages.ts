/** A message for an mqtt out node. */
export interface Publication {
  topic: string;
  payload: unknown;
  retain: boolean;
  qos: 0 | 1 | 2;
}

/** Whether there is nothing in the payload: it clears the topic. */
function isEmpty(payload: unknown): boolean {
  return (
    payload === '' ||
    payload === null ||
    payload === undefined ||
    (Buffer.isBuffer(payload) && payload.length === 0)
  );
}

/** The newest retained message of each topic: some sixty a cradle, so that nothing here may look at all of them. */
export class RetainedMessages {
  readonly #messages = new Map<string, Publication>();

  get count(): number {
    return this.#messages.size;
  }

  /** Remembers a retained message until a newer one of its topic comes. */
  remember(message: Publication): void {
    if (!message.retain) return;
    // The newest stands last, so that all are sent again in the order of their last change.
    this.#messages.delete(message.topic);
    this.#messages.set(message.topic, message);
  }

  /** What to send when the connection is there again; a cleared topic is cleared once more, and then forgotten. */
  sendAgain(): Publication[] {
    const all = [...this.#messages.values()];
    for (const { topic, payload } of all) if (isEmpty(payload)) this.#messages.delete(topic);
    return all;
  }
}
