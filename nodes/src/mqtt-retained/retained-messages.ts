/** A message for an mqtt out node. */
export interface Publication {
  topic: string;
  payload: unknown;
  retain: boolean;
  qos: 0 | 1 | 2;
}

/** The newest retained message of each topic. */
export type RetainedMessages = ReadonlyMap<string, Publication>;

/** Whether there is nothing in the payload: it clears the topic. */
function isEmpty(payload: unknown): boolean {
  return (
    payload === '' ||
    payload === null ||
    payload === undefined ||
    (Buffer.isBuffer(payload) && payload.length === 0)
  );
}

/** Remembers a retained message until a newer one of its topic comes. */
export function remember(messages: RetainedMessages, message: Publication): RetainedMessages {
  if (!message.retain) return messages;
  const next = new Map(messages);
  // The newest stands last, so that all are sent again in the order of their last change.
  next.delete(message.topic);
  next.set(message.topic, message);
  return next;
}

/** What to send when the connection is there again, and what to remember afterwards: a cleared topic once only. */
export function sendAgain(messages: RetainedMessages): { send: Publication[]; messages: RetainedMessages } {
  const send = [...messages.values()];
  return {
    send,
    messages: new Map(send.filter(({ payload }) => !isEmpty(payload)).map((one) => [one.topic, one])),
  };
}
